"""The form of a visit at the counter: validation only."""

import uuid
from collections.abc import Sequence
from typing import Any

from wtforms import Form, HiddenField, SelectField, StringField, ValidationError
from wtforms.validators import Length

from hutong import lazy_gettext as _l
from hutong.money import MoneyField
from plugins.club.forms import trimmed

NONCE_AT_MOST = 40


def clipped(nonce: str | None) -> str | None:
    """No longer than a visit keeps it: nobody but the page writes it."""
    return nonce[:NONCE_AT_MOST] if nonce else nonce


class VisitForm(Form):  # type: ignore[misc]
    """What somebody paid, and where. `nonce` names the form: sent twice, it is one visit."""

    amount = MoneyField(_l("What did they pay?"))
    place = SelectField(_l("Where"), validate_choice=False)
    note = StringField(
        _l("Note"),
        filters=[trimmed],
        validators=[Length(max=120, message=_l("A hundred and twenty characters at most."))],
    )
    nonce = HiddenField(filters=[clipped])

    def offer_places(self, places: Sequence[tuple[str, str]]) -> None:
        """Let choose between places; one alone is no choice, but it is noted."""
        self.place.choices = list(places)

    def place_id(self) -> uuid.UUID | None:
        """The place that was chosen, or the first."""
        known = [value for value, _name in self.place.choices]
        chosen = self.place.data if self.place.data in known else next(iter(known), "")
        return uuid.UUID(chosen) if chosen else None

    def place_name(self) -> str:
        """Where it will be noted, if there is more than one place."""
        names = dict(self.place.choices)
        if len(names) < 2:
            return ""
        return str(names.get(self.place.data) or next(iter(names.values())))

    def validate_amount(self, field: Any) -> None:
        """More than nothing: who pays nothing is checked in."""
        if not field.data and not field.process_errors:
            raise ValidationError(_l("Type what they paid. If they paid nothing, check them in."))
        if field.data and field.data < 0:
            raise ValidationError(
                _l("Less than nothing can’t be paid. To give money back, take the visit back.")
            )
