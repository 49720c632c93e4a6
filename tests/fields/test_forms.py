"""Compiled pages: the class is kept by many, an instance belongs to one respondent."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from core.fields import FormDefinition, compile_form

FIRST = {"q_often": "weekly", "q_gladly": "9"}


def posted(fields: dict[str, Any]) -> MultiDict[str, str]:
    return MultiDict(
        [(k, v) for k, values in fields.items() for v in ([values] if isinstance(values, str) else values)]
    )


def problems(form: Any) -> list[tuple[str | None, str]]:
    return [(trouble.question, str(trouble.brief)) for trouble in form.troubles]


def test_a_page_gives_clean_answers(every_kind: FormDefinition) -> None:
    form = compile_form(every_kind, 0, "en")(
        posted(
            {
                "q_often": "_other",
                "other_often": "雨天",
                "q_washed": ["coats", "shirts"],
                "q_gladly": "6",
                "q_why": "慢",
            }
        )
    )

    assert form.validate()
    assert form.answers == {
        "often": {"other": "雨天"},
        "washed": ["shirts", "coats"],
        "gladly": 6,
        "why": "慢",
    }
    assert form.errors == {}


def test_words_of_ones_own_count_as_chosen(every_kind: FormDefinition) -> None:
    form = compile_form(every_kind, 0, "en")(
        posted({"other_often": "雨天", "other_washed": "熊", "q_gladly": "9"})
    )

    assert form.validate()
    assert form.answers == {"often": {"other": "雨天"}, "washed": [{"other": "熊"}], "gladly": 9}


def test_troubles_stand_in_the_order_of_the_page(every_kind: FormDefinition) -> None:
    form = compile_form(every_kind, 0, "en")(posted({"q_gladly": "6", "q_why": "x" * 21}))

    assert not form.validate()
    assert problems(form) == [("often", "choose one"), ("why", "1 character too many")]
    assert form.typed == {"gladly": "6", "why": "x" * 21}
    assert list(form.errors) == ["q_often", "q_why"]


def test_an_answer_that_is_not_asked_for_is_refused_until_it_is_left_out(every_kind: FormDefinition) -> None:
    page = compile_form(every_kind, 0, "en")
    kept = {**FIRST, "q_why": "slow"}

    refused, left_out = page(posted(kept)), page(posted({**kept, "leave_out": "why"}))

    assert not refused.validate()
    assert refused.not_asked == ["why"]
    assert refused.typed["why"] == "slow"
    assert left_out.validate()
    assert left_out.answers == {"often": "weekly", "gladly": 9}


def test_leaving_out_does_not_take_away_what_is_asked(every_kind: FormDefinition) -> None:
    form = compile_form(every_kind, 0, "en")(
        posted({**FIRST, "q_gladly": "3", "q_why": "slow", "leave_out": "why"})
    )

    assert form.validate()
    assert form.answers["why"] == "slow"


def test_nothing_is_said_about_a_question_while_its_condition_is_in_doubt(every_kind: FormDefinition) -> None:
    form = compile_form(every_kind, 0, "en")(posted({"q_often": "weekly", "q_gladly": "77", "q_why": "slow"}))

    assert not form.validate()
    assert [question for question, _ in problems(form)] == ["gladly"]


@pytest.mark.parametrize("name", ["q_unheard_of", "other_unheard_of", "q_mail", "other_branch"])
def test_an_answer_to_a_question_of_no_or_another_page_is_refused(every_kind, speaking, name) -> None:
    form = compile_form(every_kind, 0, "en")(posted({**FIRST, name: "x"}))

    assert not form.validate()
    with speaking("en"):
        assert [str(trouble.message) for trouble in form.troubles] == [
            "This form has changed since you opened it. What you typed is kept; please look through it."
        ]
    with speaking("zh"):
        assert [str(trouble.message) for trouble in form.troubles] == [
            "打开以后，题目改过了。您填好的都留着，请再看一遍。"
        ]


def test_a_condition_looks_at_earlier_pages() -> None:
    definition = FormDefinition.from_data(
        {
            "pages": [
                {"questions": [{"id": "gladly", "kind": "nps", "title": {"en": "Gladly?"}}]},
                {
                    "questions": [
                        {
                            "id": "why",
                            "kind": "short_text",
                            "title": {"en": "Why?"},
                            "required": True,
                            "show_if": {"question": "gladly", "at_most": 6},
                        }
                    ]
                },
            ]
        }
    )
    page = compile_form(definition, 1, "en")

    assert not page(posted({}), known={"gladly": "3"}).validate()
    assert page(posted({}), known={"gladly": "9"}).validate()
    assert not page(posted({"q_why": "x"}), known={"gladly": "9"}).validate()


def test_one_class_speaks_to_readers_of_two_languages(every_kind: FormDefinition, speaking) -> None:
    page = compile_form(every_kind, 0, "zh")
    form = page(posted({"q_gladly": "9"}))
    form.validate()

    with speaking("en"):
        assert str(form.troubles[0].brief) == "choose one"
    with speaking("zh"):
        assert str(form.troubles[0].brief) == "选一个"
    assert str(form["q_often"].label.text) == "您多久来一次？"


def test_two_respondents_never_see_each_others_words(every_kind: FormDefinition) -> None:
    page = compile_form(every_kind, 0, "en")

    def answer(number: int) -> bool:
        form = page(posted({"other_often": f"person {number}", "q_gladly": "3", "q_why": f"why {number}"}))
        return form.validate() and form.answers == {
            "often": {"other": f"person {number}"},
            "gladly": 3,
            "why": f"why {number}",
        }

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(answer, range(1600)))


@pytest.mark.parametrize("name", ["data", "errors", "validate", "meta", "process", "1", "a-b"])
def test_no_id_of_a_question_hides_a_part_of_the_form(name: str) -> None:
    question = {"id": name, "kind": "short_text", "title": {"en": "T"}}
    page = compile_form(FormDefinition.from_data({"pages": [{"questions": [question]}]}), 0, "en")

    form = page(posted({f"q_{name}": "x"}))

    assert form.validate()
    assert form.answers == {name: "x"}
