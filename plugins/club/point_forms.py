"""Forms of rules, tiers, badges, of a correction by hand, and of the calculator: validation only."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import get_day_names
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from hutong import (
    AskedText,
    AskedTexts,
    TextsForm,
    WholeNumber,
    babel_locale,
    interface_language,
    lazy_gettext as _l,
    texts_form,
)
from hutong.money import MoneyField
from plugins.club.models import Badge, Rule, Tier
from plugins.club.offer_forms import Boxes

MOST = 1_000_000
KINDS: Mapping[str, Any] = {
    "amount": _l("Money paid at the counter"),
    "visit": _l("Each visit"),
    "answer": _l("An answered survey"),
    "referral": _l("A friend’s first paid visit"),
    "birthday": _l("A birthday"),
    "welcome": _l("Joining the club"),
}
KIND_ICONS = {
    "amount": "tag",
    "visit": "pin",
    "answer": "survey",
    "referral": "invite",
    "birthday": "gift",
    "welcome": "card",
}
COUNTED: Mapping[str, Any] = {
    "visits": _l("Paid visits"),
    "earned": _l("Points earned"),
    "friends": _l("Friends brought"),
    "years": _l("Full years in the club"),
}
BADGE_ICONS: Mapping[str, Any] = {
    "star": _l("Star"),
    "heart": _l("Heart"),
    "gift": _l("Gift"),
    "cup": _l("Cup"),
    "shirt": _l("Shirt"),
    "book": _l("Book"),
    "crown": _l("Crown"),
    "flag": _l("Flag"),
    "sparkle": _l("Sparkle"),
    "home": _l("House"),
}
_A_NUMBER = _l("A number from 1.")
TITLE: AskedTexts = {
    "title": AskedText(
        _l("What members read"), 60, hint=_l("Like: A point for each yuan. It may stay empty.")
    )
}
NAME: AskedTexts = {
    "name": AskedText(_l("What it is called"), 40, needed=_l("Give it a name; customers read it too."))
}
BENEFITS: AskedTexts = {
    **NAME,
    "benefits": AskedText(
        _l("What it brings"),
        600,
        lines=True,
        hint=_l("One thing in a line. Like: 20 % off everything."),
    ),
}


def rule_form(kind: str, languages: Sequence[str], currency: str) -> type[TextsForm]:
    """The form of a rule of this kind; it asks for what such a rule needs."""
    money = type("MoneyOfTheClub", (MoneyField,), {"currency": currency})
    fields: dict[str, Any] = {"points": _points(_l("Points"))}
    if kind == "amount":
        fields["per_amount"] = money(
            _l("For each full"),
            validators=[
                InputRequired(_l("For how much?")),
                NumberRange(min=1, message=_l("More than nothing.")),
            ],
            description=_l("What was really paid counts. A discount earns nothing."),
        )
    if kind in ("amount", "visit", "referral"):
        fields["minimum"] = money(
            _l("Only from"),
            validators=[Optional(), NumberRange(min=0)],
            description=_l("Empty: whatever is paid."),
        )
    if kind in ("amount", "visit", "answer"):
        fields["daily_cap"] = WholeNumber(
            _l("At most in a day, for one member"),
            validators=[Optional(), NumberRange(0, MOST)],
            description=_l("Empty: no limit."),
        )
    return texts_form(
        TITLE,
        languages,
        **fields,
        days=Boxes(_l("On these weekdays"), choices=_days(), coerce=int),
        first=DateField(_l("First day"), validators=[Optional()]),
        last=DateField(_l("Last day"), validators=[Optional(), _after_first]),
        active=BooleanField(_l("In use"), default=True),
    )


def rule_data(rule: Rule) -> dict[str, Any]:
    """What the form shows of a rule, besides its texts."""
    limits = rule.limits or {}
    return {
        "points": rule.points,
        "per_amount": rule.per_amount or None,
        "minimum": rule.minimum or None,
        "daily_cap": rule.daily_cap or None,
        "days": list(limits.get("days") or []),
        "first": date.fromisoformat(limits["from"]) if limits.get("from") else None,
        "last": date.fromisoformat(limits["to"]) if limits.get("to") else None,
        "active": rule.active,
    }


def rule_values(form: TextsForm) -> dict[str, Any]:
    """A rule as the form says it."""
    asked = {name: form[name].data or 0 for name in ("per_amount", "minimum", "daily_cap") if name in form}
    limits = {
        "days": form["days"].data,
        "from": form["first"].data.isoformat() if form["first"].data else None,
        "to": form["last"].data.isoformat() if form["last"].data else None,
    }
    told = {name: value for name, value in limits.items() if value}
    return (
        form.texts() | asked | {"points": form["points"].data, "limits": told, "active": form["active"].data}
    )


def tier_form(languages: Sequence[str]) -> type[TextsForm]:
    """The form of a tier."""
    return texts_form(
        BENEFITS,
        languages,
        threshold=WholeNumber(
            _l("Points to have earned"),
            validators=[InputRequired(_l("From how many?")), NumberRange(0, 10**9)],
            description=_l("What was earned counts, not what is left."),
        ),
        discount_percent=WholeNumber(
            _l("Discount at the counter, in percent"),
            validators=[Optional(), NumberRange(0, 100, _l("From 0 to 100."))],
        ),
    )


def tier_data(tier: Tier) -> dict[str, Any]:
    """What the form shows of a tier, besides its texts."""
    return {"threshold": tier.threshold, "discount_percent": tier.discount_percent or None}


def tier_values(form: TextsForm) -> dict[str, Any]:
    """A tier as the form says it."""
    return form.texts() | {
        "threshold": form["threshold"].data,
        "discount_percent": form["discount_percent"].data or 0,
    }


def badge_form(languages: Sequence[str]) -> type[TextsForm]:
    """The form of a badge."""
    return texts_form(
        NAME,
        languages,
        threshold=_points(_l("From how many")),
        kind=SelectField(_l("What is counted"), choices=[SelectChoice(*pair) for pair in COUNTED.items()]),
        icon=SelectField(_l("Sign"), choices=[SelectChoice(*pair) for pair in BADGE_ICONS.items()]),
    )


def badge_data(badge: Badge) -> dict[str, Any]:
    """What the form shows of a badge, besides its name."""
    return {"threshold": badge.threshold, "kind": badge.kind, "icon": badge.icon}


def badge_values(form: TextsForm) -> dict[str, Any]:
    """A badge as the form says it."""
    return form.texts() | {name: form[name].data for name in ("threshold", "kind", "icon")}


class AdjustForm(FlaskForm):  # type: ignore[misc]
    """Points given or taken by hand, and why."""

    way = RadioField(
        _l("What to do"),
        choices=[SelectChoice("give", _l("Give points")), SelectChoice("take", _l("Take points"))],
        default="give",
    )
    points = WholeNumber(
        _l("How many points"), validators=[InputRequired(_A_NUMBER), NumberRange(1, MOST, _A_NUMBER)]
    )
    note = StringField(
        _l("Why"),
        validators=[DataRequired(_l("Say why; the member reads it too.")), Length(max=120)],
        description=_l("The member reads it too."),
    )
    nonce = HiddenField()


def try_form(currency: str, sent: Any = None, **data: Any) -> FlaskForm:
    """The calculator: an amount and a day."""
    money = type("MoneyOfTheClub", (MoneyField,), {"currency": currency})
    fields = {
        "try_amount": money(_l("If somebody pays")),
        "try_day": DateField(_l("On which day"), validators=[Optional()]),
    }
    form: FlaskForm = type("TryForm", (FlaskForm,), fields)(sent, data=data, meta={"csrf": False})
    return form


def _points(label: Any) -> WholeNumber:
    return WholeNumber(label, validators=[InputRequired(_A_NUMBER), NumberRange(1, MOST, _A_NUMBER)])


def _days() -> list[SelectChoice]:
    names = get_day_names("abbreviated", locale=babel_locale(interface_language()))
    return [SelectChoice(day, names[day]) for day in range(7)]


def _after_first(form: TextsForm, field: DateField) -> None:
    if field.data and form["first"].data and field.data < form["first"].data:
        raise ValidationError(_l("It would end before it begins."))
