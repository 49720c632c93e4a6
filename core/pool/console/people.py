"""The list of people in the console: searched, narrowed, turned over, ticked and handed out."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, abort, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from core.acts.words import known_verbs
from core.database import now
from core.people.console import blueprint as people_pages
from core.people.forms import ROLE_NAMES
from core.people.models import Person
from core.people.queries import people_waiting
from core.policy import policy
from core.pool.console.blueprint import blueprint
from core.pool.finding import SORTS, Sort, count_people, page_of, people_matching
from core.pool.forms import RulesForm, rules_as_data
from core.pool.models import Segment, Tag
from core.pool.people_csv import people_file
from core.pool.queries import all_segments, all_tags, last_acts, links_people_came_by, segment_by_id, tags_of
from core.pool.rules import Rules
from core.pool.words import last_seen, link_names, names_for, rules_in_words
from core.tenants.queries import plan_of
from core.urls import public_url


@dataclass(frozen=True, slots=True)
class Found:
    """One row of the list."""

    person: Person
    tags: Sequence[Tag]
    seen: str


@people_pages.get("/")
@policy("staff", permission="people.see")
def index() -> str:
    """Who is here: all, or those the address asks for."""
    plan, taken = plan_of(g.tenant.id)
    return _list_page(
        Rules.of_arguments(request.args.to_dict(flat=False)),
        waiting=people_waiting(),
        plan=plan,
        taken=taken,
        segments=all_segments(),
        join_address=public_url(g.tenant, "people.join"),
    )


@blueprint.get("/segments/<uuid:segment_id>")
@policy("staff", permission="people.see")
def segment(segment_id: uuid.UUID) -> str:
    """The people who are in a segment now."""
    shown = segment_by_id(segment_id) or abort(404)
    return _list_page(Rules.model_validate(shown.rules), segment=shown)


@blueprint.get("/filter")
@policy("staff", permission="people.see")
def narrow() -> ResponseReturnValue:
    """Choose whom to see. What was chosen becomes an address of the list."""
    rules = Rules.of_arguments(request.args.to_dict(flat=False))
    is_sent = "go" in request.args
    form = RulesForm(request.args if is_sent else None, data=rules_as_data(rules), meta={"csrf": False})
    offer_choices(form)
    if is_sent and form.validate():
        return redirect(url_for("people_console.index", **form.rules().arguments()))
    return render_template("pool/filter.html", form=form), 422 if is_sent else 200


@blueprint.get("/people.csv")
@policy("admin")
def export_list() -> Response:
    """Those whom the address asks for, as a file."""
    return _file(Rules.of_arguments(request.args.to_dict(flat=False)))


@blueprint.get("/segments/<uuid:segment_id>/people.csv")
@policy("admin")
def export_segment(segment_id: uuid.UUID) -> Response:
    """The people of a segment, as a file."""
    shown = segment_by_id(segment_id) or abort(404)
    return _file(Rules.model_validate(shown.rules))


def offer_choices(form: RulesForm) -> None:
    """Give a form of rules what there is to choose from."""
    links = {link.id: link for link in links_people_came_by()}
    form.offer(all_tags(), link_names(g.tenant, links), known_verbs(g.tenant))


def _list_page(rules: Rules, **shown: Any) -> str:
    ids = people_matching(rules, g.tenant.zone)
    sort: Sort = next((name for name in SORTS if name == request.args.get("sort")), "new")
    count = count_people(ids)
    page = page_of(
        ids,
        sort,
        count=count,
        after=request.args.get("after", type=uuid.UUID),
        before=request.args.get("before", type=uuid.UUID),
    )
    names = names_for(g.tenant, rules)
    return render_template(
        "pool/index.html",
        found=_rows(page.people),
        page=page,
        count=count,
        sort=sort,
        rules=rules,
        words=rules_in_words(rules, names),
        tags=list(names.tags.values()),
        role_names=ROLE_NAMES,
        ticking="tick" in request.args,
        **_addresses(rules, sort, shown.get("segment")),
        **shown,
    )


def _addresses(rules: Rules, sort: Sort, segment: Segment | None) -> dict[str, Any]:
    """How the list's links are made: `here(after=…)` keeps what it is narrowed to."""
    kept: dict[str, Any] = {"sort": sort if sort != "new" else None}

    def here(**changes: Any) -> str:
        if segment is not None:
            return url_for("pool_console.segment", segment_id=segment.id, **{**kept, **changes})
        return url_for("people_console.index", **{**rules.arguments(), **kept, **changes})

    def without(rule: str) -> str:
        left = {name: value for name, value in rules.arguments().items() if name != rule}
        return url_for("people_console.index", **left, **kept)

    return {"here": here, "without": without, "arguments": rules.arguments()}


def _rows(people: Sequence[Person]) -> list[Found]:
    ids = [person.id for person in people]
    tags, seen = tags_of(ids), last_acts(ids)
    today = now().astimezone(g.tenant.zone).date()
    return [
        Found(person, tags.get(person.id, ()), last_seen(_local(seen.get(person.id)), today))
        for person in people
    ]


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(g.tenant.zone) if moment else None


def _file(rules: Rules) -> Response:
    file = people_file(g.tenant, people_matching(rules, g.tenant.zone))
    name = f"{g.tenant.slug}-people.csv"
    response = send_file(file, mimetype="text/csv; charset=utf-8", as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    response.call_on_close(file.close)
    return response
