"""Forms of a meeting: a new one, its settings, how it comes again, and calling it off."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from hutong import (
    AskedText,
    AskedTexts,
    LocalDateTimeField,
    TextsForm,
    WholeNumber,
    gettext as _,
    lazy_gettext as _l,
    now,
    texts_form,
)
from plugins.meeting.when import ZONES, zone_named

TITLE = AskedText(_l("Title"), 120, needed=_l("Give it a name."))
PLACE = AskedText(_l("Where"), 120, hint=_l("A room or an address."))
TEXT = AskedText(
    _l("What it’s about"), 8000, lines=True, hint=_l("**bold**, - lists and [links](https://…) work.")
)
NEW: AskedTexts = {"title": TITLE, "place": PLACE}
WORDS: AskedTexts = {"title": TITLE, "text": TEXT, "place": PLACE}
DAY = 24 * 60
LENGTHS = (
    (30, _l("Half an hour")),
    (60, _l("An hour")),
    (90, _l("An hour and a half")),
    (120, _l("Two hours")),
    (180, _l("Three hours")),
    (240, _l("Four hours")),
    (DAY, _l("All day")),
)
USUAL_COUNT = 6
HOWS = (
    ("weekly", _l("Every week")),
    ("biweekly", _l("Every two weeks")),
    ("day", _l("Every month on the same day")),
    ("weekday", _l("Every month on the same weekday")),
    ("daily", _l("Every day")),
    ("own", _l("On dates of your own")),
)


class NewMeetingForm(TextsForm):
    """Name, place, beginning and length; its date may be found by a poll."""

    polls = BooleanField(
        _l("Let people vote on the date"), description=_l("You suggest dates in the next step.")
    )
    starts_at = LocalDateTimeField(_l("When does it start?"), validators=[Optional()])
    minutes = SelectField(
        _l("How long"), choices=[SelectChoice(*pair) for pair in LENGTHS], coerce=int, default=60
    )
    ends_at = LocalDateTimeField(
        _l("Or until"), validators=[Optional()], description=_l("For another end, or for several days.")
    )
    capacity = WholeNumber(
        _l("How many seats"),
        validators=[Optional(), NumberRange(1, 100_000, _l("From 1 to 100,000."))],
        description=_l("Empty: as many as come."),
    )

    def validate_starts_at(self, field: LocalDateTimeField) -> None:
        """It lies ahead, or is found by a vote."""
        if self.polls.data or field.errors:
            return
        if field.data is None:
            raise ValidationError(_("When does it start? Or let people vote."))
        if field.data < now() - timedelta(days=1):
            raise ValidationError(_("That lies in the past. Check the day."))

    def validate_ends_at(self, field: LocalDateTimeField) -> None:
        """It ends after it begins."""
        if not self.polls.data:
            _check_order(self.starts_at, field)


def new_meeting_form(languages: Sequence[str]) -> type[NewMeetingForm]:
    """The form in the tenant's languages."""
    return type("NewMeeting", (_texts(NEW, languages), NewMeetingForm), {})


class SettingsForm(TextsForm):
    """Everything about one meeting that its organiser settles; times are by the clock of its zone."""

    starts_at = LocalDateTimeField(_l("Starts"), validators=[Optional()])
    ends_at = LocalDateTimeField(_l("Ends"), validators=[Optional()])
    all_day = BooleanField(_l("All day"), description=_l("Only the days count, the end’s day too."))
    zone = StringField(
        _l("By the clock of"),
        description=_l("Type a city and choose, such as Europe/Berlin."),
        render_kw={"list": "zones"},
    )
    link = StringField(
        _l("Online at"),
        validators=[Length(max=500)],
        description=_l("Only guests who are coming see it."),
    )
    registration = RadioField(
        _l("Who can register"),
        choices=[
            SelectChoice("open", _l("Everybody who has the link")),
            SelectChoice("invited", _l("Only who is invited")),
            SelectChoice("off", _l("Nobody: they just come")),
        ],
    )
    approval = BooleanField(
        _l("I say yes to each one"), description=_l("Who registers waits for your approval.")
    )
    capacity = WholeNumber(
        _l("How many seats"),
        validators=[Optional(), NumberRange(1, 100_000, _l("From 1 to 100,000."))],
        description=_l("Empty: as many as come. Nobody who has a seat loses it."),
    )
    closes_at = LocalDateTimeField(
        _l("Registration closes"), validators=[Optional()], description=_l("Empty: when it starts.")
    )
    listed = BooleanField(_l("Show it in the list of meetings"), description=_l("Its link works either way."))
    shows_minutes = RadioField(
        _l("Who reads the minutes"),
        choices=[
            SelectChoice("guests", _l("Guests")),
            SelectChoice("everybody", _l("Everybody who has the link")),
        ],
    )
    scope = RadioField(
        _l("What is changed"),
        choices=[
            SelectChoice("one", _l("Only this meeting")),
            SelectChoice("later", _l("This one and all later ones")),
        ],
        default="one",
    )

    def validate_zone(self, field: StringField) -> None:
        """A name from the list."""
        if (field.data or "") not in ZONES:
            raise ValidationError(_("No clock goes by this name. Type a city and choose one from the list."))

    def validate_link(self, field: StringField) -> None:
        """An address of the web."""
        link = field.data = (field.data or "").strip()
        if link and not link.startswith(("https://", "http://")):
            raise ValidationError(_("A link begins with https://."))

    def validate_ends_at(self, field: LocalDateTimeField) -> None:
        """It ends after it begins, and has both or none."""
        if field.errors or self.starts_at.errors:
            return
        if (field.data is None) != (self.starts_at.data is None):
            raise ValidationError(_("Say when it starts and when it ends."))
        _check_order(self.starts_at, field, same_day=self.all_day.data)

    def validate_closes_at(self, field: LocalDateTimeField) -> None:
        """Nobody registers for what has begun."""
        if field.data and self.starts_at.data and field.data > self.starts_at.data and not self.all_day.data:
            raise ValidationError(_("It starts before that."))


def settings_form(languages: Sequence[str], zone: ZoneInfo) -> type[SettingsForm]:
    """The form in the tenant's languages, its times by the clock of `zone`."""
    clock = {"tz": zone, "validators": [Optional()]}
    times = {
        "starts_at": LocalDateTimeField(_l("Starts"), **clock),
        "ends_at": LocalDateTimeField(_l("Ends"), **clock),
        "closes_at": LocalDateTimeField(
            _l("Registration closes"), description=_l("Empty: when it starts."), **clock
        ),
    }
    return type("MeetingSettings", (_texts(WORDS, languages), SettingsForm), times)


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Why it does not take place."""

    note = TextAreaField(
        _l("A word of why"),
        validators=[Length(max=500)],
        description=_l("It goes into the mail, and onto the page. For instance: the room is under water."),
    )
    later = BooleanField(_l("All later ones of the series too"))


class RepeatForm(FlaskForm):  # type: ignore[misc]
    """How a meeting comes again."""

    how = RadioField(
        _l("How often"), choices=[SelectChoice(*pair) for pair in HOWS], default="weekly", coerce=str
    )
    count = WholeNumber(
        _l("How many times"),
        validators=[Optional(), NumberRange(2, 60, _l("From 2 to 60, this one included."))],
        default=USUAL_COUNT,
        description=_l("This one is counted."),
    )
    until = LocalDateTimeField(
        _l("Or until"),
        validators=[Optional()],
        description=_l("The last day; then the number above is left."),
    )


def add_date_form(zone: ZoneInfo) -> type[FlaskForm]:
    """One more date of a series, by the clock of `zone`."""
    starts_at = LocalDateTimeField(
        _l("When does it start?"), tz=zone, validators=[InputRequired(_l("When does it start?"))]
    )
    return type("AddDate", (FlaskForm,), {"starts_at": starts_at})


def series_form(languages: Sequence[str]) -> type[TextsForm]:
    """What a series is called, and what it is about."""
    return texts_form({"title": TITLE, "text": TEXT}, languages)


def zone_asked(form: Any, own: str) -> ZoneInfo:
    """The zone that a form sent names; the meeting's own where nobody knows it."""
    return zone_named((form.get("zone") or own).strip(), own)


def _texts(asked: AskedTexts, languages: Sequence[str]) -> type[TextsForm]:
    return texts_form(asked, languages)


def _check_order(starts: LocalDateTimeField, ends: LocalDateTimeField, *, same_day: bool = False) -> None:
    first: datetime | None = starts.data
    last: datetime | None = ends.data
    if first is None or last is None:
        return
    if last < first or (last == first and not same_day):
        raise ValidationError(_("It would end before it begins."))
    if last - first > timedelta(days=366):
        raise ValidationError(_("That is longer than a year. Check the days."))
