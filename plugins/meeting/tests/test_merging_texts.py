"""Two editors of one text: whatever they wrote is in the result, or on the page that shows both."""

from collections import Counter

import pytest
from hypothesis import given, strategies as st

from plugins.meeting.merging_texts import Clash, merge_texts

BASE = "## Opening\n\n## Budget\nWe have 500.\n\n## Next"
few_lines = st.lists(st.sampled_from(["", "## A", "## B", "one", "two", "three"]), max_size=8)
printable = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
any_lines = st.lists(st.text(printable, max_size=4), max_size=8)


def _lines(text):
    return Counter(line for line in text.splitlines() if line)


def test_changes_in_different_places_go_together():
    mine = BASE.replace("## Opening\n", "## Opening\nEverybody is here.\n")
    theirs = BASE.replace("500", "800")

    merged = merge_texts(BASE, mine, theirs)

    assert merged.text == "## Opening\nEverybody is here.\n\n## Budget\nWe have 800.\n\n## Next"
    assert merged.clashes == ()


def test_the_same_place_is_shown_with_both_versions_and_its_heading():
    merged = merge_texts(BASE, BASE.replace("500", "600"), BASE.replace("500", "800"))

    assert merged.clashes == (Clash("Budget", "We have 600.", "We have 800."),)
    assert merged.text == BASE.replace("We have 500.", "We have 600.\nWe have 800.")


@pytest.mark.parametrize(
    ("mine", "theirs", "text", "clashes"),
    [
        ("a\nc", "a\nb\nc", "a\nc", 0),
        ("a\nb!\nc", "a\nc", "a\nb!\nc", 1),
        ("a\nb\nc\nd", "a\nb\nc\nd", "a\nb\nc\nd", 0),
        ("a\r\nb\r\nc\r\n", "a\nb\nc\nd  ", "a\nb\nc\nd", 0),
        ("", "a\nb\nc", "", 0),
    ],
    ids=["taken out", "taken out and changed", "both alike", "ends of lines", "emptied"],
)
def test_what_is_taken_out(mine, theirs, text, clashes):
    merged = merge_texts("a\nb\nc", mine, theirs)

    assert (merged.text, len(merged.clashes)) == (text, clashes)


@given(few_lines | any_lines, few_lines | any_lines, few_lines | any_lines)
def test_no_line_that_anybody_added_is_lost(base, mine, theirs):
    base, mine, theirs = ("\n".join(lines) for lines in (base, mine, theirs))

    merged = merge_texts(base, mine, theirs)

    result, before = _lines(merged.text), _lines(base)
    for version in (mine, theirs):
        assert set(_lines(version) - before) <= set(result)
    assert set(before & _lines(mine) & _lines(theirs)) <= set(result)
    for clash in merged.clashes:
        assert set(_lines(clash.mine) | _lines(clash.theirs)) <= set(result)
    if not merged.clashes:
        assert all(result[line] >= count for line, count in (_lines(mine) - before).items())


@given(few_lines, few_lines)
def test_who_changed_nothing_takes_nothing_away(base, theirs):
    base, theirs = "\n".join(base), "\n".join(theirs)

    for merged in (merge_texts(base, base, theirs), merge_texts(base, theirs, base)):
        assert _lines(merged.text) == _lines(theirs)
        assert merged.clashes == ()
