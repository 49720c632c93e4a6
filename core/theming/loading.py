"""The themes that come with the engine, read once from themes/*.yaml."""

from functools import cache
from pathlib import Path

import yaml

from core.theming.models import Theme

FOLDER = Path(__file__).parent / "themes"


@cache
def all_themes() -> tuple[Theme, ...]:
    """Every theme, in the order in which they are offered."""
    themes = (
        Theme.model_validate(yaml.safe_load(path.read_text("utf-8")))
        for path in sorted(FOLDER.glob("*.yaml"))
    )
    return tuple(sorted(themes, key=lambda theme: theme.order))


def theme_named(name: str) -> Theme:
    """The theme of that name; an unknown name (a theme taken out of service) is the first one."""
    return next((theme for theme in all_themes() if theme.name == name), all_themes()[0])
