"""What stays at home when a site is saved as a template, in words."""

import re
from collections.abc import Sequence

from core.gallery.stripping import TakenOut
from core.i18n import ngettext

MOST_TOLD = 12
"""Words that a line names."""
ICONS = {
    "name": "building",
    "phone": "phone",
    "email": "mail",
    "site": "link",
    "handle": "wechat",
    "address": "pin",
    "person": "person",
    "words": "minus",
    "photo": "image",
    "out": "lock",
    "undeclared": "hidden",
}
"""By sort, in the order in which they are told."""
_SCHEME = re.compile(r"^(?:tel|mailto):")
_UNSAID = frozenset({"photo", "out", "undeclared"})


def taken_words(taken_out: Sequence[TakenOut]) -> list[tuple[str, str, list[str]]]:
    """For each sort: an icon, a sentence with the number of places, and some of the words."""
    found: dict[str, list[str]] = {}
    for taken in taken_out:
        found.setdefault(taken.sort, []).append(_SCHEME.sub("", taken.was))
    return [
        (
            icon,
            _sentence(sort, len(found[sort])),
            [] if sort in _UNSAID else list(dict.fromkeys(found[sort]))[:MOST_TOLD],
        )
        for sort, icon in ICONS.items()
        if sort in found
    ]


def _sentence(sort: str, num: int) -> str:
    sentences = {
        "name": ngettext(
            "Your name becomes the other shop’s, in %(num)s place",
            "Your name becomes the other shop’s, in %(num)s places",
            num,
        ),
        "phone": ngettext(
            "%(num)s phone or account number becomes a sample",
            "%(num)s phone and account numbers become samples",
            num,
        ),
        "email": ngettext(
            "%(num)s e-mail address becomes a sample", "%(num)s e-mail addresses become samples", num
        ),
        "site": ngettext("%(num)s web address becomes a sample", "%(num)s web addresses become samples", num),
        "handle": ngettext(
            "%(num)s messenger name becomes a sample", "%(num)s messenger names become samples", num
        ),
        "address": ngettext(
            "Your street becomes a sample, in %(num)s place",
            "Your street becomes a sample, in %(num)s places",
            num,
        ),
        "person": ngettext(
            "People lose their names, in %(num)s place", "People lose their names, in %(num)s places", num
        ),
        "words": ngettext(
            "Dots take the place of your own words, in %(num)s place",
            "Dots take the place of your own words, in %(num)s places",
            num,
        ),
        "photo": ngettext("%(num)s photo stays here", "%(num)s photos stay here", num),
        "out": ngettext(
            "%(num)s thing is only yours, or not published yet",
            "%(num)s things are only yours, or not published yet",
            num,
        ),
        "undeclared": ngettext(
            "%(num)s part stays: its tool doesn’t say what it is",
            "%(num)s parts stay: their tools don’t say what they are",
            num,
        ),
    }
    return sentences[sort]
