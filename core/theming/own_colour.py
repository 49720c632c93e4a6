"""A tenant's own main colour: carried into a theme so that every pair stays readable."""

from core.theming.contrast import CONTROL, TEXT, contrast_ratio, mix, nearest_passing, passes, readable_on
from core.theming.models import Colours, Theme

INKS = ("#12161a", "#ffffff")


def _ink_on(ground: str, wanted: str) -> str:
    """`wanted` if it can be read on the ground, else the soft black or white that can."""
    if contrast_ratio(wanted, ground) >= TEXT:
        return wanted
    best = max(INKS, key=lambda ink: contrast_ratio(ink, ground))
    return best if contrast_ratio(best, ground) >= TEXT else readable_on(ground)


def passing_main(theme: Theme, palette: str | None, main: str) -> tuple[str, str]:
    """The shades of `main` used on light and on dark ground: the nearest that can be read there."""
    light, dark = theme.colours(palette)
    return _main_for(light, main), _main_for(dark, main)


def _main_for(colours: Colours, main: str) -> str:
    return nearest_passing(main, (colours["bg"], colours["surface"]))


def with_main(theme: Theme, colours: Colours, main: str) -> Colours:
    """The same tokens with the tenant's colour in place of the theme's."""
    shade = _main_for(colours, main)
    soft = mix(shade, colours["surface"], 0.12)
    new = {
        **colours,
        "main": shade,
        "on-main": _ink_on(shade, "#ffffff"),
        "link": shade,
        "wash": soft,
        "tile": soft,
        "on-tile": nearest_passing(shade, (soft,)),
        "a2": shade,
    }
    new["ink"] = colours["ink"] if passes(colours["ink"], (soft,)) else readable_on(soft)
    return new if theme.tint == "none" else {**new, **_sky(theme, colours, main, shade)}


def _sky(theme: Theme, colours: Colours, main: str, shade: str) -> Colours:
    """The hero's ground: the colour itself on a printed sign, a wash of it elsewhere."""
    sky = main if theme.tint == "full" else mix(shade, colours["bg"], 0.24)
    on_sky = _ink_on(sky, colours["on-sky"])
    return {
        "sky": sky,
        "on-sky": on_sky,
        "on-sky-line": mix(on_sky, sky, 0.25),
        "good": nearest_passing(colours["good"], (sky,), CONTROL),
        "a5": mix(shade, sky, 0.35),
    }
