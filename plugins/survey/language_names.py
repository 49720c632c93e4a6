"""Names of the languages an owner writes in."""

from typing import Any

from hutong import lazy_gettext as _

NAMES = {"zh": "中文", "en": "English"}


def language_name(language: str) -> str:
    """A language in its own words."""
    return NAMES.get(language, language)


def label_in(label: Any, language: str) -> Any:
    """A field's label with its language: "Title, English"."""
    return _("%(label)s, %(language)s", label=label, language=language_name(language))
