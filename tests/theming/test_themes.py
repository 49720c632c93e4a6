"""Every theme is complete and readable, and its stylesheet says nothing but tokens."""

import re

import pytest
from hypothesis import given, settings, strategies as st
from pydantic import ValidationError

from core.theming import (
    ThemeChoice,
    all_themes,
    faint_pairs,
    faults,
    stylesheet_for,
    stylesheet_hash,
    theme_named,
)
from core.theming.own_colour import with_main

NAMES = [theme.name for theme in all_themes()]
HALVES = [
    pytest.param(theme, palette, half, id=f"{theme.name}-{palette}-{'dark' if half else 'light'}")
    for theme in all_themes()
    for palette in theme.palettes
    for half in (0, 1)
]


def test_the_designed_themes_come_first_and_plain_last():
    assert NAMES == ["breeze", "signboard", "folio", "plain"]


def test_no_two_themes_share_a_look():
    assert len({theme.look for theme in all_themes()}) == len(NAMES)


@pytest.mark.parametrize("theme", all_themes(), ids=NAMES)
def test_every_pair_of_colours_can_be_read(theme):
    assert faults(theme) == []


@pytest.mark.parametrize(("theme", "palette", "half"), HALVES)
@settings(max_examples=25, deadline=None)
@given(main=st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}"))
def test_any_colour_of_a_tenant_stays_readable(theme, palette, half, main):
    assert faint_pairs(with_main(theme, theme.colours(palette)[half], main)) == []


def test_a_palette_replaces_colours_and_no_shape():
    clear, pine = (stylesheet_for(ThemeChoice(name="breeze", palette=name)) for name in ("clear", "pine"))
    assert "--main:#0a6a86" in clear
    assert "--main:#14694f" in pine
    assert re.findall(r"--(?:r|rb|bw|pad):[^;]+", clear) == re.findall(r"--(?:r|rb|bw|pad):[^;]+", pine)


@pytest.mark.parametrize("name", NAMES)
def test_a_stylesheet_holds_tokens_only(name):
    light, dark = stylesheet_for(ThemeChoice(name=name)).strip().split("\n")
    assert re.fullmatch(r":root\{color-scheme:light dark;(--[\w-]+:[^;{}<>@]+;?)+\}", light)
    assert re.fullmatch(
        r"@media \(prefers-color-scheme:dark\)\{:root:not\(\.paper\)\{(--[\w-]+:[^;{}<>@]+;?)+\}\}", dark
    )
    assert "url(" not in light + dark


def test_the_hash_follows_the_content():
    hashes = {
        stylesheet_hash(ThemeChoice(name=name, main=main)) for name in NAMES for main in (None, "#884400")
    }
    assert len(hashes) == 2 * len(NAMES)
    assert stylesheet_hash(ThemeChoice()) == stylesheet_hash(ThemeChoice(name="breeze", palette="clear"))


def test_a_theme_that_is_gone_shows_the_first_one():
    assert theme_named("neon").name == "breeze"


@pytest.mark.parametrize("main", ["red", "#fff", "#12345g", "#123456;}body{display:none"])
def test_a_colour_is_six_hex_digits_and_nothing_else(main):
    with pytest.raises(ValidationError):
        ThemeChoice(main=main)
