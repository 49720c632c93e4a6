"""Interface language of a request: ``?lang=`` explicit, else the account's, else Accept-Language.

Catalogs lie beside what they translate (one per core feature, one per plugin) and are merged.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import flask_babel
from flask import Flask, g, has_app_context, has_request_context, request
from flask_babel import force_locale, lazy_gettext as _looked_up_later

lazy_gettext = _looked_up_later
"""`gettext` for texts that stand in a module: looked up when they are shown, in the language of then."""
LANGUAGES = ("zh", "en")
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
"""Languages of the interface, each in its own words."""
_BABEL = {"zh": "zh_Hans_CN", "en": "en"}
_HTML = {"zh": "zh-Hans", "en": "en"}

__all__ = ["LANGUAGES", "force_locale", "gettext", "lazy_gettext", "ngettext"]


def gettext(message: str, **variables: Any) -> str:
    """`message` in the reader's language, its ``%(name)s`` filled in."""
    return str(flask_babel.gettext(message, **variables))


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """`singular` or `plural` in the reader's language; ``%(num)s`` is the number."""
    return str(flask_babel.ngettext(singular, plural, num, **variables))


def init_i18n(app: Flask, folders: Iterable[Path]) -> None:
    """Bind Flask-Babel to every translations folder there is; directories are read once.

    The application gets an instance of its own: an instance keeps the catalogs of the first one it served.
    """
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(str(folder) for folder in folders)
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    flask_babel.Babel().init_app(app, locale_selector=lambda: babel_locale(interface_language()))


def interface_language() -> str:
    """The language this request is answered in, or this job works in.

    On a tenant's public side it is a content language of the tenant.
    """
    if not has_request_context():
        return str(g.get("language", "en")) if has_app_context() else "en"
    if "language" not in g:
        g.language = _choose_language()
    language: str = g.language
    return language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts made inside are in `language`, whatever the request or job speaks."""
    before = g.get("language")
    g.language = language
    try:
        with force_locale(babel_locale(language)):
            yield
    finally:
        g.language = before
        if before is None:
            g.pop("language")


def asked_language() -> str:
    """The language this request asks for explicitly (``?lang=``), or ``""``.

    Links to other pages of the same surface carry it on; what is kept of a page is kept by it, too.
    """
    asked = request.args.get("lang", "") if has_request_context() else ""
    return asked if asked and asked == interface_language() else ""


def _choose_language() -> str:
    """On a public page the reader's choice among what the tenant speaks; elsewhere zh or en."""
    tenant = g.get("tenant")
    is_public = tenant is not None and g.place.surface == "public"
    offered = tenant.languages if is_public else LANGUAGES
    asked = request.args.get("lang", "")
    if asked in offered:
        return asked
    account = g.get("account")
    if not is_public and account is not None and account.language in LANGUAGES:
        return str(account.language)
    return request.accept_languages.best_match(offered, default=offered[0]) or offered[0]


def language_name(language: str) -> str:
    """A language in its own words."""
    return LANGUAGE_NAMES.get(language, language)


def babel_locale(language: str) -> str:
    """Babel's name of an interface language."""
    return _BABEL.get(language, "en")


def html_language(language: str) -> str:
    """The value of a page's ``lang`` attribute."""
    return _HTML.get(language, language)
