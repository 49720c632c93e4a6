"""Acts in the reader's words."""

from flask_babel import lazy_gettext as _l

from core.acts.models import Act

_WORDS = {
    "scan": _l("Scanned a code"),
    "visit": _l("Opened a page"),
    "start": _l("Began to answer"),
    "complete": _l("Answered"),
    "join": _l("Joined"),
    "seated": _l("Got a seat"),
    "leave": _l("Left"),
    "publish": _l("Published"),
}


def act_in_words(act: Act) -> str:
    """What somebody did, as a short phrase; an act of a tool we have no word for keeps its verb."""
    return str(_WORDS.get(act.verb, act.verb))
