"""Forms of the console: validation only."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectChoice, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

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
from hutong_luckydraw.words import AUDIENCES

MOST = 1_000_000
ICONS = {
    "gift": _l("Gift box"),
    "crown": _l("Crown"),
    "star": _l("Star"),
    "ticket": _l("Ticket"),
    "card": _l("Card"),
    "tag": _l("Tag"),
    "cup": _l("Cup"),
    "book": _l("Book"),
    "shirt": _l("Shirt"),
    "flag": _l("Flag"),
}
TITLE: AskedTexts = {
    "title": AskedText(
        _l("What the draw is called"),
        60,
        hint=_l("As on a poster: Spring draw, Ten years of us."),
        needed=_l("Give it a name."),
    )
}
WORDS: AskedTexts = {
    **TITLE,
    "text": AskedText(
        _l("A few words"), 400, lines=True, hint=_l("What the occasion is. It stands above the wheel.")
    ),
    "consolation": AskedText(
        _l("Said to who wins nothing"),
        200,
        lines=True,
        hint=_l("Empty: “Thank you for playing.”"),
    ),
}
NAME: AskedTexts = {"name": AskedText(_l("What the prize is"), 60, needed=_l("Say what there is to win."))}


def new_draw_form(languages: Sequence[str]) -> type[TextsForm]:
    """A name is enough to begin."""
    return texts_form(TITLE, languages)


def draw_form(languages: Sequence[str]) -> type[TextsForm]:
    """What a draw says, who may take part, how often and when."""
    some = [Optional(), NumberRange(0, 1000)]
    return texts_form(
        WORDS,
        languages,
        audience=RadioField(
            _l("Who may take part"),
            choices=[SelectChoice(name, words[0]) for name, words in AUDIENCES.items()],
        ),
        per_person=WholeNumber(
            _l("How often one may draw"), validators=some, description=_l("Empty: as often as they like.")
        ),
        per_day=WholeNumber(
            _l("How often in one day"), validators=some, description=_l("Empty: no limit for the day.")
        ),
        opens_at=LocalDateTimeField(_l("From"), validators=[Optional()]),
        closes_at=LocalDateTimeField(_l("Until"), validators=[Optional(), _after_opening]),
        valid_days=WholeNumber(
            _l("Days in which a prize is handed out"),
            validators=[Optional(), NumberRange(0, 3650)],
            description=_l("The day it was won counts as the first. Empty: no end."),
        ),
    )


def prize_form(languages: Sequence[str]) -> type[TextsForm]:
    """A prize: what it is, how many there are, how often it is won."""
    whole = [InputRequired(_l("How many?")), NumberRange(1, MOST, _l("From 1 to 1,000,000."))]
    return texts_form(
        NAME,
        languages,
        icon=RadioField(
            _l("Its sign on the wheel"), choices=[SelectChoice(*one) for one in ICONS.items()], default="gift"
        ),
        photo=FileField(
            _l("Picture"), description=_l("Optional. It shows instead of the sign once it’s won.")
        ),
        without_photo=BooleanField(_l("Take the picture away")),
        stock=WholeNumber(
            _l("How many pieces there are"),
            validators=whole,
            description=_l("Never more are won, however many draw at once."),
        ),
        wins=WholeNumber(_l("Wins"), validators=whole, default=1),
        tries=WholeNumber(_l("of so many draws"), validators=[*whole, _no_more_wins]),
    )


def _no_more_wins(form: Any, field: Any) -> None:
    if form.wins.data is not None and field.data is not None and form.wins.data > field.data:
        raise ValidationError(_("More wins than draws: turn the two round."))


def _after_opening(form: Any, field: Any) -> None:
    if form.opens_at.data and field.data and field.data <= form.opens_at.data:
        raise ValidationError(_("That is before it begins."))
