"""``hutong template new``: a complete little template, or a copy of another one to make one's own."""

import re
import shutil
from pathlib import Path

from core.config import data_folder
from core.gallery.catalog import NAME, TemplateError, template_named, templates_folder

SKELETON = data_folder("tenant_templates") / "skeletons" / "shop"
PARTS = ("template.yaml", "content", "art")


def new_template(name: str, *, of: str = "", parent: Path | None = None) -> Path:
    """Write the template `name` into `parent` (this installation's templates) and give its folder.

    It begins as a copy of the template `of`, which it names as its parent, else of the example. Raises
    `TemplateError` for a name that no template can have, and for a folder that is there already.
    """
    if not re.fullmatch(NAME, name):
        msg = f"{name!r} is no name: 2 to 30 small letters, digits, hyphens, a letter first (“shoe-repair”)"
        raise TemplateError(msg)
    source = template_named(of).folder if of else SKELETON
    folder = (parent or templates_folder()) / name
    if folder.exists() or folder.is_symlink():
        msg = f"{folder} is there already; take another name or --folder, or move it away first"
        raise TemplateError(msg)
    folder.mkdir(parents=True)
    for part in PARTS:
        _copy(source / part, folder / part)
    about = folder / "template.yaml"
    about.write_text(_renamed(about.read_text("utf-8"), name, of), "utf-8")
    return folder


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.exists():
        shutil.copyfile(source, target)


def _renamed(text: str, name: str, parent: str) -> str:
    """The file under its new name; what stands beside it, comments too, stays."""
    text = re.sub(r"(?m)^name: *[\w\"'-]+", f"name: {name}", text, count=1)
    if not parent:
        return text
    text = re.sub(r"(?m)^parent:.*\n", "", text)
    return re.sub(r"(?m)^(name:.*)$", rf"\1\nparent: {parent}", text, count=1)
