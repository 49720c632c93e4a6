"""The contrast formula against published figures, and the nearest shade that passes."""

import pytest
from hypothesis import given, strategies as st

from core.theming.contrast import TEXT, contrast_ratio, nearest_passing

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),  # the well-known grey that just fails
        ("#767676", "#ffffff", 4.54),  # and the one that just passes
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_known_ratios(one, other, ratio):
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast_ratio(other, one) == contrast_ratio(one, other)


def test_a_colour_that_passes_is_left_alone():
    assert nearest_passing("#0a6a86", ["#f1f7f9", "#ffffff"]) == "#0a6a86"


@given(colour=colours, ground=colours)
def test_the_nearest_shade_can_be_read(colour, ground):
    assert contrast_ratio(nearest_passing(colour, [ground]), ground) >= TEXT


def test_a_bright_yellow_becomes_a_dark_yellow_on_white():
    shade = nearest_passing("#ffd000", ["#ffffff"])
    red, green, blue = (int(shade[at : at + 2], 16) for at in (1, 3, 5))
    assert red > green > blue == 0
