"""Each kind: what it makes of what is typed, what it says, and which counters an answer moves."""

from typing import Any

import pytest
from hypothesis import given, strategies as st

from core.fields import OTHER, FormDefinition, clean_answers, kind_of, nps_score, number_bands, option_words

FILLED = {"often": "weekly", "gladly": 9, "agree": True}


@pytest.mark.parametrize(
    ("question", "typed", "canonical"),
    [
        ("often", "monthly", "monthly"),
        ("often", {"other": "  下雨天\t"}, {"other": "下雨天"}),
        ("often", {"option": "weekly", "other": "left over"}, "weekly"),
        ("washed", ["coats", "shirts", "coats"], ["shirts", "coats"]),
        ("washed", ["shirts", {"other": "毛绒熊"}], ["shirts", {"other": "毛绒熊"}]),
        ("gladly", "10", 10),
        ("wait", "5", 5),
        ("branch", "east", "east"),
        ("name", " 周\u3000师傅 ", "周 师傅"),
        ("why", "a\r\nb\x00", None),
        ("weight", "３．５ 公斤", 3.5),
        ("weight", "2.0", 2),
        ("day", "2026-05-23", "2026-05-23"),
        ("day", "２０２６年５月３日", "2026-05-03"),
        ("day", "2026/5/3", "2026-05-03"),
        ("mail", "Zhou＠Example.COM ", "Zhou@example.com"),
        ("phone", "138 0013 8000", "+8613800138000"),
        ("phone", "１３８-００１３-８０００", "+8613800138000"),
        ("phone", "+44 20 7946 0958", "+442079460958"),
        ("phone", "0044 20 7946 0958", "+442079460958"),
        ("phone", "010-62345678", "+861062345678"),
        ("agree", "yes", True),
        ("name", "   ", None),
        ("name", "\u200b\u200b", None),
        ("weight", " ", None),
    ],
)
def test_an_answer_is_cleaned(every_kind: FormDefinition, question, typed, canonical) -> None:
    cleaned = clean_answers(every_kind, {**FILLED, question: typed}, sent=[])

    assert cleaned.troubles == []
    assert cleaned.answers.get(question) == canonical


@pytest.mark.parametrize(
    ("question", "typed", "english", "chinese"),
    [
        ("often", None, "Please choose one to carry on.", "请选一个，选了才能继续。"),
        (
            "often",
            "daily",
            "That choice is no longer offered. Please choose again.",
            "这个选项已经没有了，请重新选一个。",
        ),
        (
            "often",
            {"other": " "},
            "You chose “Other”: please write what it is.",
            "您选了“其他”，请写一下是什么。",
        ),
        (
            "often",
            {"other": "x" * 201},
            "At most 200 characters; this has 201.",
            "最多 200 个字，这里有 201 个。",
        ),
        (
            "washed",
            ["shirts", "coats", {"other": "毯子"}],
            "Choose at most 2; these are 3.",
            "最多选 2 项，现在选了 3 项。",
        ),
        (
            "washed",
            ["shirts", "nothing"],
            "One of these says “none of the others”. Keep either it or the others.",
            "其中一项和别的不能一起选，请留下一边。",
        ),
        ("gladly", None, "Please choose a number to carry on.", "请选一个数，选了才能继续。"),
        (
            "gladly",
            "11",
            "We could not read this answer. Please give it again.",
            "这个回答没读懂，请重新答一次。",
        ),
        (
            "name",
            "一二三四五六七八九十百",
            "At most 10 characters; this has 11.",
            "最多 10 个字，这里有 11 个。",
        ),
        ("weight", "three", "Please write a number in digits, such as 3.", "请用数字写，比如 3。"),
        ("weight", "1e3", "Please write a number in digits, such as 3.", "请用数字写，比如 3。"),
        ("weight", "51", "A number from 0 to 50, please.", "请填 0 到 50 之间的数。"),
        ("weight", "3.25", "At most 1 digit after the point.", "小数点后最多 1 位。"),
        (
            "day",
            "2026-02-30",
            "Please write the day like 2026-05-23 (year, month, day).",
            "请把日期写成 2026-05-23 这样（年、月、日）。",
        ),
        ("day", "2025-12-31", "2026-01-01 or later, please.", "请选 2026-01-01 或以后的日子。"),
        ("day", "2027-01-01", "2026-12-31 or earlier, please.", "请选 2026-12-31 或以前的日子。"),
        (
            "mail",
            "zhou",
            "An e-mail address has an @ in it. Or leave it empty.",
            "邮箱里要有一个 @。不想留就清空。",
        ),
        (
            "mail",
            "zhou@laundry",
            "This e-mail address is not complete; it looks like name@example.com. Or leave it empty.",
            "这个邮箱不完整，像 name@example.com 这样才能收到。不想留就清空。",
        ),
        (
            "phone",
            "138 0013 800",
            "A mobile number has 11 digits; this has 10. Or leave it empty.",
            "手机号是 11 位，这里只有 10 位。不想留就清空。",
        ),
        (
            "phone",
            "138001380001",
            "A mobile number has 11 digits; these are 12. Or leave it empty.",
            "手机号是 11 位，这里有 12 位。不想留就清空。",
        ),
        (
            "phone",
            "+999 123",
            "There is no such number in that country. Or leave it empty.",
            "那个国家没有这样的号码。不想留就清空。",
        ),
        ("agree", None, "We can only go on if you agree to this.", "您同意了，我们才能继续。"),
    ],
)
def test_what_is_refused_says_what_to_do(every_kind, speaking, question, typed, english, chinese) -> None:
    cleaned = clean_answers(every_kind, {**FILLED, question: typed})

    assert [trouble.question for trouble in cleaned.troubles] == [question]
    with speaking("en"):
        assert str(cleaned.troubles[0].message) == english
    with speaking("zh"):
        assert str(cleaned.troubles[0].message) == chinese


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=6), parts, max_size=3),
    max_leaves=5,
)
likely = st.one_of(
    json_values,
    st.sampled_from(
        ["weekly", "shirts", "5", "10", "yes", "east", "2026-05-23", "13800138000", "a@b.cn", "3.5"]
    ),
    st.lists(st.sampled_from(["shirts", "coats", "nothing", {"other": "x"}]), max_size=3),
    st.builds(lambda words: {"other": words}, st.text(max_size=20)),
    st.from_regex(r"[0-9０-９+ .,-]{1,14}", fullmatch=True),
)


@given(st.data())
def test_cleaning_a_clean_answer_changes_nothing(every_kind: FormDefinition, data: st.DataObject) -> None:
    raw = {question.id: data.draw(likely) for question in every_kind.asking}

    once = clean_answers(every_kind, raw, sent=[]).answers
    again = clean_answers(every_kind, once)

    assert again.answers == once
    assert {trouble.question for trouble in again.troubles}.isdisjoint(once)


@given(st.text(max_size=40))
def test_no_text_breaks_a_kind(every_kind: FormDefinition, typed: str) -> None:
    cleaned = clean_answers(every_kind, {question.id: typed for question in every_kind.asking}, sent=[])

    for question_id, answer in cleaned.answers.items():
        question = every_kind.question(question_id)
        assert kind_of(question).words(question, answer, "zh")
        assert kind_of(question).tallies(question, answer)[0] == question_id


ANSWERS: dict[str, Any] = {
    "often": {"other": "雨天"},
    "washed": ["shirts", {"other": "熊"}],
    "gladly": 6,
    "why": "慢",
    "wait": 4,
    "branch": "west",
    "name": "周",
    "weight": 12.5,
    "day": "2026-05-23",
    "mail": "z@example.com",
    "phone": "+8613800138000",
    "agree": True,
}


def test_counters_of_an_answer(every_kind: FormDefinition) -> None:
    keys = {
        name: kind_of(every_kind.question(name)).tallies(every_kind.question(name), answer)
        for name, answer in ANSWERS.items()
    }

    assert keys == {
        "often": ["often", "often:_other"],
        "washed": ["washed", "washed:_other", "washed:shirts"],
        "gladly": ["gladly", "gladly:6"],
        "why": ["why"],
        "wait": ["wait", "wait:4"],
        "branch": ["branch", "branch:west"],
        "name": ["name"],
        "weight": ["weight", "weight:2"],
        "day": ["day", "day:2026-05"],
        "mail": ["mail"],
        "phone": ["phone"],
        "agree": ["agree"],
    }


def test_answers_in_words(every_kind: FormDefinition, speaking) -> None:
    def said(language: str) -> list[str]:
        with speaking(language):
            return [
                kind_of(every_kind.question(name)).words(every_kind.question(name), answer, language)
                for name, answer in ANSWERS.items()
            ]

    assert said("zh") == [
        *[
            "雨天",
            "衬衫、熊",
            "6 分",
            "慢",
            "4 分",
            "西店",
            "周",
            "12.5 公斤",
            "2026年5月23日",
            "z@example.com",
        ],
        *["138 0013 8000", "同意"],
    ]
    assert said("en") == [
        *[
            "雨天",
            "Shirts, 熊",
            "6 of 10",
            "慢",
            "4 of 5",
            "West",
            "周",
            "12.5 kg",
            "May 23, 2026",
            "z@example.com",
        ],
        *["138 0013 8000", "Agreed"],
    ]


def test_columns_and_cells_have_the_same_keys(every_kind: FormDefinition, speaking) -> None:
    table: dict[str, str] = {}
    headings: dict[str, str] = {}
    with speaking("en"):
        for question in every_kind.questions:
            kind = kind_of(question)
            headings |= {column.key: column.heading for column in kind.columns(question, "en")}
            table |= kind.cells(question, ANSWERS.get(question.id), "en") if question.id in ANSWERS else {}

    assert headings["often:_other"] == "How often do you come? · Other"
    assert headings["washed:coats"] == "What did we wash? · Coats"
    assert headings["weight"] == "How heavy? (kg)"
    assert set(table) <= set(headings)
    assert {key: table[key] for key in ("often", "often:_other", "washed:shirts", "washed:_other")} == {
        "often": "Other",
        "often:_other": "雨天",
        "washed:shirts": "1",
        "washed:_other": "熊",
    }
    assert (table["day"], table["weight"], table["agree"]) == ("2026-05-23", "12.5", "1")


def test_a_shared_end_belongs_to_the_higher_band(every_kind: FormDefinition) -> None:
    weight = every_kind.question("weight")

    assert number_bands(weight)[:2] == [(0.0, 5.0), (5.0, 10.0)]
    assert [kind_of(weight).counted(weight, value) for value in (0, 5, 49.9, 50)] == [
        ["0"],
        ["1"],
        ["9"],
        ["9"],
    ]


def test_a_short_range_has_a_band_for_each_number() -> None:
    data = {"id": "n", "kind": "number", "title": {"en": "N"}, "min": 1, "max": 4}
    question = FormDefinition.from_data({"pages": [{"questions": [data]}]}).question("n")

    assert number_bands(question) == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert kind_of(question).counted(question, 4) == ["3"]


def test_net_promoter_score() -> None:
    assert nps_score({}) is None
    assert nps_score({10: 5, 8: 3, 6: 2}) == 30
    assert nps_score({0: 1}) == -100
    assert nps_score({9: 1, 7: 7}) == 13  # 12.5
    assert nps_score({6: 1, 7: 7}) == -13


def test_a_pattern_is_for_the_whole_answer_and_runs_in_linear_time() -> None:
    data = {"id": "t", "kind": "short_text", "title": {"en": "T"}, "pattern": "(a+)+b", "max_length": 500}
    definition = FormDefinition.from_data({"pages": [{"questions": [data]}]})

    assert clean_answers(definition, {"t": "aab"}).answers == {"t": "aab"}
    assert len(clean_answers(definition, {"t": "a" * 499}).troubles) == 1
    assert len(clean_answers(definition, {"t": "xaab"}).troubles) == 1


def test_other_has_the_words_of_the_interface(every_kind: FormDefinition, speaking) -> None:
    with speaking("zh"):
        assert option_words(every_kind.question("often"), OTHER, "zh") == "其他"
