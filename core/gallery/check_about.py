"""What is wrong with a ``template.yaml``: every field, and every name in it that leads nowhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from core.gallery.catalog import Look, Profile, TemplateInfo
from core.gallery.faults import Fault, nearest
from core.gallery.licences import LICENCES
from core.gallery.yaml_files import Document
from core.plugin_manager import plugins
from core.theming.loading import all_themes

_HINTS = {
    "missing": "write it: see “template.yaml” in tenant_templates/README.md",
    "string_type": "put the text in quotation marks",
    "dict_type": "write it in both languages: {zh: …, en: …}",
    "string_pattern_mismatch": "small letters, digits and hyphens; it begins with a letter",
    "too_short": "name at least one",
}
Make = Callable[[str, str, str], Fault]
"""A fault of a place: what is wrong there, and a hint."""
_NESTED: dict[str, type[BaseModel]] = {"theme": Look, "profile": Profile}


def about_faults(document: Document, folder: Path, file: str) -> Iterator[Fault]:
    """Each with its line."""
    try:
        TemplateInfo(**{**document.data, "folder": folder})
    except ValidationError as error:
        for fault in error.errors():
            place = tuple(fault["loc"])
            yield Fault(file, document.line(place), _what(fault), _hint(fault))
    except TypeError:
        yield Fault(file, 1, "must be names and values", "begin with a line like “name: …”")
    yield from _names(document, folder, file)


def usable(document: Document, folder: Path) -> TemplateInfo:
    """The template with what is right about it, so that its content can be checked all the same."""
    filler = dict.fromkeys(("zh", "en"), "…")
    values: dict[str, object] = {
        "name": "checked",
        **dict.fromkeys(("title", "summary", "tagline", "shop_name"), filler),
        "theme": {"name": all_themes()[0].name},
        "plugins": plugins().names[:1] or ["none"],
        "folder": folder,
    }
    for field, value in document.data.items():
        tried = {**values, field: _known_tools(value) if field == "plugins" else value}
        try:
            TemplateInfo(**tried)  # type: ignore[arg-type]
            values = tried
        except ValidationError:
            continue
    return TemplateInfo(**values).model_copy(update={"name": folder.name})  # type: ignore[arg-type]


def _known_tools(named: object) -> list[str]:
    tools = [name for name in named if name in plugins().manifests] if isinstance(named, list) else []
    return list(dict.fromkeys(tools))


def _what(fault: ErrorDetails) -> str:
    place = ".".join(map(str, fault["loc"]))
    if fault["type"] == "extra_forbidden":
        return f"{place}: there is no such field"
    if fault["type"] == "missing":
        return f"{place}: is missing"
    return f"{place}: {fault['msg'].removeprefix('Value error, ')}"


def _hint(fault: ErrorDetails) -> str:
    *above, name = fault["loc"]
    if fault["type"] == "extra_forbidden":
        known: type[BaseModel] = _NESTED.get(str(above[0]), TemplateInfo) if above else TemplateInfo
        return nearest(name, set(known.model_fields) - {"folder"})
    if name == "licence":
        return nearest(fault["input"], LICENCES)
    if "no text in" in fault["msg"]:
        return "write it in both languages: {zh: …, en: …}"
    return _HINTS.get(fault["type"], "see “template.yaml” in tenant_templates/README.md")


def _names(document: Document, folder: Path, file: str) -> Iterator[Fault]:
    about = document.data

    def fault(place: str, what: str, hint: str) -> Fault:
        return Fault(file, document.line(place), f"{place}: {what}", hint)

    name, art, look = about.get("name"), about.get("art"), about.get("theme")
    if isinstance(name, str) and name != folder.name:
        yield fault("name", f"is {name!r}, the folder is {folder.name!r}", f"write name: {folder.name}")
    if isinstance(art, str) and art and not (folder / "art" / art).is_file():
        yield fault("art", f"there is no art/{art}", nearest(art, _pictures(folder)))
    if isinstance(look, dict):
        yield from _look(look, fault)
    yield from _tools(about.get("plugins"), fault)


def _look(look: dict[str, object], make: Make) -> Iterator[Fault]:
    theme = next((one for one in all_themes() if one.name == look.get("name")), None)
    if theme is None:
        if "name" in look:
            hint = nearest(look["name"], (one.name for one in all_themes()))
            yield make("theme.name", f"there is no theme {look['name']!r}", hint)
        return
    palette = look.get("palette", "")
    if palette and palette not in theme.palettes:
        hint = nearest(palette, theme.palettes)
        yield make("theme.palette", f"{theme.name} has no palette {palette!r}", hint)


def _tools(named: object, make: Make) -> Iterator[Fault]:
    if not isinstance(named, list):
        return
    for number, plugin in enumerate(named):
        if plugin not in plugins().manifests:
            hint = nearest(plugin, plugins().manifests)
            yield make(f"plugins[{number}]", f"unknown plugin {plugin!r}", f"{hint}; else install it first")
        elif plugin in named[:number]:
            yield make(f"plugins[{number}]", f"{plugin!r} is named twice", "keep one of them")


def _pictures(folder: Path) -> list[str]:
    return [path.name for path in (folder / "art").glob("*.*")]
