"""A theme choice as a stylesheet: `:root{…}` with a dark half, and the hash that names it."""

import hashlib
from functools import lru_cache

from core.theming.contrast import rgb
from core.theming.loading import theme_named
from core.theming.models import Colours, Theme, ThemeChoice
from core.theming.own_colour import with_main

FACES = {
    "sans": "var(--sans)",
    "serif": (
        '"Songti SC","Noto Serif SC","Noto Serif CJK SC","Source Han Serif SC",STSong,SimSun,Georgia,serif'
    ),
}


def _rules(tokens: dict[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in tokens.items())


def _shape(theme: Theme) -> dict[str, str]:
    shape = theme.shape.model_dump()
    page, margin = shape.pop("page"), shape.pop("margin")
    half = float(page.removesuffix("px")) / 2
    return {**shape, "title": FACES[shape["title"]], "side": f"max({margin},calc(50vw - {half:g}px))"}


def _glow(colours: Colours, strength: int) -> str:
    red, green, blue = (round(value * 255) for value in rgb(colours["good"]))
    return f"rgb({red} {green} {blue} / {strength}%)"


def halves(theme: Theme, choice: ThemeChoice) -> tuple[Colours, Colours]:
    """The colours by day and by night, with the tenant's own main colour."""
    light, dark = theme.colours(choice.palette)
    if choice.main is None:
        return light, dark
    return with_main(theme, light, choice.main), with_main(theme, dark, choice.main)


@lru_cache(maxsize=512)
def stylesheet_for(choice: ThemeChoice) -> str:
    """The tenant's tokens. A page with `<html class="paper">` (a poster) keeps the light half at night."""
    theme = theme_named(choice.name)
    light, dark = halves(theme, choice)
    lit = {**_shape(theme), **light, "good-glow": _glow(light, theme.glow.light)}
    dim = {
        **{name: value for name, value in dark.items() if value != light.get(name)},
        "good-glow": _glow(dark, theme.glow.dark),
        "shadow": "none",
    }
    night = f"@media (prefers-color-scheme:dark){{:root:not(.paper){{{_rules(dim)}}}}}"
    return f":root{{color-scheme:light dark;{_rules(lit)}}}\n{night}\n"


def stylesheet_hash(choice: ThemeChoice) -> str:
    """A name for the stylesheet's address that changes with its content."""
    return hashlib.sha256(stylesheet_for(choice).encode()).hexdigest()[:16]
