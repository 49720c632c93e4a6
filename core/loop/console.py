"""The page of the loop in the console."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, g, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select, select

from core.acts.queries import TOGETHER
from core.acts.words import STAGE_NAMES
from core.database import db, now
from core.i18n import gettext as _, ngettext
from core.loop.forms import PERIODS, LoopForm, beginning_of, end_of
from core.loop.picture import draw, spoken
from core.loop.queries import Loop, Source, measure_loop
from core.loop.scopes import Scope
from core.loop.words import share_in_words, time_in_words
from core.offers import things_to_share
from core.people.info import person_names
from core.people.queries import person_by_id
from core.people.withholding import require_permission
from core.permissions import permitted
from core.policy import policy
from core.pool.queries import all_segments, people_in_segment, segment_by_id
from core.sharing.models import ShareLink
from core.sharing.queries import all_links, link_by_id

blueprint = Blueprint(
    "loop_console", __name__, subdomain="console", url_prefix="/loop", template_folder="templates"
)
SOURCES = 8
"""So many channels are shown; what the others brought is summed."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom the page is about, in words."""

    value: str
    title: str
    back: str
    people: Select[Any] | None = None
    """Of a segment: who is in it."""

    @property
    def is_one(self) -> bool:
        """Whether it is about a single link or person, who came one way."""
        return self.value.startswith(("link:", "person:"))


@blueprint.get("/")
@policy("staff", permission="loop.see")
def index() -> ResponseReturnValue:
    """How customers come round: from seeing the business to telling a friend."""
    form = LoopForm(request.args)
    links = {link.id: link for link in all_links()}
    chosen = _chosen(request.args.get("who", "all"))
    form.who.choices = _choices(links, chosen)
    valid = form.validate()
    scope = _scope(form if valid else None, chosen)
    loop = measure_loop(scope, g.tenant.zone)
    links = links | _others(loop.sources[:SOURCES], links)
    page = render_template(
        "loop/index.html",
        form=form,
        chosen=chosen,
        loop_figures=loop,
        picture=draw(loop),
        spoken=spoken(loop),
        periods=_periods(form, chosen.value),
        table=_table(loop),
        sources=_sources(loop.sources, links),
    )
    return page, 200 if valid else 422


def _chosen(value: str) -> Chosen:
    kind, _colon, text = value.partition(":")
    more = url_for("console.more")
    if kind == "all":
        return Chosen("all", _("All customers"), more)
    chosen_id = _uuid_or_404(text)
    if kind == "link" and (link := link_by_id(chosen_id)):
        return Chosen(value, _called(link), url_for("loop_console.index"))
    if kind == "segment" and (segment := segment_by_id(chosen_id)):
        require_permission("people.see")
        return Chosen(value, segment.name, url_for("loop_console.index"), people_in_segment(segment))
    if kind == "person" and (person := person_by_id(chosen_id)):
        require_permission("people.see")
        back = url_for("people_console.person", person_id=person.id)
        return Chosen(value, person_names([person.id])[person.id], back)
    abort(404)


def _uuid_or_404(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        abort(404)


def _choices(links: dict[uuid.UUID, ShareLink], chosen: Chosen) -> Any:
    titles = {target.id: target.title for target in things_to_share(g.tenant)}
    by_target: dict[str, list[tuple[str, str]]] = {}
    for link in links.values():
        group = titles.get(link.object_id, _("Codes that lead nowhere"))
        by_target.setdefault(group, []).append((f"link:{link.id}", _called(link)))
    people = [("all", _("All customers"))]
    if permitted("people.see"):
        people += [(f"segment:{segment.id}", segment.name) for segment in all_segments()]
    if all(chosen.value != value for group in (people, *by_target.values()) for value, _label in group):
        people.append((chosen.value, chosen.title))
    return {_("People"): people} | by_target


def _called(link: ShareLink) -> str:
    if link.shared_by is not None:
        names = person_names([link.shared_by])
        return _("Link of %(name)s", name=names.get(link.shared_by, link.code))
    return link.channel or _("First code")


def _scope(form: LoopForm | None, chosen: Chosen) -> Scope:
    kind, _colon, text = chosen.value.partition(":")
    zone = g.tenant.zone
    since, until = (form.since.data, form.until.data) if form else (None, None)
    return Scope(
        kind=kind,  # type: ignore[arg-type]
        id=uuid.UUID(text) if text else None,
        start=beginning_of(since, zone) if since else None,
        end=end_of(until, zone) if until else None,
        people=chosen.people,
    )


def _periods(form: LoopForm, who: str) -> list[dict[str, Any]]:
    """Chips: the last days up to today, and all time."""
    today = now().astimezone(g.tenant.zone).date()
    asked = form.since.data, form.until.data
    chips = [
        {
            "label": _("All time"),
            "url": url_for("loop_console.index", who=who),
            "current": asked == (None, None),
        }
    ]
    for days in PERIODS:
        since = today - timedelta(days=days - 1)
        chips.append(
            {
                "label": _("A year") if days == 365 else ngettext("%(num)s day", "%(num)s days", days),
                "url": url_for("loop_console.index", who=who, since=since, until=today),
                "current": asked == (since, today),
            }
        )
    return chips


def _table(loop: Loop) -> list[dict[str, Any]]:
    steps = {step.after: step for step in loop.steps}
    return [
        {
            "name": STAGE_NAMES[stage.stage],
            "figures": stage,
            "share": share_in_words(steps[stage.stage]) if stage.stage in steps else "",
            "time": time_in_words(steps[stage.stage]) if stage.stage in steps else "",
        }
        for stage in loop.stages
    ]


def _sources(sources: Any, links: dict[uuid.UUID, ShareLink]) -> list[dict[str, Any]]:
    """Channels in words, those that brought people furthest first; the rest in one line."""
    shown = [_source_row(source, links) for source in sources[:SOURCES]]
    rest = sources[SOURCES:]
    if rest:
        total = Source(None, *(sum(row) for row in zip(*(_numbers(source) for source in rest), strict=True)))
        name = ngettext("%(num)s more way", "%(num)s more ways", len(rest))
        shown.append({"name": name, "source": total, "url": None})
    return shown


def _others(sources: Sequence[Source], known: Mapping[uuid.UUID, ShareLink]) -> dict[uuid.UUID, ShareLink]:
    """Links that are off the lists and still brought somebody."""
    missing = {source.link_id for source in sources if source.link_id and source.link_id not in known}
    return {link.id: link for link in db.session.scalars(select(ShareLink).where(ShareLink.id.in_(missing)))}


def _numbers(source: Source) -> tuple[int, ...]:
    return source.seen, source.people, source.ordered, source.repeated, source.spread


def _source_row(source: Source, links: dict[uuid.UUID, ShareLink]) -> dict[str, Any]:
    if source.link_id is None:
        return {"name": _("Without a code"), "source": source, "url": None}
    if source.link_id == TOGETHER:
        return {"name": _("Personal links of members"), "source": source, "url": None}
    link = links.get(source.link_id)
    name = _called(link) if link else _("A code that is gone")
    url = url_for("loop_console.index", who=f"link:{source.link_id}") if link else None
    return {"name": name, "source": source, "url": url}
