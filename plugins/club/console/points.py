"""Points and tiers: the rules with their calculator, tiers, badges, and what can be downloaded."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hutong import (
    TextsForm,
    digest_of,
    form_conflict_page,
    gettext as _,
    interface_language,
    lazy_gettext as _l,
    notify,
    policy,
    texts_data,
)
from plugins.club.badges import badges, holders_count
from plugins.club.console.blueprint import blueprint
from plugins.club.days import today
from plugins.club.earning import rules_for
from plugins.club.models import Badge, Programme, Rule, Tier
from plugins.club.point_editing import bin_thing, change_thing, make_thing, restore_thing, thing_by_id
from plugins.club.point_forms import (
    COUNTED,
    KIND_ICONS,
    KINDS,
    badge_data,
    badge_form,
    badge_values,
    rule_data,
    rule_form,
    rule_values,
    tier_data,
    tier_form,
    tier_values,
    try_form,
)
from plugins.club.queries import programme, tiers
from plugins.club.rules import VISIT_KINDS, Occasion, Verdict, judge_all
from plugins.club.sections import ROOMS
from plugins.club.verdicts import rule_in_words, rule_name, why_in_words

EDIT = "club.points"
ROOMS.add("club_console.points", "star", _l("Points and tiers"), order=30)


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of things that are written in a form here: a rule, a tier, a badge."""

    model: type[Any]
    texts: Sequence[str]
    data: Callable[[Any], dict[str, Any]]
    values: Callable[[TextsForm], dict[str, Any]]
    new: Any


SORTS = {
    "rules": Sort(Rule, ("title",), rule_data, rule_values, _l("New rule")),
    "tiers": Sort(Tier, ("name", "benefits"), tier_data, tier_values, _l("New tier")),
    "badges": Sort(Badge, ("name",), badge_data, badge_values, _l("New badge")),
}


@blueprint.get("/points")
@policy("staff", permission=EDIT)
def points() -> ResponseReturnValue:
    """The rules, and what they would give for an amount; tiers and badges."""
    run = programme()
    if run is None:
        return redirect(url_for("club_console.index"))
    verdicts = _tried(run, rules_for(VISIT_KINDS))
    if request.headers.get("X-Requested-With") == "try":
        return render_template("club/console/_tried.html", run=run, verdicts=verdicts, **_words())
    return render_template(
        "club/console/points.html",
        run=run,
        rules=rules_for(tuple(KINDS)),
        tiers=tiers(),
        badges=[(badge, holders_count(badge)) for badge in badges()],
        form=_try_form(run),
        verdicts=verdicts,
        counted=COUNTED,
        **_words(),
    )


@blueprint.get("/points/rules/which")
@policy("staff", permission=EDIT)
def which_rule() -> str:
    """For what the new rule gives points."""
    return render_template("club/console/which_rule.html", kinds=KINDS, icons=KIND_ICONS)


@blueprint.route("/points/<sort>/new", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def new_thing(sort: str) -> ResponseReturnValue:
    """A new rule (of the kind in the address), tier or badge."""
    run = programme() or abort(404)
    kind = request.args.get("kind", "")
    if sort == "rules" and kind not in KINDS:
        return redirect(url_for("club_console.which_rule"))
    form = _form(run, sort_or_404(sort), kind)
    more = {"kind": kind} if sort == "rules" else {}
    if _is_trial():
        return _thing_page(run, sort, form, None, kind)
    if form.validate_on_submit():
        make_thing(SORTS[sort].model, **more, **SORTS[sort].values(form))
        notify(_("Saved. It counts from now on."))
        return redirect(url_for("club_console.points"))
    return _thing_page(run, sort, form, None, kind)


@blueprint.route("/points/<sort>/<uuid:thing_id>", methods=["GET", "POST"])
@policy("staff", permission=EDIT)
def thing(sort: str, thing_id: uuid.UUID) -> ResponseReturnValue:
    """Change one; the second of two editors sees both versions."""
    run, found = programme() or abort(404), _thing_or_404(sort, thing_id)
    kind = found.kind if sort == "rules" else ""
    saved = texts_data({name: getattr(found, name) for name in SORTS[sort].texts}) | SORTS[sort].data(found)
    base = digest_of({name: str(value) for name, value in saved.items()})
    form = _form(run, sort, kind, **saved, base=base)
    if not _is_trial() and form.validate_on_submit():
        if form.base.data != base:
            back = url_for("club_console.points")
            return form_conflict_page(_name(sort, found), form, saved, base=base, back=back)
        change_thing(thing=found, **SORTS[sort].values(form))
        notify(_("Saved. It counts from now on."))
        return redirect(url_for("club_console.points"))
    return _thing_page(run, sort, form, found, kind)


@blueprint.post("/points/<sort>/<uuid:thing_id>/bin")
@policy("staff", permission=EDIT)
def bin_a_thing(sort: str, thing_id: uuid.UUID) -> ResponseReturnValue:
    """Out of use, with an undo."""
    found = _thing_or_404(sort, thing_id)
    bin_thing(thing=found)
    undo = url_for("club_console.restore_a_thing", sort=sort, thing_id=thing_id)
    notify(_("Gone. What members have stays theirs."), undo_url=undo)
    return redirect(url_for("club_console.points"))


@blueprint.post("/points/<sort>/<uuid:thing_id>/restore")
@policy("staff", permission=EDIT)
def restore_a_thing(sort: str, thing_id: uuid.UUID) -> ResponseReturnValue:
    """Undo of that."""
    restore_thing(thing=thing_by_id(SORTS[sort_or_404(sort)].model, thing_id) or abort(404))
    notify(_("It is back."))
    return redirect(url_for("club_console.points"))


def sort_or_404(sort: str) -> str:
    """A sort that there is."""
    return sort if sort in SORTS else abort(404)


def _thing_page(
    run: Programme, sort: str, form: TextsForm, found: Any | None, kind: str
) -> ResponseReturnValue:
    verdicts = None
    if kind in VISIT_KINDS:
        verdicts = _tried(run, _with_typed(form, found, kind))
        if request.headers.get("X-Requested-With") == "try":
            return render_template("club/console/_tried.html", run=run, verdicts=verdicts, **_words())
    page = render_template(
        "club/console/point_thing.html",
        run=run,
        sort=sort,
        kind=kind,
        form=form,
        found=found,
        title=_name(sort, found) if found else SORTS[sort].new,
        sub=KINDS.get(kind, ""),
        trial=_try_form(run),
        verdicts=verdicts,
        **_words(),
    )
    return page, 422 if form.errors and not _is_trial() else 200


def _with_typed(form: TextsForm, found: Rule | None, kind: str) -> list[Rule]:
    """The rules in use, with this one as it is typed and not yet saved."""
    others = [rule for rule in rules_for(VISIT_KINDS) if found is None or rule.id != found.id]
    if not isinstance(form["points"].data, int):
        return others
    return [*others, Rule(id=found.id if found else uuid.uuid4(), kind=kind, **rule_values(form))]


def _tried(run: Programme, rules: Sequence[Rule]) -> list[Verdict]:
    form = _try_form(run)
    amount = form["try_amount"].data
    if amount is None or amount < 0:
        return []
    return judge_all(rules, Occasion(VISIT_KINDS, form["try_day"].data or today(), amount))


def _try_form(run: Programme) -> Any:
    sent = request.values if "try_amount" in request.values else None
    form = try_form(run.currency, sent, try_amount=5000, try_day=today())
    form.validate()
    return form


def _is_trial() -> bool:
    return request.method == "POST" and "try" in request.form


def _form(run: Programme, sort: str, kind: str, /, **data: Any) -> TextsForm:
    languages = g.tenant.languages
    if sort == "rules":
        return rule_form(kind, languages, run.currency)(data=data)
    return (tier_form if sort == "tiers" else badge_form)(languages)(data=data)


def _name(sort: str, found: Any) -> str:
    if sort == "rules":
        return rule_name(found, g.tenant)
    return str(g.tenant.text(found.name, interface_language()))


def _thing_or_404(sort: str, thing_id: uuid.UUID) -> Any:
    found = thing_by_id(SORTS[sort_or_404(sort)].model, thing_id)
    return found if found is not None and found.deleted_at is None else abort(404)


def _words() -> dict[str, Any]:
    return {
        "rule_name": rule_name,
        "rule_in_words": rule_in_words,
        "why_in_words": why_in_words,
        "icons": KIND_ICONS,
    }
