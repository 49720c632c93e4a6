"""Acts in the reader's words."""

from flask_babel import lazy_gettext as _l

from core.acts.models import Act
from core.i18n import interface_language
from core.plugin_manager import plugins
from core.texts import text_in

_WORDS = {
    "scan": _l("Scanned a code"),
    "visit": _l("Opened a page"),
    "join": _l("Joined"),
    "seated": _l("Got a seat"),
    "leave": _l("Left"),
}
"""What anybody does, whatever the tool; each tool gives words to its own in its manifest."""


def act_in_words(act: Act) -> str:
    """What somebody did, as a short phrase; what neither the tool nor we have a word for keeps its verb."""
    manifest = plugins().manifests.get(act.plugin)
    words = manifest.verbs.get(act.verb) if manifest else None
    return text_in(words, interface_language()) if words else str(_WORDS.get(act.verb, act.verb))
