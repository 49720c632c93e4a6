"""A template's file from elsewhere becomes one of a business's own, after the same checks as a folder's."""

import tempfile
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from core.gallery.bundles import pack, redrawn, unpacked, write_folder
from core.gallery.catalog import TemplateError, TemplateInfo, read_template
from core.gallery.check_content import check_things
from core.gallery.checks import template_faults
from core.gallery.models import PREFIX, SavedTemplate, new_template_code
from core.gallery.saving import About, keep
from core.gallery.yaml_files import read_yaml


def bring_template(*, packed: bytes, saved_by: uuid.UUID | None = None) -> SavedTemplate:
    """Keep a zip as a template of the tenant in scope. Raises `TemplateError` that says what is wrong."""
    return bring_files(files=unpacked(packed), saved_by=saved_by)


def bring_files(*, files: Mapping[str, bytes], saved_by: uuid.UUID | None = None) -> SavedTemplate:
    """Keep a template's files, its photos drawn anew, under a name of this installation."""
    code = new_template_code()
    kept, info = _renamed(redrawn(files), f"{PREFIX}{code}-1")
    about = About(info.title, info.summary, info.author, info.licence or "own-use", code, 1)
    lineage = [one.model_dump() for one in info.lineage]
    return keep(packed=pack(kept), about=about, lineage=lineage, taken_out={}, saved_by=saved_by)


def _renamed(files: dict[str, bytes], name: str) -> tuple[dict[str, bytes], TemplateInfo]:
    """The files under another name, and what they say. Raises `TemplateError` for the first mistake."""
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / name
        write_folder(files, folder)
        document, faults = read_yaml(folder / "template.yaml", "template.yaml")
        if document is not None:
            former = str(document.data.get("name", ""))
            data = {**document.data, "name": name, "order": 500}
            data.setdefault("parent", former)
            written = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=110)
            files = {**files, "template.yaml": str(written).encode()}
            write_folder(files, folder)
            check_things(_contents(folder))
            faults = template_faults(folder)
        fault = next((fault for fault in faults if fault.is_error), None)
        if fault is not None:
            raise TemplateError(str(fault))
        return files, read_template(folder)


def _contents(folder: Path) -> Iterator[Mapping[str, Any]]:
    """What stands in the files of the tools; those that cannot be read are refused by the checks."""
    for path in sorted((folder / "content").glob("*.yaml")):
        document, _faults = read_yaml(path, path.name)
        if document is not None:
            yield document.data
