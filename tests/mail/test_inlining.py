"""Style sheets written into elements, as far as our own sheet goes."""

import pytest

from core.mail.inlining import inline_styles, insistent

SHEET = """/* p { color: red } */
p { color: blue; } .in p { margin: 0 } .in td.row, .tail { padding: 1px; }
@media (prefers-color-scheme: dark) { body, p { color: white; background: black } .tail a { color: grey; } }
td { padding: 2px }"""


@pytest.mark.parametrize(
    ("page", "styled"),
    [
        ("<p>a</p>", '<p style="color: blue">a</p>'),
        ('<div class="in"><p>a</p></div>', '<div class="in"><p style="color: blue; margin: 0">a</p></div>'),
        ('<b class="in"><i><p>a', '<b class="in"><i><p style="color: blue; margin: 0">a'),
        ('<td class="row">', '<td class="row" style="padding: 2px">'),
        (
            '<b class="in"><td class="row x">',
            '<b class="in"><td class="row x" style="padding: 2px; padding: 1px">',
        ),
        ('<a href="?a&amp;b" hidden>1 &lt; 2<br></a>', '<a href="?a&amp;b" hidden="">1 &lt; 2<br></a>'),
        ("<!doctype html><style>p > b {}</style>", "<!doctype html><style>p > b {}</style>"),
    ],
)
def test_rules_reach_the_elements_they_mean(page, styled):
    assert inline_styles(page, SHEET) == styled


def test_dark_rules_win_against_style_attributes():
    dark = next(line for line in insistent(SHEET).splitlines() if line.startswith("@media"))

    assert dark == (
        "@media (prefers-color-scheme: dark) { body, p { color: white !important; "
        "background: black !important} .tail a { color: grey !important; } }"
    )
    assert insistent(SHEET).count("!important") == 3
