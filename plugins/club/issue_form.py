"""The form of a card that is made at the counter: validation only."""

from hashlib import sha256

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TelField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from hutong import lazy_gettext as _l
from plugins.club.forms import trimmed


class CounterJoinForm(FlaskForm):  # type: ignore[misc]
    """Somebody who stands at the counter; staff type what they say.

    `nonce` names the form: the same people sent twice with it are one.
    """

    name = StringField(
        _l("What they are called"),
        filters=[trimmed],
        validators=[
            DataRequired(_l("A first name or a nickname is enough.")),
            Length(max=80, message=_l("Eighty characters at most.")),
        ],
    )
    phone = TelField(_l("Their phone"), filters=[trimmed], validators=[Optional(), Length(max=32)])
    consent = BooleanField(
        _l("They agree that the shop keeps this to know them again."),
        validators=[InputRequired(_l("Ask them first. Without their consent nothing is kept."))],
    )
    nonce = HiddenField()

    def key(self) -> str | None:
        """What the same form sent again has again; a form opened anew for somebody else has another."""
        if not self.nonce.data:
            return None
        said = "\n".join((self.nonce.data, self.name.data or "", self.phone.data or ""))
        return f"counter:{sha256(said.encode()).hexdigest()[:32]}"
