"""Cells of a table that is opened in a spreadsheet."""

import pytest

from plugins.survey.export import safe_cell


@pytest.mark.parametrize(
    "text", ["=1", "+1", "-a", "@a", "\t=1", "\r=1", "a\n=1", "|x", "＝1", " =1", "\u00a0@x"]
)
def test_a_cell_never_begins_a_formula(text):
    assert safe_cell(text) == f"'{text}"
