"""Which pairs of a theme's colours are read together, and which of them are too faint."""

from core.theming.contrast import CONTROL, TEXT, contrast_ratio
from core.theming.models import Colours, Theme

PAIRS: tuple[tuple[str, str, float], ...] = (
    *((ink, ground, TEXT) for ink in ("ink", "ink-2", "link", "bad") for ground in ("bg", "surface")),
    ("ink", "wash", TEXT),
    ("bad", "bad-wash", TEXT),
    ("on-main", "main", TEXT),
    ("on-sky", "sky", TEXT),
    ("on-pop", "pop", TEXT),
    ("on-tile", "tile", TEXT),
    ("edge", "bg", CONTROL),
    ("edge", "surface", CONTROL),
    ("good", "sky", CONTROL),
)
DEEP: tuple[tuple[str, str, float], ...] = (
    ("on-deep", "deep", TEXT),
    ("on-deep-2", "deep", TEXT),
    ("pop", "deep", TEXT),
)


def faint_pairs(colours: Colours) -> list[str]:
    """One line for each pair below its ratio."""
    pairs = PAIRS + (DEEP if "deep" in colours else ())
    return [
        f"{ink} on {ground}: {contrast_ratio(colours[ink], colours[ground]):.2f} < {least}"
        for ink, ground, least in pairs
        if contrast_ratio(colours[ink], colours[ground]) < least
    ]


def faults(theme: Theme) -> list[str]:
    """Everything that keeps a theme from being used, over all palettes, light and dark."""
    return [
        f"{theme.name}/{palette}/{half}: {line}"
        for palette in theme.palettes
        for half, colours in zip(("light", "dark"), theme.colours(palette), strict=True)
        for line in faint_pairs(colours)
    ]
