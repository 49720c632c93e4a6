"""Show-if: a question is asked exactly when its condition holds, on the server and in the browser."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

import core
from core.fields import FormDefinition, clean_answers, condition_in_words, visible_questions
from core.fields.conditions import condition_data, holds, settle

OPTIONS = [{"id": name, "label": {"en": name}} for name in "abc"]
SOURCES = [
    {"id": "one", "kind": "single", "title": {"en": "One"}, "options": OPTIONS, "other": True},
    {"id": "many", "kind": "multiple", "title": {"en": "Many"}, "options": OPTIONS},
    {"id": "gladly", "kind": "nps", "title": {"en": "Gladly"}},
    {"id": "agree", "kind": "consent", "title": {"en": "Agree"}, "statement": {"en": "Yes"}},
]
leaves = st.one_of(
    st.builds(
        lambda question, options: {"question": question, "is": options},
        st.sampled_from(["one", "many"]),
        st.lists(st.sampled_from("abc"), min_size=1, max_size=2, unique=True),
    ),
    st.just({"question": "one", "is": ["_other"]}),
    st.builds(lambda n: {"question": "gladly", "at_least": n}, st.integers(0, 10)),
    st.builds(lambda n: {"question": "gladly", "at_most": n}, st.integers(0, 10)),
    st.builds(
        lambda question, answered: {"question": question, "answered": answered},
        st.sampled_from(["one", "many", "gladly", "agree"]),
        st.booleans(),
    ),
)
conditions = st.recursive(
    leaves,
    lambda parts: st.builds(
        lambda name, several: {name: several},
        st.sampled_from(["all", "any"]),
        st.lists(parts, min_size=1, max_size=3),
    ),
    max_leaves=5,
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "one": st.sampled_from(["a", "b", {"other": "x"}]),
        "many": st.lists(st.sampled_from("abc"), min_size=1, unique=True).map(sorted),
        "gladly": st.integers(0, 10),
        "agree": st.just(True),
    },
)


def hanging(*shown: dict) -> FormDefinition:
    """The sources, and one text question for each condition, each on the one before too where it says so."""
    texts = [
        {"id": f"t{n}", "kind": "short_text", "title": {"en": f"T{n}"}, "show_if": condition}
        for n, condition in enumerate(shown)
    ]
    return FormDefinition.from_data({"pages": [{"questions": SOURCES + texts}]})


@given(conditions, conditions, answers)
def test_what_is_not_asked_is_never_kept(first: dict, second: dict, given_answers: dict) -> None:
    definition = hanging(first, {"all": [{"question": "t0", "answered": True}, second]})
    raw = {**given_answers, "t0": "x", "t1": "y"}

    sent = clean_answers(definition, raw)
    earlier = clean_answers(definition, raw, sent=[])

    asked = {question.id for question in visible_questions(definition, raw)}
    assert set(earlier.answers) == set(raw) & asked
    assert set(sent.not_asked) == set(raw) - asked
    assert [trouble.question for trouble in sent.troubles] == sent.not_asked
    assert earlier.troubles == []


@given(conditions, answers, st.sets(st.sampled_from(["one", "many", "gladly", "agree"])))
def test_what_is_left_of_a_condition_decides_the_same(
    condition: dict, given_answers: dict, pending: set
) -> None:
    whole = hanging(condition).question("t0").show_if
    known = {key: answer for key, answer in given_answers.items() if key not in pending}

    left = settle(whole, known, pending)

    assert (left if isinstance(left, bool) else holds(left, given_answers)) is holds(whole, given_answers)


def test_a_question_that_hangs_on_a_hidden_one_is_hidden() -> None:
    definition = hanging({"question": "one", "is": ["a"]}, {"question": "t0", "answered": True})

    assert [q.id for q in visible_questions(definition, {"one": "a", "t0": "x"})][-2:] == ["t0", "t1"]
    assert [q.id for q in visible_questions(definition, {"one": "b", "t0": "x"})][-1] == "agree"


@pytest.mark.browser
def test_browser_and_server_agree(new_page) -> None:
    cases: list[tuple[dict, dict, bool]] = []

    @given(conditions, answers)
    def collect(condition: dict, given_answers: dict) -> None:
        whole = hanging(condition).question("t0").show_if
        in_page = {key: "_other" if isinstance(a, dict) else a for key, a in given_answers.items()}
        cases.append((condition_data(whole), in_page, holds(whole, given_answers)))

    collect()
    script = (Path(core.__file__).parent / "static/js/conditions.js").read_text(encoding="utf-8")
    address = "data:text/javascript;base64," + base64.b64encode(script.encode()).decode()

    found = new_page().evaluate(
        "async ([address, cases]) => { const { holds } = await import(address);"
        " return cases.map(([condition, answers]) => holds(condition, answers)); }",
        [address, json.loads(json.dumps([case[:2] for case in cases]))],
    )

    assert found == [case[2] for case in cases]


def test_a_condition_in_words(speaking) -> None:
    condition = {
        "any": [
            {"question": "gladly", "at_most": 6},
            {"all": [{"question": "one", "is": ["a", "_other"]}, {"question": "many", "answered": False}]},
        ]
    }
    definition = hanging(condition)

    with speaking("en"):
        assert condition_in_words(definition.question("t0").show_if, definition, "en") == (
            "“Gladly” is 6 or less, or (“One” is a or Other and “Many” is not answered)"
        )
    with speaking("zh"):
        assert condition_in_words(definition.question("t0").show_if, definition, "zh") == (
            "“Gladly”不高于 6，或者（“One”选了a或其他，并且“Many”没有答）"
        )
