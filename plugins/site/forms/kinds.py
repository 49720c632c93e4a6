"""The form of each kind of block."""

import datetime as dt
from typing import Any

from wtforms import BooleanField, DateField, FieldList, FormField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from hutong import gettext as _, lazy_gettext as _l
from plugins.site.blocks.hours import DAYS
from plugins.site.forms.block_form import BlockForm, Row
from plugins.site.forms.fields import PictureField, RangesField, TargetField, WordsField

LINK_ICONS = (
    SelectChoice("page", _l("Page")),
    SelectChoice("tag", _l("Price tag")),
    SelectChoice("survey", _l("Survey")),
    SelectChoice("faq", _l("Question mark")),
    SelectChoice("pin", _l("Place")),
    SelectChoice("clock", _l("Clock")),
    SelectChoice("calendar", _l("Calendar")),
    SelectChoice("phone", _l("Phone")),
    SelectChoice("chat", _l("Speech bubble")),
    SelectChoice("mail", _l("Letter")),
    SelectChoice("book", _l("Book")),
    SelectChoice("cup", _l("Cup")),
    SelectChoice("people", _l("People")),
    SelectChoice("ticket", _l("Ticket")),
    SelectChoice("list", _l("List")),
    SelectChoice("card", _l("Card")),
    SelectChoice("gift", _l("Gift")),
    SelectChoice("shirt", _l("Shirt")),
    SelectChoice("info", _l("Info sign")),
)


class WayRow(Row):
    label = WordsField(_l("Words on the button"), required=True)
    to = TargetField(_l("Leads to"))


class HeroForm(BlockForm):
    picture = PictureField(_l("Picture"))
    title = WordsField(
        _l("Headline"), required=True, rows=2, description=_l("Break the line where you take a breath.")
    )
    lead = WordsField(_l("One sentence below"), most=600, rows=2)
    show_now = BooleanField(_l("Show whether you’re open"), description=_l("From your opening hours."))
    buttons = FieldList(FormField(WayRow), max_entries=2, label=_l("Buttons"))


class WordsForm(BlockForm):
    body = WordsField(
        _l("Text"),
        required=True,
        most=20_000,
        rows=10,
        description=_l("## makes a heading, - a list, **two stars** bold, [words](https://…) a link."),
    )


class PictureForm(BlockForm):
    picture = PictureField(_l("Picture"))
    alt = WordsField(
        _l("What the picture shows"),
        most=600,
        rows=2,
        description=_l("Read aloud to people who cannot see the picture."),
    )
    decorative = BooleanField(_l("Only decoration"), description=_l("Then it needs no description."))
    caption = WordsField(_l("Line below"), most=600)

    def validate_alt(self, field: WordsField) -> None:
        """A picture is described, or says that it need not be."""
        if not field.data and not self.decorative.data:
            raise ValidationError(_("Say what the picture shows, or mark it as decoration."))


class ButtonForm(BlockForm):
    label = WordsField(_l("Words on the button"), required=True)
    to = TargetField(_l("Leads to"))


class LinkRow(Row):
    label = WordsField(_l("Words"), required=True)
    note = WordsField(_l("Second line"), most=600)
    to = TargetField(_l("Leads to"))
    icon = SelectField(_l("Icon"), default="page", validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offers the usual signs, and the one it has where a template chose another."""
        super().__init__(*args, **kwargs)
        known = [choice.value for choice in LINK_ICONS]
        own = [SelectChoice(self.icon.data)] if self.icon.data not in known else []
        self.icon.choices = [*LINK_ICONS, *own]

    def is_blank(self) -> bool:
        return not self.label.data and not self.to.data and not self.note.data


class LinksForm(BlockForm):
    title = WordsField(_l("Heading"))
    items = FieldList(FormField(LinkRow), min_entries=1, max_entries=8, label=_l("Shortcuts"))


class PriceRow(Row):
    name = WordsField(_l("What"), required=True)
    price = WordsField(_l("Price"))
    note = WordsField(_l("Small line"), most=600)


class PriceGroupRow(Row):
    title = WordsField(_l("Group"))
    items = FieldList(FormField(PriceRow), min_entries=1, max_entries=80, label=_l("Items"))


class PricesForm(BlockForm):
    title = WordsField(_l("Heading"))
    groups = FieldList(FormField(PriceGroupRow), min_entries=1, max_entries=20, label=_l("Groups"))
    note = WordsField(_l("Line below"), most=600, rows=2)


class QuestionRow(Row):
    q = WordsField(_l("What people ask"), required=True)
    a = WordsField(_l("Answer"), required=True, most=20_000, rows=3)


class FaqForm(BlockForm):
    title = WordsField(_l("Heading"))
    items = FieldList(FormField(QuestionRow), min_entries=1, max_entries=40, label=_l("Asked and answered"))


class AddressForm(BlockForm):
    name = WordsField(_l("Name on the door"))
    lines = WordsField(_l("Street and number"), required=True, most=600, rows=2)
    note = WordsField(_l("How to find it"), most=600, rows=2)
    map_url = StringField(
        _l("Link to a map"),
        filters=[lambda text: (text or "").strip()],
        validators=[Optional(), Length(max=500)],
    )


class ContactRow(Row):
    kind = SelectField(
        _l("Kind"),
        choices=[
            SelectChoice("phone", _l("Phone")),
            SelectChoice("email", _l("E-mail")),
            SelectChoice("wechat", _l("WeChat")),
            SelectChoice("other", _l("Something else")),
        ],
        default="phone",
    )
    label = WordsField(_l("Label"), description=_l("Empty means phone, e-mail or WeChat, as chosen."))
    value = StringField(
        _l("Number or address"),
        filters=[lambda text: (text or "").strip()],
        validators=[DataRequired(_l("Write something here.")), Length(max=200)],
    )

    def is_blank(self) -> bool:
        return not self.label.data and not self.value.data


class ContactForm(BlockForm):
    title = WordsField(_l("Heading"))
    items = FieldList(FormField(ContactRow), min_entries=1, max_entries=12, label=_l("Ways to reach you"))


class SpecialRow(Row):
    date = DateField(_l("Day"), validators=[DataRequired(_l("Give the day."))])
    ranges = RangesField(_l("Open; empty means closed"))
    note = WordsField(_l("Why"), most=600)

    def is_blank(self) -> bool:
        return self.date.data is None and not self.ranges.data and not self.note.data


class HoursForm(BlockForm):
    title = WordsField(_l("Heading"))
    mon = RangesField(_l("Monday"))
    tue = RangesField(_l("Tuesday"))
    wed = RangesField(_l("Wednesday"))
    thu = RangesField(_l("Thursday"))
    fri = RangesField(_l("Friday"))
    sat = RangesField(_l("Saturday"))
    sun = RangesField(_l("Sunday"))
    special = FieldList(FormField(SpecialRow), max_entries=60, label=_l("Special days"))
    note = WordsField(_l("Line below"), most=600, rows=2)

    @classmethod
    def form_data(cls, stored: dict[str, Any]) -> dict[str, Any]:
        for day in stored.get("special", ()):
            day["date"] = dt.date.fromisoformat(day["date"])
        return {**stored, **stored.pop("week", {})}

    def block_data(self) -> dict[str, Any]:
        data = super().block_data()
        data["week"] = {day: ranges for day in DAYS if (ranges := data.pop(day))}
        for special in data["special"]:
            special["closed"] = not special["ranges"]
        return data


class ContributedForm(BlockForm):
    """A block of another tool: which of its things, and the words on the button."""

    object = SelectField(_l("Which one"))
    button = WordsField(_l("Words on the button"))


FORMS: dict[str, type[BlockForm]] = {
    "hero": HeroForm,
    "text": WordsForm,
    "image": PictureForm,
    "button": ButtonForm,
    "links": LinksForm,
    "hours": HoursForm,
    "prices": PricesForm,
    "faq": FaqForm,
    "address": AddressForm,
    "contact": ContactForm,
}
