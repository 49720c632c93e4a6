"""The form of a new meeting."""

from collections.abc import Sequence
from typing import Any

from wtforms import DateTimeLocalField, SelectChoice, SelectField
from wtforms.validators import NumberRange, Optional

from hutong import AskedText, AskedTexts, TextsForm, WholeNumber, lazy_gettext as _l, texts_form

WORDS: AskedTexts = {
    "title": AskedText(_l("What is it called?"), 120, needed=_l("Give it a name.")),
    "place": AskedText(_l("Where"), 120, hint=_l("A room, an address, or “online”.")),
}
LENGTHS = (
    (30, _l("Half an hour")),
    (60, _l("An hour")),
    (90, _l("An hour and a half")),
    (120, _l("Two hours")),
)


def new_meeting_form(languages: Sequence[str]) -> type[TextsForm]:
    """Name, place, beginning and length; without a beginning its date is found by a poll."""
    fields: dict[str, Any] = {
        "starts_at": DateTimeLocalField(
            _l("When does it start?"),
            validators=[Optional()],
            description=_l("Leave it empty to let people vote on a date."),
        ),
        "minutes": SelectField(
            _l("How long"), choices=[SelectChoice(*pair) for pair in LENGTHS], coerce=int, default=60
        ),
        "capacity": WholeNumber(
            _l("How many seats"), validators=[Optional(), NumberRange(1, 100_000, _l("From 1 to 100,000."))]
        ),
    }
    return texts_form(WORDS, languages, **fields)
