"""Forms of offers: validation only."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    ValidationError,
)
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from hutong import (
    AskedText,
    AskedTexts,
    LocalDateTimeField,
    TextsForm,
    WholeNumber,
    gettext as _,
    lazy_gettext as _l,
    texts_form,
)
from hutong.money import MoneyField

MOST = 10_000_000
TITLE: AskedTexts = {
    "title": AskedText(
        _l("What customers get"),
        80,
        hint=_l("A line that says it all, as on a poster."),
        needed=_l("Say in one line what it is."),
    )
}
WORDS: AskedTexts = {
    **TITLE,
    "text": AskedText(
        _l("More about it"), 600, lines=True, hint=_l("What it is good for, what it is not good for.")
    ),
}


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several choices as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ClockField(SelectField):  # type: ignore[misc]
    """A time of the day; a row that the sender's page did not have yet is an empty one."""

    def pre_validate(self, form: Any) -> None:
        """Only what was sent must be one of the times."""
        if self.raw_data:
            super().pre_validate(form)


def basics_form(
    kind: str, languages: Sequence[str], currency: str, plans: Sequence[tuple[str, str]], *, is_new: bool
) -> type[TextsForm]:
    """What an offer of this kind says and gives; a new one asks for no more than it needs."""
    money = type("MoneyOfTheClub", (MoneyField,), {"currency": currency})
    fields: dict[str, Any] = _given(kind, money, plans)
    if is_new:
        fields |= {"cap": _cap(), "valid_days": _valid_days()}
    else:
        fields |= {
            "price_points": WholeNumber(
                _l("Points that one costs"),
                validators=[Optional(), NumberRange(0, MOST)],
                description=_l("Empty: it costs no points."),
            ),
            "cost": money(
                _l("What one costs you"),
                validators=[Optional(), NumberRange(min=0)],
                description=_l("Your own estimate, for “What can it cost?”. Customers don’t see it."),
            ),
        }
    return texts_form(TITLE if is_new else WORDS, languages, **fields)


def _given(kind: str, money: Any, plans: Sequence[tuple[str, str]]) -> dict[str, Any]:
    needs = [InputRequired(_l("How much?")), NumberRange(min=1, message=_l("More than nothing."))]
    match kind:
        case "percent":
            percent = [InputRequired(_l("How much?")), NumberRange(1, 100, _l("From 1 to 100."))]
            return {"value": WholeNumber(_l("Percent off"), validators=percent)}
        case "amount":
            return {"value": money(_l("Money off"), validators=needs)}
        case "voucher":
            return {
                "value": money(_l("What the voucher is worth"), validators=needs),
                "price": money(
                    _l("What the customer pays for it"),
                    validators=[Optional(), NumberRange(min=0)],
                    description=_l("Empty: nothing."),
                ),
            }
        case "plan":
            return {
                "plan_id": SelectField(
                    _l("Which membership"),
                    choices=[
                        SelectChoice("", _l("Not decided yet")),
                        *[SelectChoice(*plan) for plan in plans],
                    ],
                )
            }
        case _:
            return {
                "pieces": WholeNumber(
                    _l("For how many pieces"),
                    validators=[Optional(), NumberRange(0, 1000)],
                    description=_l("Empty: pieces are not counted."),
                )
            }


def _cap() -> Any:
    return WholeNumber(
        _l("How many there are"),
        validators=[Optional(), NumberRange(1, MOST, _l("A number from 1, or leave it empty."))],
        description=_l("Empty: no limit. Never more than this many are given out."),
    )


def _valid_days() -> Any:
    return WholeNumber(
        _l("Days it can be used"),
        default=30,
        validators=[Optional(), NumberRange(0, 3650)],
        description=_l("Counted from the day it is taken; 1 is that day only. Empty: it doesn’t end."),
    )


class TermsForm(TextsForm):
    """How many there are, who gets them, when and where. Hours are rows ``days_0``, ``from_0``, ``to_0``."""

    cap = _cap()
    per_member = WholeNumber(
        _l("How many each customer can take"),
        validators=[Optional(), NumberRange(0, 1000)],
        description=_l("Empty: as many as they like."),
    )
    claim = RadioField(
        _l("Who gets it"),
        choices=[
            SelectChoice("anyone", _l("Everybody who opens its page")),
            SelectChoice("chain", _l("Who has used the coupon before it")),
            SelectChoice("paper", _l("Who finds it on paper")),
        ],
    )
    opens_at = LocalDateTimeField(_l("From"), validators=[Optional()])
    closes_at = LocalDateTimeField(_l("Until"), validators=[Optional()])
    valid_days = _valid_days()
    giftable = BooleanField(
        _l("May be given to a friend"),
        description=_l("By a link that works once; the giver’s coupon moves on."),
    )
    place_ids = Boxes(_l("Only at these places"), description=_l("None ticked: everywhere."))
    rows = 0

    def validate_closes_at(self, field: LocalDateTimeField) -> None:
        """It ends after it begins."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_("It would end before it begins."))

    def hours(self) -> list[dict[str, Any]]:
        """The rules that were filled in, as the offer keeps them."""
        return [rule for row in range(self.rows) if (rule := self._rule(row))]

    def _rule(self, row: int) -> dict[str, Any] | None:
        days = sorted(int(day) for day in self[f"days_{row}"].data or [])
        begins, ends = (self[f"{name}_{row}"].data or "" for name in ("from", "to"))
        if not days and not begins and not ends:
            return None
        return {"days": days or list(range(7)), "from": begins or "00:00", "to": ends or "24:00"}


def terms_form(
    places: Sequence[tuple[str, str]], days: Sequence[tuple[str, str]], rows: int
) -> type[TermsForm]:
    """The form with the business's places and `rows` rows of hours."""
    fields: dict[str, Any] = {"rows": rows}
    for row in range(rows):
        fields[f"days_{row}"] = Boxes(_l("Days"), choices=[SelectChoice(*day) for day in days])
        fields[f"from_{row}"] = ClockField(_l("From what time"), choices=_clock(_l("From the morning on")))
        fields[f"to_{row}"] = ClockField(_l("To what time"), choices=_clock(_l("To the end of the day")))
    fields["place_ids"] = Boxes(
        _l("Only at these places"),
        choices=[SelectChoice(*place) for place in places],
        description=_l("None ticked: everywhere."),
    )
    return type("TermsOfThisClub", (TermsForm,), fields)


def hours_data(hours: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What the rows show of an offer's hours."""
    data: dict[str, Any] = {}
    for row, rule in enumerate(hours):
        data[f"days_{row}"] = [str(day) for day in rule.get("days") or range(7)]
        begins, ends = rule.get("from", "00:00"), rule.get("to", "24:00")
        data[f"from_{row}"] = "" if begins == "00:00" else begins
        data[f"to_{row}"] = "" if ends == "24:00" else ends
    return data


def _clock(none: Any) -> list[SelectChoice]:
    times = [f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)]
    return [SelectChoice("", none), *[SelectChoice(one, one) for one in times]]
