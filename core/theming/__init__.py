"""Themes as data: the look of a tenant's site, checked for contrast and written as one small stylesheet."""

from core.theming.checks import faint_pairs, faults
from core.theming.contrast import contrast_ratio, nearest_passing
from core.theming.loading import all_themes, theme_named
from core.theming.models import Palette, Theme, ThemeChoice
from core.theming.own_colour import passing_main
from core.theming.stylesheets import stylesheet_for, stylesheet_hash

__all__ = [
    "Palette",
    "Theme",
    "ThemeChoice",
    "all_themes",
    "contrast_ratio",
    "faint_pairs",
    "faults",
    "nearest_passing",
    "passing_main",
    "stylesheet_for",
    "stylesheet_hash",
    "theme_named",
]
