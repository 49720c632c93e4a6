"""Forms about a page itself."""

from wtforms import BooleanField, Form, StringField
from wtforms.validators import Regexp

from hutong import lazy_gettext as _l
from plugins.site.forms.fields import PictureField, WordsField


class NewPageForm(Form):  # type: ignore[misc]
    """A page begins with its title."""

    title = WordsField(_l("Title"), required=True)


class PageForm(Form):  # type: ignore[misc]
    """Settings of a page. Title, description and picture wait for publishing; the rest holds at once."""

    title = WordsField(_l("Title"), required=True)
    description = WordsField(
        _l("One sentence for sharing"),
        description=_l("Shown under the title when somebody shares the page."),
        most=600,
        rows=2,
    )
    picture = PictureField(_l("Picture for sharing"))
    slug = StringField(
        _l("Where it lives"),
        description=_l(
            "Small letters, digits and hyphens. Takes effect at once; old addresses lead to the new one."
        ),
        filters=[lambda text: (text or "").strip().lower()],
        validators=[
            Regexp(r"^[a-z0-9][a-z0-9-]{0,59}$", message=_l("Use small letters, digits and hyphens."))
        ],
    )
    in_menu = BooleanField(
        _l("In the menu"), description=_l("Takes effect at once if the page is published.")
    )
