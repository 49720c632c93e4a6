"""The form for somebody who came without being on the list."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Email, Length, Optional

from hutong import lazy_gettext as _l


class WalkInForm(FlaskForm):  # type: ignore[misc]
    """A name is enough; phone and e-mail if they like."""

    name = StringField(_l("Name"), validators=[DataRequired(_l("What’s their name?")), Length(max=80)])
    phone = StringField(_l("Phone"), validators=[Length(max=32)])
    email = StringField(
        _l("E-mail"),
        validators=[
            Optional(),
            Length(max=254),
            Email(_l("This address has a slip in it. Like name@example.com.")),
        ],
    )
