"""Cells of a table that is opened in a spreadsheet."""

import csv
import io

import pytest

from core.csv_cells import csv_text, safe_cell

FORMULAS = [
    *("=1", "+1", "-a", "@a", "|x", "\t=1", "\r=1", "a\n=1", "a\r\n-b"),
    *(" =1", "\u00a0@x", "\u200b=1", "\ufeff=1", "＝1", "＋1", "－1", "＠a", "｜x"),
    *("-1+1", "+86=1", "-1\n=2", "\n\n"),
]
TEXTS = ["", "a", "a=1", "–", "4%", "<5", "a\nb", "-12", "-12.5", "+86 138 0013 8000", "'=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_never_begins_a_formula(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_no_formula_stays_as_it_is(text):
    assert safe_cell(text) == text


def test_every_cell_of_a_table_is_safe_and_reads_back():
    rows = list(csv.reader(io.StringIO(csv_text([["=Name", 'x "y", z'], ["a\n=1", "-3"]]), newline="")))

    assert rows == [["'=Name", 'x "y", z'], ["'a\n=1", "-3"]]
