"""Whether a template works: each tool makes its content for real, in a community that is never committed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.gallery.catalog import TemplateError, TemplateInfo
from core.gallery.faults import Fault
from core.gallery.links import DeadLink, dead_links
from core.gallery.operations import bring_art, enable_tools, hand_over, introduce, starter_for
from core.gallery.rehearsal import empty_stage
from core.gallery.yaml_files import Document
from core.i18n import gettext as _
from core.plugin_manager import plugins
from core.tenants.operations import info_of
from core.this_app import this_app

LANGUAGES = ("zh", "en")
MOST_THINGS = 120
"""Pages, surveys, offers and the like that a business's template may make: each time somebody looks at it,
all of them are made."""
Documents = Mapping[str, Document]
_MESSAGE = re.compile(
    r"(?P<file>[^:\s]+/(?:content|art)/[^:]+): (?:(?P<place>[\w.\[\]-]+): )?(?P<what>.*)", re.DOTALL
)


def check_things(contents: Iterable[Mapping[str, Any]]) -> None:
    """Raises `TemplateError` where the tools' contents, of a business's template, make too many things."""
    made = sum(len(part) for content in contents for part in content.values() if isinstance(part, list))
    if made > MOST_THINGS:
        msg = _("%(made)s pages, surveys, offers and so on, where %(most)s fit", made=made, most=MOST_THINGS)
        raise TemplateError(msg)


def content_faults(template: TemplateInfo, documents: Documents) -> list[Fault]:
    """What the tools refuse, and links that lead nowhere; `documents` by the names of their files."""
    app = this_app()
    with empty_stage(app, template, LANGUAGES) as tenant:
        enable_tools(tenant, template)
        introduce(tenant, template, LANGUAGES)
        art = _art_faults(template)
        info = info_of(tenant)
        refused: dict[str, list[Fault]] = {}
        for plugin in template.plugins:
            if (template.folder / "content" / f"{plugin}.yaml").exists() and not _document(
                template, plugin, documents
            ):
                refused[plugin] = []
                continue
            try:
                starter = starter_for(template, plugin, info.name, LANGUAGES)
                if starter is not None:
                    hand_over(info, plugin, starter)
            except TemplateError as error:
                refused[plugin] = [_fault(line, plugin, documents) for line in str(error).splitlines()]
        readable = template.model_copy(
            update={"plugins": tuple(name for name in template.plugins if refused.get(name) != [])}
        )
        links = [link for link in dead_links(info_of(tenant), readable) if not _may_be_alive(link, refused)]
    return (
        art
        + [fault for found in refused.values() for fault in found]
        + [_dead(link, documents) for link in links]
    )


def text_faults(document: Document, file: str) -> Iterator[Fault]:
    """Texts that are there in one language only."""
    for path, node in _parts(document.data, ()):
        if node.keys() <= set(LANGUAGES) and node:
            for language in LANGUAGES:
                if not str(node.get(language) or "").strip():
                    line = document.line((*path, language) if language in node else path)
                    place = ".".join(map(str, path))
                    yield Fault(file, line, f"{place}: no text in {language}", f"write {language}: … too")


def unread_faults(template: TemplateInfo, documents: Documents) -> Iterator[Fault]:
    """Content of tools that read none."""
    readers = plugins().implementers("starter_apply")
    for plugin in template.plugins:
        file = f"{template.name}/content/{plugin}.yaml"
        if file in documents and plugin not in readers:
            yield Fault(file, 1, f"{plugin} reads no content", "delete the file", is_error=False)


def _art_faults(template: TemplateInfo) -> list[Fault]:
    try:
        bring_art(template, is_rehearsal=True)
    except TemplateError as error:
        return [Fault(f"{template.name}/art", 1, str(error), "save the photo anew, as JPEG, PNG or WebP")]
    return []


def _document(template: TemplateInfo, plugin: str, documents: Documents) -> Document | None:
    return documents.get(f"{template.name}/content/{plugin}.yaml")


def _fault(line: str, plugin: str, documents: Documents) -> Fault:
    told = _MESSAGE.fullmatch(line)
    if told is None:
        return Fault(plugin, 1, line)
    file, place = told["file"], told["place"] or ""
    what, _, hint = told["what"].partition(". hint: ")
    document = documents.get(file)
    number = document.line_of_message(place, what) if document else 1
    hint = hint or f"the fields of content/{plugin}.yaml are told in tenant_templates/README.md"
    return Fault(file, number, f"{place}: {what}" if place else what, hint)


def _dead(link: DeadLink, documents: Documents) -> Fault:
    document = documents.get(link.file)
    number = document.line(link.place) if document else 1
    return Fault(link.file, number, f"{link.place}: {link.what}", link.hint)


def _may_be_alive(link: DeadLink, refused: Mapping[str, Any]) -> bool:
    """Whether it leads to what a tool that refused its content may have made."""
    if link.plugin:
        return link.plugin in refused
    return bool(refused)


def _parts(node: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    if isinstance(node, dict):
        yield path, node
        for name, value in node.items():
            yield from _parts(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _parts(value, (*path, number))
