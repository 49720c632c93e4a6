"""Forms of the customer pool."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core.acts.words import STAGE_NAMES, KnownVerb
from core.people.forms import ALL_ROLES
from core.pool.models import COLOURS, Tag
from core.pool.rules import LONGEST_SEARCH, Did, Rules, is_act
from core.pool.words import COLOUR_NAMES

ANY = SelectChoice("", _l("Doesn’t matter"))
ROWS_OF_ACTS = 4


def _trimmed(text: Any) -> str:
    return " ".join((text or "").split())


class SeveralField(SelectMultipleField):  # type: ignore[misc]
    """Any number of a list, ticked."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DaysField(IntegerField):  # type: ignore[misc]
    """A number of days, or nothing."""

    def __init__(self, label: Any, **options: Any) -> None:
        limits = NumberRange(1, 3650, message=_l("Between 1 and 3650 days."))
        super().__init__(label, validators=[Optional(), limits], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Say it like a neighbour where it is no number."""
        try:
            super().process_formdata([text.strip() for text in valuelist])
        except ValueError as error:
            raise ValueError(_l("Days in figures, like 30.")) from error


class DidForm(Form):  # type: ignore[misc]
    """One act, and within how many days."""

    act = SelectField(_l("Did what"), default="")
    days = DaysField(_l("Within how many days"))


class RulesForm(FlaskForm):  # type: ignore[misc]
    """Whom to look for; each rule may be left out."""

    q = StringField(
        _l("Name, e-mail, phone or number"), filters=[_trimmed], validators=[Length(max=LONGEST_SEARCH)]
    )
    role = SeveralField(_l("Who they are here"), choices=ALL_ROLES)
    tag = SeveralField(_l("With one of these tags"))
    not_tag = SeveralField(_l("With none of these tags"))
    via = SeveralField(_l("Came by"))
    joined_days = DaysField(_l("New within how many days"))
    joined_from = DateField(_l("Here since, at the earliest"), validators=[Optional()])
    joined_until = DateField(_l("Here since, at the latest"), validators=[Optional()])
    active_days = DaysField(_l("Seen within how many days"))
    silent_days = DaysField(_l("Not seen for how many days"))
    stage = SelectField(_l("How far they came"), choices=[])
    not_stage = SelectField(_l("But not yet"), choices=[])
    did = FieldList(FormField(DidForm), label=_l("They did"), max_entries=ROWS_OF_ACTS)
    did_not = FieldList(FormField(DidForm), label=_l("They didn’t"), max_entries=ROWS_OF_ACTS)

    def offer(self, tags: Sequence[Tag], links: Mapping[Any, str], verbs: Sequence[KnownVerb]) -> None:
        """What there is to choose from; one more row for an act than are filled."""
        self.tag.choices = self.not_tag.choices = [SelectChoice(str(tag.id), tag.name) for tag in tags]
        self.via.choices = [SelectChoice(str(link_id), name) for link_id, name in links.items()]
        stages = [SelectChoice(stage, name) for stage, name in STAGE_NAMES.items()]
        self.stage.choices = self.not_stage.choices = [ANY, *stages]
        acts = [
            SelectChoice(f"{known.plugin}.{known.verb}", " · ".join(filter(None, (known.tool, known.words))))
            for known in verbs
        ]
        for rows in (self.did, self.did_not):
            if all(row.act.data for row in rows) and len(rows) < ROWS_OF_ACTS:
                rows.append_entry()
            for row in rows:
                known = {choice.value for choice in acts}
                kept = (
                    [SelectChoice(row.act.data, row.act.data)]
                    if row.act.data and row.act.data not in known and is_act(row.act.data)
                    else []
                )
                row.act.choices = [ANY, *acts, *kept]

    def validate_joined_until(self, field: DateField) -> None:
        """An end after the beginning."""
        if self.joined_from.data and field.data and field.data < self.joined_from.data:
            raise ValidationError(_l("This is before the day above."))

    def validate_silent_days(self, field: DaysField) -> None:
        """Seen within 30 days and not seen for 30 days is nobody."""
        if self.active_days.data and field.data and field.data >= self.active_days.data:
            raise ValidationError(_l("Then nobody is left: seen lately, and not seen for just as long."))

    def rules(self) -> Rules:
        """What was filled in. Call it after `validate`."""
        names = [name for name in Rules.model_fields if not name.startswith("did")]
        given = {name: getattr(self, name).data for name in names if getattr(self, name).data}
        given |= {
            name: list(dict.fromkeys(chosen))[:200]
            for name, chosen in given.items()
            if isinstance(chosen, list)
        }
        return Rules.model_validate({**given, "did": _acts(self.did), "did_not": _acts(self.did_not)})


def rules_as_data(rules: Rules) -> dict[str, Any]:
    """Rules as the data of a `RulesForm`."""
    found = {name: getattr(rules, name) for name in Rules.model_fields}
    for name in ("tag", "not_tag", "via"):
        found[name] = [str(one) for one in found[name]]
    for name in ("did", "did_not"):
        found[name] = [{"act": one.act, "days": one.days} for one in found[name]]
    return found


def _acts(rows: FieldList) -> list[dict[str, Any]]:
    return [{**Did.of_argument(row.act.data), "days": row.days.data} for row in rows if row.act.data]


class SegmentForm(RulesForm):
    """The same with a name."""

    name = StringField(
        _l("Name of the segment"),
        filters=[_trimmed],
        validators=[
            DataRequired(_l("Give it a name, such as “Regulars who stayed away”.")),
            Length(max=60, message=_l("Sixty characters at most.")),
        ],
    )


class TagForm(FlaskForm):  # type: ignore[misc]
    """A tag."""

    name = StringField(
        _l("Tag"),
        filters=[_trimmed],
        validators=[
            DataRequired(_l("A tag needs a word on it.")),
            Length(max=40, message=_l("Forty characters at most.")),
        ],
    )
    colour = RadioField(
        _l("Colour"),
        choices=[SelectChoice(colour, COLOUR_NAMES[colour]) for colour in COLOURS],
        default=COLOURS[0],
    )
