"""Previews of the gallery: each template's first page, really rendered, and kept in memory."""

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlsplit

from flask import Flask, g, make_response
from flask.ctx import RequestContext

from core.console.public import home
from core.gallery.catalog import TemplateError, TemplateInfo
from core.gallery.rehearsal import rehearsed
from core.i18n import LANGUAGES
from core.plugin_manager import plugins
from core.surfaces import Place
from core.tenants.info import TenantInfo
from core.theming import ThemeChoice, stylesheet_for
from core.urls import main_address

log = logging.getLogger("hutong.gallery")

_LINK = re.compile(r'<a((?:\s[^>]*?)?)\shref="(?!#)[^"]*"')
"""A link's address out of the page: in a preview it would lead to a community that never was."""

WAYS = 3
"""How much of a template's menu its card names."""

MOST_KEPT = 80
"""Previews in memory: businesses make templates too, and nobody limits how many."""

KEPT_SECONDS = 900
"""A page says whether the shop is open now; older than this it is rendered anew."""


_Key = tuple[str, str]
"""A template's name and a language."""


@dataclass(frozen=True, slots=True)
class Way:
    """One entry of a template's public menu: what a community of this trade offers first."""

    label: str
    icon: str


@dataclass(frozen=True, slots=True)
class Files:
    """Where a preview's theme and its photos, by code, are loaded from."""

    stylesheet: str
    photo: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Kept:
    build: str
    at: float
    html: str
    ways: tuple[Way, ...]
    fault: str = ""
    """Why it cannot be shown: known until its files change, so that nobody waits for it twice."""


class Previews:
    """The rendered previews of one application, one per template and language.

    Whoever asks for one that is kept never waits: not for the rendering of another, which may be a large
    one of some business, and not for this one being rendered anew, which shows the former until it is done.
    """

    def __init__(self) -> None:
        self._kept: dict[_Key, _Kept] = {}
        self._turns: dict[_Key, Lock] = {}
        """Held while the preview is rendered, which can take seconds."""
        self._lock = Lock()
        """Of the two dictionaries, held for no longer than it takes to look something up."""

    def html(self, app: Flask, template: TemplateInfo, language: str, files: Files) -> str:
        """The preview; `files` says where its theme and photos are loaded from. Raises `TemplateError`."""
        return self._kept_of(app, template, language, files, oldest=KEPT_SECONDS).html

    def ways(self, app: Flask, template: TemplateInfo, language: str, files: Files) -> tuple[Way, ...]:
        """What its menu offers beside the first page, however old. Raises `TemplateError`."""
        return self._kept_of(app, template, language, files, oldest=None).ways

    def _kept_of(
        self, app: Flask, template: TemplateInfo, language: str, files: Files, *, oldest: int | None
    ) -> _Kept:
        key, build = (template.name, language), template.build()
        kept, turn = self._look(key)
        if not _is_fresh(kept, build, oldest) and turn.acquire(blocking=kept is None):
            try:
                kept, _ = self._look(key)  # somebody may have rendered it while this one waited
                if kept is None or not _is_fresh(kept, build, oldest):
                    kept = _kept(app, template, language, files)
                    self._keep(key, kept)
            finally:
                turn.release()
        if kept is None or kept.fault:
            raise TemplateError(kept.fault if kept else f"{template.name}: not rendered")
        return kept

    def _look(self, key: _Key) -> tuple[_Kept | None, Lock]:
        with self._lock:
            return self._kept.get(key), self._turns.setdefault(key, Lock())

    def _keep(self, key: _Key, kept: _Kept) -> None:
        with self._lock:
            self._kept[key] = kept
            while len(self._kept) > MOST_KEPT:
                oldest = min(self._kept, key=lambda key: self._kept[key].at)
                del self._kept[oldest]
                self._turns.pop(oldest, None)


def _is_fresh(kept: _Kept | None, build: str, oldest: int | None) -> bool:
    if kept is None or kept.build != build:
        return False
    return oldest is None or time.monotonic() - kept.at <= oldest


def _kept(app: Flask, template: TemplateInfo, language: str, files: Files) -> _Kept:
    build, at = template.build(), time.monotonic()
    try:
        html, ways = render_preview(app, template, language, files)
    except TemplateError as error:
        log.warning("template left out: %s", error)
        return _Kept(build, at, "", (), str(error))
    return _Kept(build, at, html, ways)


def theme_of(template: TemplateInfo) -> str:
    """The stylesheet of the template's theme."""
    return stylesheet_for(ThemeChoice.model_validate(template.theme.model_dump(exclude_defaults=True)))


def render_preview(
    app: Flask, template: TemplateInfo, language: str, files: Files
) -> tuple[str, tuple[Way, ...]]:
    """The template's first page and what its menu offers, rendered now. Raises `TemplateError`."""
    others = [other for other in LANGUAGES if other != language]
    with rehearsed(app, template, [language, *others]) as info, _visit(app, info, language):
        html = make_response(home()).get_data(as_text=True)
        ways = _ways_of(info, language)
    html = re.sub(rf'"[^"]*/{re.escape(info.slug)}/theme/[^"]+"', f'"{files.stylesheet}"', html)
    photo = rf'[^"\s]*/{re.escape(info.slug)}/media/([a-z0-9]+)-[0-9]+\.webp'
    html = re.sub(photo, lambda found: files.photo(found[1]), html)
    return _LINK.sub(r"<a\1", html), ways


def _ways_of(info: TenantInfo, language: str) -> tuple[Way, ...]:
    """Three of what the menu offers: the first tool's own pages, and one of what other tools add."""
    home_path = f"/{info.slug}/"
    first, *others = [
        [entry for entry in entries if urlsplit(entry.url).path != home_path]
        for _, entries in plugins().gather(info, "menu", language=language)
    ] or [[]]
    added = [entry for entries in others for entry in entries][:1]
    return tuple(Way(entry.label, entry.icon) for entry in [*first[: WAYS - len(added)], *added])


def _visit(app: Flask, info: TenantInfo, language: str) -> RequestContext:
    """A visitor's request for the first page of the public side."""
    place = Place("public", slug=info.slug, prefix=f"/{info.slug}")
    g.place, g.tenant, g.account, g.person, g.language = place, info, None, None, language
    g.is_preview = True
    return app.test_request_context(
        "/",
        base_url=f"{'://'.join(main_address())}/{info.slug}",
        query_string={"lang": language},
        environ_overrides={"hutong.place": place},
    )
