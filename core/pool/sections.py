"""What the pool adds to the console's page of one person: tags, where they came by, and what they did."""

import uuid

from flask import Flask, g, render_template, request

from core.acts.words import act_in_words
from core.offers import things_to_share
from core.people.info import person_names
from core.people.models import Person
from core.people.sections import add_section
from core.pool.models import COLOURS
from core.pool.queries import TIMELINE, acts_before, all_tags, links_by_id, tags_of
from core.pool.words import link_name
from core.sharing.queries import target_by_id


def init_pool(app: Flask) -> None:
    """Put the sections on the page."""
    add_section(app, "console", _tags)
    add_section(app, "console", _timeline)


def _tags(person: Person) -> str:
    carried = tags_of([person.id]).get(person.id, [])
    known = {tag.id for tag in carried}
    return render_template(
        "pool/person_tags.html",
        person=person,
        carried=carried,
        others=[tag for tag in all_tags() if tag.id not in known],
        source=_source(person),
        colours=COLOURS,
    )


def _source(person: Person) -> tuple[str, str]:
    """Which link somebody came by, and who sent them it; both may be empty."""
    link = links_by_id([person.share_link_id]).get(person.share_link_id) if person.share_link_id else None
    if link is None:
        return "", ""
    target = target_by_id(g.tenant, link.object_id)
    friend = person_names([link.shared_by]).get(link.shared_by, "") if link.shared_by else ""
    return link_name(link, target.title if target else ""), friend


def _timeline(person: Person) -> str:
    earlier = request.args.get("earlier", type=uuid.UUID)
    acts = acts_before(person.id, earlier, TIMELINE + 1)
    shown = acts[:TIMELINE]
    titles = {target.id: target.title for target in things_to_share(g.tenant)} if shown else {}
    return render_template(
        "pool/person_acts.html",
        person=person,
        acts=[
            (act, act_in_words(act), titles.get(act.object_id) if act.object_id else None) for act in shown
        ],
        is_later=earlier is not None,
        earlier=shown[-1].id if len(acts) > TIMELINE else None,
    )
