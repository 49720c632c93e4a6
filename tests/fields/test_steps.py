"""Forms of several pages: what was typed travels along, signed, and all of it is looked at in the end."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from core.fields import (
    FormDefinition,
    TamperedTokenError,
    Turn,
    compile_pages,
    is_askable,
    page_view,
    progress,
    take_turn,
)

NONCE = "nonce-of-this-form"
GLAD = {"id": "gladly", "kind": "nps", "title": {"en": "Gladly?"}, "required": True}
WHY = {"id": "why", "kind": "short_text", "title": {"en": "Why?"}, "required": True}
WHY_IF = {**WHY, "show_if": {"question": "gladly", "at_most": 6}}
NAME = {"id": "name", "kind": "short_text", "title": {"en": "Name?"}, "max_length": 5}


def form_of(*pages: list[dict]) -> FormDefinition:
    return FormDefinition.from_data({"pages": [{"questions": questions} for questions in pages]})


THREE = form_of([GLAD], [WHY_IF], [NAME])


@pytest.fixture
def send(speaking):
    """Send a page of a form: `send(THREE, 0, q_gladly="9")`, with the state of the turn before."""

    def send_page(definition: FormDefinition, page: int, before: Turn | None = None, **fields: Any) -> Turn:
        state = before.state if before else ""
        sent = MultiDict({"form_page": str(page), "form_state": state, **fields})
        return take_turn(compile_pages(definition, "en"), sent, nonce=NONCE)

    return send_page


def test_a_page_without_a_question_to_ask_is_passed_over(send) -> None:
    glad = send(THREE, 0, q_gladly="9")
    done = send(THREE, 2, glad, q_name="Zhou")

    assert (glad.page, glad.finished) == (2, False)
    assert (done.finished, done.answers) == (True, {"gladly": 9, "name": "Zhou"})


def test_back_keeps_even_what_would_be_refused(send) -> None:
    first = send(THREE, 0, q_gladly="3")
    back = send(THREE, 1, first, q_why="slow", form_step="back")
    forth = send(THREE, 0, back, q_gladly="4")
    third = send(THREE, 1, forth, q_why="slow")
    back_again = send(THREE, 2, third, q_name="far too long", form_step="back")

    assert (back.page, back.troubles, back.typed) == (0, [], {"gladly": "3", "why": "slow"})
    assert forth.page == 1
    assert back_again.page == 1
    assert back_again.typed["name"] == "far too long"


def test_an_answer_that_no_longer_applies_is_left_out_in_the_end(send) -> None:
    first = send(THREE, 0, q_gladly="3")
    second = send(THREE, 1, first, q_why="slow")
    back = send(THREE, 0, second, q_gladly="10")
    done = send(THREE, 2, back)

    assert back.page == 2
    assert done.typed["why"] == "slow"
    assert (done.finished, done.answers) == (True, {"gladly": 10})


def test_what_was_left_out_does_not_come_back(send) -> None:
    definition = form_of([GLAD, WHY_IF], [NAME])
    refused = send(definition, 0, q_gladly="9", q_why="slow")
    left_out = send(definition, 0, refused, q_gladly="9", q_why="slow", leave_out="why")
    back = send(definition, 1, left_out, form_step="back")

    assert (refused.page, refused.not_asked) == (0, ["why"])
    assert left_out.page == 1
    assert back.typed == {"gladly": "9"}


def test_a_page_that_was_jumped_over_is_asked_for_in_the_end(send) -> None:
    done = send(THREE, 2, q_name="Zhou")

    assert (done.finished, done.page) == (False, 0)
    assert [trouble.question for trouble in done.troubles] == ["gladly"]
    assert done.typed == {"name": "Zhou"}


def test_a_state_belongs_to_one_form(send) -> None:
    first = send(THREE, 0, q_gladly="3")

    with pytest.raises(TamperedTokenError):
        send(THREE, 1, Turn(0, state=first.state[:-2] + "xx"), q_why="x")
    sent = MultiDict({"form_page": "1", "form_state": first.state})
    with pytest.raises(TamperedTokenError):
        take_turn(compile_pages(THREE, "en"), sent, nonce="another form's")


@pytest.mark.parametrize("page", ["-1", "99", "x", "", "１", "9" * 5000])
def test_any_page_number_is_some_page(send, page: str) -> None:
    assert send(THREE, page, q_gladly="3").page in (0, 1, 2)


def test_answers_of_another_version_in_the_state_are_said_to_be_unknown(send) -> None:
    first = send(form_of([GLAD, NAME], [WHY]), 0, q_gladly="9", q_name="Zhou")
    done = send(form_of([GLAD], [WHY]), 1, first, q_why="x")

    assert not done.finished
    assert [trouble.question for trouble in done.troubles] == [None]


def test_progress_counts_pages_and_minutes(every_kind: FormDefinition) -> None:
    assert progress(every_kind, 0) == (1, 2, 2)
    assert progress(every_kind, 1) == (2, 2, 1)
    assert progress(THREE, 2) == (3, 3, 0)
    assert progress(form_of([GLAD]), 0) == (1, 1, 1)


def test_a_form_of_words_only_is_not_askable() -> None:
    section = {"id": "s", "kind": "section", "title": {"en": "S"}}

    assert not is_askable(form_of([section], []))
    assert is_askable(form_of([section], [NAME]))


def test_a_page_shows_what_is_asked_and_says_what_hangs_on_what(send) -> None:
    definition = form_of(
        [GLAD], [{**WHY_IF, "id": "w1"}, {**NAME, "show_if": {"question": "w1", "answered": True}}]
    )
    sad, glad = send(definition, 0, q_gladly="1"), send(definition, 0, q_gladly="10")

    first, second = page_view(definition, 1, "en", sad).questions

    assert (first.show_if, first.only_if) == ("", "")
    assert second.show_if == '{"question": "w1", "answered": true}'
    assert second.only_if == "“Why?” is answered"
    assert glad.finished


def test_a_page_comes_back_with_what_was_typed(send) -> None:
    definition = form_of([GLAD, WHY_IF, NAME])
    turn = send(definition, 0, q_gladly="10", q_why="slow", q_name="far too long")

    page = page_view(definition, turn.page, "en", turn)

    assert [(line.anchor, line.title, str(line.brief)) for line in page.troubles] == [
        ("q_why", "Why", "not asked after your other answers"),
        ("q_name", "Name", "7 characters too many"),
    ]
    glad, why, name = page.questions
    assert [option.value for option in glad.options if option.chosen] == ["10"]
    assert (why.value, why.leave_out) == ("slow", "why")
    assert (name.value, str(name.error)) == ("far too long", "At most 5 characters; this has 12.")
