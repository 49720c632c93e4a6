"""What a screen may weigh and what it may not contain."""

import re
from pathlib import Path

import pytest

from core.theming import ThemeChoice, all_themes, stylesheet_for

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "core" / "static" / "css"
TEMPLATES = sorted(
    path
    for top in ("core", "plugins", "tenant_templates")
    for path in (ROOT / top).rglob("*")
    if path.suffix in {".html", ".svg"} and not {"vendor", "node_modules"} & set(path.parts)
)
ICONS = (ROOT / "core" / "templates" / "components" / "icons.html").read_text("utf-8")


def size(*names):
    return sum((CSS / name).stat().st_size for name in names)


def test_the_console_stays_under_36_kilobytes():
    """Tokens and console, as they are read; about 9 kB over the wire."""
    assert size("tokens.css", "console.css") <= 36_000


@pytest.mark.parametrize("theme", [theme.name for theme in all_themes()])
def test_a_public_page_stays_under_15_kilobytes_of_style(theme):
    assert size("public.css") + len(stylesheet_for(ThemeChoice(name=theme))) <= 15_000


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if "mail" not in path.name], ids=lambda path: path.name
)
def test_no_inline_style_script_or_handler(path):
    """The content security policy would refuse it, and silently; data for a script is none."""
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert not re.search(r"\sstyle=|\son[a-z]+=[\"']", text)
    assert not re.search(r"<script(?![^>]*\s(?:src=|type=\"application/(?:ld\+)?json\"))[^>]*>", text)


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_style_asks_nobody_else(path):
    assert not re.search(r"url\(|@import", path.read_text("utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_icon_that_is_named_is_drawn(path):
    """An unknown name would be drawn as a dot."""
    named = re.findall(r"\b(?:icon|draw)\(\"([a-z_]+)\"", path.read_text("utf-8"))
    assert [name for name in named if f'"{name}":' not in ICONS] == []
