"""The form of a flyer: its words in each language of the shop, its cover, its last day, its button."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from flask import g
from wtforms import BooleanField, DateField, RadioField, SelectChoice, SelectField
from wtforms.validators import Optional

from hutong import AskedText, TextsForm, interface_language, lazy_gettext as _l, texts_data, texts_form
from hutong_flyer.content import POINTS, FlyerContent, Point

ASKED = {
    "headline": AskedText(
        _l("Headline"),
        60,
        lines=True,
        hint=_l("Eight characters on a line read best from across the street. Two lines at most."),
        needed=_l("Without a headline nobody looks up. A few words are enough."),
    ),
    "lines": AskedText(_l("Two or three lines"), 200, lines=True),
    **{f"point{number}": AskedText(_l("Point"), 40) for number in range(1, POINTS + 1)},
    **{f"price{number}": AskedText(_l("Price"), 20) for number in range(1, POINTS + 1)},
    "button": AskedText(_l("What the button says"), 20),
}
Choices = Sequence[tuple[str, str]]


class FlyerForm(TextsForm):
    """A flyer as it is typed; made by `flyer_form`."""

    def validate(self, extra_validators: Any = None) -> bool:
        """What is missing is said all at once: a price says of what, a button what it leads to."""
        is_valid = super().validate(extra_validators)
        troubles = dict(self._missing())
        for name, words in troubles.items():
            self[name].errors = [words]
        return is_valid and not troubles

    def _missing(self) -> Iterator[tuple[str, Any]]:
        typed, first = self.texts(), self.languages[0]
        if not typed["headline"]:
            yield f"headline_{first}", ASKED["headline"].needed
        for number in range(1, POINTS + 1):
            for language in typed[f"price{number}"]:
                if not typed[f"point{number}"].get(language):
                    yield f"point{number}_{language}", _l("Write what has this price.")
        if self.target.data and not typed["button"]:
            yield f"button_{first}", _l("Write on the button what it leads to.")


def flyer_form(content: FlyerContent, *, covers: Choices, targets: Choices, mark: str) -> TextsForm:
    """The form of `content` for this request. `mark` says what the draft was when it was opened."""
    here = interface_language()
    made = texts_form(
        ASKED,
        sorted(g.tenant.languages, key=lambda language: language != here),
        cover=RadioField(_l("Cover"), choices=[SelectChoice(*cover) for cover in covers]),
        until=DateField(
            _l("Last day"),
            validators=[Optional()],
            description=_l("After it, whoever scans the code reads that it is over."),
            render_kw={"type": "date"},
        ),
        target=SelectField(_l("The button leads to"), choices=[SelectChoice(*target) for target in targets]),
        in_menu=BooleanField(_l("In the menu of the site")),
    )
    form_class = type("FlyerInLanguagesForm", (FlyerForm, made), {})
    form: TextsForm = form_class(data={**data_of(content), "base": mark})
    return form


def data_of(content: FlyerContent) -> dict[str, Any]:
    """What the form shows of a flyer."""
    points = list(content.points) + [None] * (POINTS - len(content.points))
    texts = {"headline": content.headline, "lines": content.lines, "button": content.button}
    for number, point in enumerate(points, start=1):
        texts[f"point{number}"] = point.text if point else {}
        texts[f"price{number}"] = point.price if point else {}
    return {
        **texts_data(texts),
        "cover": content.cover,
        "until": content.until,
        "target": content.target,
        "in_menu": content.in_menu,
    }


def content_in(form: TextsForm, before: FlyerContent) -> FlyerContent:
    """The flyer as it was typed, cut to what fits, also where something is missing: a preview shows it.

    Words in languages that the shop does not show at present are carried along from `before`.
    """
    typed, data = form.texts(), form.data
    texts = {name: _cut(words, ASKED[name].longest) for name, words in typed.items()}
    kept = {
        name: _carried(words, form.languages)
        for name, words in (("headline", before.headline), ("lines", before.lines), ("button", before.button))
    }
    points = [
        Point(text=texts[f"point{number}"], price=texts[f"price{number}"]) for number in range(1, POINTS + 1)
    ]
    until = data["until"]
    return FlyerContent(
        cover=data["cover"] if data["cover"] in _offered(form.cover) else before.cover,
        headline={**kept["headline"], **texts["headline"]},
        lines={**kept["lines"], **texts["lines"]},
        points=tuple(point for point in points if point.text),
        until=until if isinstance(until, date) else None,
        button={**kept["button"], **texts["button"]},
        target=data["target"] if data["target"] in _offered(form.target) else "",
        in_menu=bool(data["in_menu"]),
    )


def _offered(field: SelectField) -> set[str]:
    return {choice.value for choice in field.choices}


def with_cover(form: TextsForm, cover: str, label: str) -> None:
    """Choose a cover that has just come in."""
    form.cover.choices = [*form.cover.choices, SelectChoice(cover, label)]
    form.cover.data = cover


def _cut(words: Mapping[str, str], longest: int) -> dict[str, str]:
    return {language: text.replace("\r\n", "\n")[:longest] for language, text in words.items()}


def _carried(words: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    return {language: text for language, text in words.items() if language not in languages}
