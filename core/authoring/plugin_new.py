"""``hutong plugin new``: a distribution of its own, with everything a tool has, rendered from `skeleton/`."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.authoring.catalogs import catalog_path, compile_catalog
from core.database import Base
from core.plugin_api import API
from core.plugin_manager import PluginEngine
from core.plugin_rules import HOUSE, RESERVED
from core.plugin_types import PLUGIN_NAME

SKELETON = Path(__file__).parent / "skeleton"
SUFFIX = ".j2"


class NewPluginError(ValueError):
    """A plugin that cannot be begun like this; the message says why, and what to do."""


def new_plugin(app: Flask, name: str, titles: Mapping[str, str], parent: Path) -> Path:
    """Write the distribution ``hutong-<name>`` into `parent` and give its folder; nothing is overwritten.

    Raises `NewPluginError` for a name that no plugin can have here, and for a folder that holds something.
    """
    check_name(app, name)
    missing = [language for language, title in titles.items() if not title.strip()]
    if missing:
        raise NewPluginError(f"the title has no words in {' and '.join(missing)}")
    folder = parent / f"hutong-{name}"
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewPluginError(f"{folder} is there already; take another --folder, or move it away first")
    for path, text in _rendered(name, titles).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    compile_catalog(catalog_path(folder / f"hutong_{name}"))
    _format(folder)
    return folder


def _format(folder: Path) -> None:
    """Lines break where the name asks for it; without ruff they stay as they are."""
    if importlib.util.find_spec("ruff"):
        command = [sys.executable, "-m", "ruff", "format", "--quiet", "--no-cache", str(folder)]
        subprocess.run(command, check=False)  # noqa: S603 - our own files


def check_name(app: Flask, name: str) -> None:
    """Raises `NewPluginError` unless a plugin can be called `name` in this installation."""
    engine: PluginEngine = app.extensions["hutong.plugins"]
    if not PLUGIN_NAME.fullmatch(name):
        raise NewPluginError(
            f"{name!r} is not one short word: 2 to 31 small letters and digits, a letter first (“guestbook”)"
        )
    if name in RESERVED:
        raise NewPluginError(f"{name!r} is a command of hutong; choose another word")
    if name in engine.names:
        raise NewPluginError(f"{name!r} is installed here already; choose another word")
    if name in HOUSE | _words_of_the_core(app):
        raise NewPluginError(f"{name!r} is a word of Hutong's own (a table, an address); choose another word")


def _words_of_the_core(app: Flask) -> set[str]:
    """What a plugin's tables, blueprints and addresses would be mistaken for."""
    tables = {table.partition("_")[0] for table in Base.metadata.tables}
    addresses = {rule.rule.strip("/").partition("/")[0] for rule in app.url_map.iter_rules()}
    return tables | addresses | set(app.blueprints)


def _rendered(name: str, titles: Mapping[str, str]) -> dict[Path, str]:
    """Every file of the skeleton by its path in the distribution."""
    environment = Environment(  # noqa: S701 - what comes out is source code, no page
        loader=FileSystemLoader(SKELETON),
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters["text"] = lambda words: json.dumps(words, ensure_ascii=False)
    context = {
        "name": name,
        "title_zh": titles["zh"].strip(),
        "title_en": titles["en"].strip(),
        "api": ".".join(map(str, API)),
    }
    found = {}
    for template in environment.list_templates(filter_func=lambda path: path.endswith(SUFFIX)):
        path = template.removesuffix(SUFFIX).replace("NAME", name)
        found[Path(path)] = environment.get_template(template).render(context)
    return found
