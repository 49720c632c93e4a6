"""Contrast of two colours and the nearest shade of a colour that passes.

Formula: WCAG 2.2, definitions of relative luminance and contrast ratio,
https://www.w3.org/TR/WCAG22/#dfn-relative-luminance and https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

import colorsys
import re
from collections.abc import Iterable

TEXT = 4.5  # 1.4.3, normal text
CONTROL = 3.0  # 1.4.11, borders of controls and graphics
HEX = re.compile(r"#[0-9a-f]{6}")

Rgb = tuple[float, float, float]


def rgb(colour: str) -> Rgb:
    """The channels of `#rrggbb` between 0 and 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def hex_of(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(min(1, max(0, value)) * 255):02x}" for value in channels)


def luminance(colour: str) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in rgb(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_ratio(one: str, other: str) -> float:
    """Between 1 (same) and 21 (black on white); the order does not matter."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def passes(colour: str, grounds: Iterable[str], ratio: float = TEXT) -> bool:
    return all(contrast_ratio(colour, ground) >= ratio for ground in grounds)


def mix(one: str, other: str, share: float) -> str:
    """`share` of `one` in `other`."""
    return hex_of(a * share + b * (1 - share) for a, b in zip(rgb(one), rgb(other), strict=True))


def nearest_passing(colour: str, grounds: Iterable[str], ratio: float = TEXT) -> str:
    """The shade of `colour` (same hue and saturation) closest in lightness that passes on all grounds.

    Where no shade of the hue passes on all at once: black or white, whichever is better on the worst ground.
    """
    grounds = tuple(grounds)
    hue, light, saturation = colorsys.rgb_to_hls(*rgb(colour))
    for distance in range(101):
        for step in (light - distance / 100, light + distance / 100):
            shade = hex_of(colorsys.hls_to_rgb(hue, step, saturation)) if distance else colour
            if 0 <= step <= 1 and passes(shade, grounds, ratio):
                return shade
    return readable_on(*grounds)


def readable_on(*grounds: str) -> str:
    """Black or white, whichever is better on the worst of the grounds."""
    return max(("#000000", "#ffffff"), key=lambda ink: min(contrast_ratio(ink, ground) for ground in grounds))
