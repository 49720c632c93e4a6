"""Mergings in the reader's words."""

from flask_babel import lazy_gettext as _l

from core.i18n import gettext as _
from core.plugin_manager import plugins
from core.pool.merging import MergeRefusedError
from core.texts import text_in

WHY_ALIKE = {
    "email": _l("The same e-mail, written in two ways."),
    "phone": _l("The same phone, and names that are alike."),
    "phone_only": _l("The same phone under two names. A family, perhaps?"),
    "name": _l("The same name, and nothing that speaks against it."),
}
_REFUSALS = {
    "same": _l("That is the same person twice. Choose somebody else."),
    "left": _l("One of them has left. Let them back in first."),
    "accounts": _l(
        "Both sign in with an account of their own, so they stay two. Take one out of the community instead."
    ),
    "above": _l("One of them is above you here. Ask the owner to merge them."),
    "undone": _l("This is undone already."),
    "later": _l("This person was merged again later. Undo that first."),
    "erased": _l("This person was forgotten for good, so there is nothing to take apart."),
}


def refusal_in_words(error: MergeRefusedError, language: str) -> str:
    """Why two people cannot be merged or parted."""
    if error.reason != "tool":
        return str(_REFUSALS[error.reason])
    manifest = plugins().manifests.get(error.tool)
    tool = text_in(manifest.title, language) if manifest is not None else error.tool
    return _("“%(tool)s” could not join what it knows of the two. Nothing was changed.", tool=tool)
