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
    }
    new["ink"] = colours["ink"] if passes(colours["ink"], (soft,)) else readable_on(soft)
    if theme.tint == "none":
        return {**new, "a2": shade}
    return {**new, **_sky(theme, colours, main, shade)}


def _sky(theme: Theme, colours: Colours, main: str, shade: str) -> Colours:
    """The hero's ground and what stands on it: the colour itself on a printed sign, else a wash of it."""
    is_full = theme.tint == "full"
    sky = main if is_full else mix(main, colours["bg"], 0.3)
    pictures = {"a5": mix("#ffffff", main, 0.45)} if is_full else {"a2": shade, "a5": mix(main, sky, 0.45)}
    on_sky = _ink_on(sky, colours["on-sky"])
    return {
        **pictures,
        "sky": sky,
        "on-sky": on_sky,
        "on-sky-line": mix(on_sky, sky, 0.25),
        "good": nearest_passing(colours["good"], (sky,), CONTROL),
    }
