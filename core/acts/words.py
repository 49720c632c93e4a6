"""Acts in the reader's words."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from core.acts.models import Act
from core.i18n import gettext as _, interface_language
from core.plugin_manager import plugins
from core.tenants.info import TenantInfo
from core.texts import text_in

_WORDS = {
    "scan": _l("Scanned a code"),
    "visit": _l("Opened a page"),
    "join": _l("Joined"),
    "seated": _l("Got a seat"),
    "leave": _l("Left"),
}
"""What anybody does, whatever the tool; each tool gives words to its own in its manifest."""


STAGE_NAMES: dict[str, LazyString] = {
    "seen": _l("Saw you"),
    "intent": _l("Wanted it"),
    "order": _l("Ordered"),
    "service": _l("Was served"),
    "repeat": _l("Came back"),
    "spread": _l("Told a friend"),
}
_BY_PEOPLE = ("join", "seated")
"""Of our own words those that are about somebody we know."""


@dataclass(frozen=True, slots=True)
class KnownVerb:
    """Something people do, in the reader's words; `tool` is the name of the tool, empty for our own."""

    plugin: str
    verb: str
    words: str
    tool: str


def known_verbs(tenant: TenantInfo) -> list[KnownVerb]:
    """What people can do here: with the tools that are switched on, and what anybody can."""
    language, manifests = interface_language(), plugins().manifests
    found = [KnownVerb("", verb, str(_WORDS[verb]), "") for verb in _BY_PEOPLE]
    for name in sorted(tenant.plugins & manifests.keys()):
        tool = text_in(manifests[name].title, language)
        found += [
            KnownVerb(name, verb, text_in(words, language), tool)
            for verb, words in manifests[name].verbs.items()
        ]
    return found


def act_in_words(act: Act) -> str:
    """What somebody did, as a short phrase; what neither the tool nor we have a word for keeps its verb."""
    manifest = plugins().manifests.get(act.plugin)
    known = manifest.verbs.get(act.verb) if manifest else None
    words = text_in(known, interface_language()) if known else str(_WORDS.get(act.verb, act.verb))
    return _("%(what)s (taken back)", what=words) if act.times == 0 else words
