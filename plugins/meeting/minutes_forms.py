"""Forms of minutes: a decision, something to do, somebody who walked in."""

import uuid
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from hutong import lazy_gettext as _l
from plugins.meeting.action_items import NOBODY, Owner, owned_by_guest
from plugins.meeting.action_owners import CHOSEN_BY_HAND, colleague_names, owner_choices
from plugins.meeting.models import Action, Meeting
from plugins.meeting.queries import guest_by_id


def stripped(value: str | None) -> str:
    """What was typed, without what nobody sees."""
    return (value or "").strip()


class DecisionForm(FlaskForm):  # type: ignore[misc]
    """A decision in one sentence."""

    text = TextAreaField(
        _l("What was decided?"),
        filters=[stripped],
        validators=[DataRequired(_l("Write it down in a sentence.")), Length(max=500)],
    )


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """A name."""

    name = StringField(
        _l("Who else was there?"),
        filters=[stripped],
        validators=[DataRequired(_l("A name, please.")), Length(max=80)],
    )


class ActionForm(FlaskForm):  # type: ignore[misc]
    """What is to be done, by whom, by when. Make it with `for_meeting`."""

    text = StringField(
        _l("What is to be done?"),
        filters=[stripped],
        validators=[DataRequired(_l("Say what is to be done.")), Length(max=500)],
    )
    who = SelectField(_l("Who does it?"), validate_choice=True)
    owner = StringField(
        _l("Or another name"),
        filters=[stripped],
        validators=[Length(max=80)],
        description=_l("For somebody who is on neither list. They get no reminder."),
    )
    due_on = DateField(_l("By when?"), validators=[Optional()])

    @classmethod
    def for_meeting(cls, meeting: Meeting, action: Action | None = None, **more: Any) -> "ActionForm":
        """The form with the people of a meeting; with `action`, what it says now."""
        form = cls(data=_data(action) if action else None, **more)
        form.who.choices = owner_choices(meeting, action)
        return form

    def chosen(self) -> Owner:
        """Who was chosen: from the list, or by the name that was typed."""
        kind, _colon, found_id = str(self.who.data or "").partition(":")
        if kind == "guest" and (guest := guest_by_id(uuid.UUID(found_id))):
            return owned_by_guest(guest)
        if kind == "colleague":
            person_id = uuid.UUID(found_id)
            return Owner(colleague_names().get(person_id, ""), person_id)
        return Owner(self.owner.data) if self.owner.data else NOBODY


def _data(action: Action) -> dict[str, Any]:
    who = CHOSEN_BY_HAND
    if action.guest_id is not None:
        who = f"guest:{action.guest_id}"
    elif action.person_id is not None:
        who = f"colleague:{action.person_id}"
    owner = action.owner if who == CHOSEN_BY_HAND else ""
    return {"text": action.text, "who": who, "owner": owner, "due_on": action.due_on}
