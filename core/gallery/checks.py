"""All that is wrong with a template: every mistake, with file, line and a hint."""

import re
from collections.abc import Iterator
from pathlib import Path

from core.gallery.check_about import about_faults, usable
from core.gallery.check_content import content_faults, text_faults, unread_faults
from core.gallery.check_files import DRAWINGS, PHOTOS, file_faults
from core.gallery.faults import Fault, nearest
from core.gallery.yaml_files import Document, read_yaml

_SIZE = re.compile(r"-\d{3,4}$")
"""Of a photo that is there in several sizes, and shown by its code."""


def template_faults(folder: Path) -> list[Fault]:
    """Everything wrong with the template in `folder`, in the order of files and lines; empty: nothing."""
    if not (folder / "template.yaml").is_file():
        hint = "`hutong template new NAME` makes a template to begin with"
        return [Fault(folder.name, 1, "there is no template.yaml", hint)]
    faults = list(file_faults(folder))
    first = set(faults)
    if any(fault.file == folder.name for fault in faults):
        return faults
    barred = {fault.file for fault in faults if fault.is_error}
    documents, unreadable = _documents(folder, barred)
    faults += unreadable
    about = documents.get(f"{folder.name}/template.yaml")
    if about is not None:
        faults += about_faults(about, folder, f"{folder.name}/template.yaml")
        faults += _strangers(about, documents, folder)
    for file, document in documents.items():
        if document is not about:
            faults += text_faults(document, file)
    faults += _unused_pictures(documents, folder)
    if about is not None:
        template = usable(about, folder)
        faults += content_faults(template, documents)
        faults += unread_faults(template, documents)
    if any(file.startswith(f"{folder.name}/art/") for file in barred):
        barred.add(f"{folder.name}/art")
    at_fault = {fault for fault in faults if fault.file in barred}
    return sorted({fault for fault in faults if fault.file not in barred} | (at_fault & first))


def template_problems(folder: Path) -> list[str]:
    """What keeps the template in `folder` from working, one line each; empty: nothing."""
    return [str(fault) for fault in template_faults(folder) if fault.is_error]


def _documents(folder: Path, barred: set[str]) -> tuple[dict[str, Document], list[Fault]]:
    """The readable files by name, and what is wrong with the others."""
    documents: dict[str, Document] = {}
    faults: list[Fault] = []
    for path in [folder / "template.yaml", *sorted((folder / "content").glob("*.yaml"))]:
        name = f"{folder.name}/{path.relative_to(folder).as_posix()}"
        if name in barred:
            continue
        document, found = read_yaml(path, name)
        faults += found
        if document is not None:
            documents[name] = document
    return documents, faults


def _strangers(about: Document, documents: dict[str, Document], folder: Path) -> Iterator[Fault]:
    """Content of tools that the template does not switch on."""
    named = about.data.get("plugins")
    tools = [str(name) for name in named] if isinstance(named, list) else []
    for file in documents:
        plugin = Path(file).stem
        if file.startswith(f"{folder.name}/content/") and plugin not in tools:
            hint = f"add {plugin} to plugins in template.yaml, or delete the file; {nearest(plugin, tools)}"
            yield Fault(file, 1, f"plugin {plugin!r} is not among the template's plugins", hint)


def _unused_pictures(documents: dict[str, Document], folder: Path) -> Iterator[Fault]:
    named = {text for document in documents.values() for text in _texts(document.data)}
    for path in sorted((folder / "art").glob("*.*")):
        code = _SIZE.sub("", path.stem)
        if path.suffix in DRAWINGS | PHOTOS.keys() and not named & {path.name, code}:
            hint = "name it in an `art:` field, or delete it"
            yield Fault(f"{folder.name}/art/{path.name}", 1, "no page shows it", hint, is_error=False)


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
