"""What a respondent gets: every kind drawn, in both languages, without a form's instance."""

import re

import pytest
from wtforms import Form

from core.fields import FormDefinition, page_view


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            [
                "您多久来一次？",
                "必答",
                "可以选几样",
                "第 1 页，共 2 页",
                "“会推荐我们吗？”不高于 6，才需要答这题。",
                "下一页",
            ],
        ),
        (
            "en",
            [
                "How often do you come?",
                "Required",
                "Page 1 of 2",
                "“Would you recommend us?” is 6 or less",
                "Next",
            ],
        ),
    ],
)
def test_a_page_speaks_the_readers_language(tool, language: str, words: list[str]) -> None:
    html = tool.app.test_client().get(f"/{language}").text

    assert [one for one in words if one not in html] == ([] if language == "en" else ["可以选几样"])
    assert ("Choose up to 2" in html, "最多选 2 项" in html) == (language == "en", language == "zh")


def test_a_get_makes_no_form(tool, monkeypatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a GET needs no instance")

    monkeypatch.setattr(Form, "__init__", refuse)

    assert tool.app.test_client().get("/en").status_code == 200


def test_each_page_has_a_token_of_its_own(tool) -> None:
    client = tool.app.test_client()
    tokens = {re.search('name="form_token" value="([^"]+)"', client.get("/en").text)[1] for _ in range(3)}

    assert len(tokens) == 3


def send(tool, language: str = "zh", **fields: str):
    client = tool.app.test_client()
    token = re.search('name="form_token" value="([^"]+)"', client.get(f"/{language}").text)[1]
    return client.post(f"/{language}", data={"form_token": token, "form_page": "0", **fields})


def test_an_error_page_keeps_what_was_typed_and_says_where(tool) -> None:
    answer = send(tool, q_gladly="6", q_why="<b>慢</b>" * 5, other_washed="熊")

    assert answer.status_code == 422
    html = answer.text
    assert "还差 2 处，填好的都留着。" in html
    assert '<a href="#q_often">您多久来一次：选一个</a>' in html
    assert '<fieldset class="q bad" id="q_often" aria-describedby="e_q_often"' in html
    assert "最多 20 个字，这里有 40 个。" in html
    assert "&lt;b&gt;慢&lt;/b&gt;" in html
    assert "<b>慢" not in html
    assert 'value="熊"' in html
    assert re.search(r'id="q_why"[^>]* aria-invalid="true" aria-describedby="e_q_why"', html)
    assert "data-shown" in html


def test_an_answer_not_asked_for_can_be_left_out_with_one_tap(tool) -> None:
    html = send(tool, "en", q_often="weekly", q_gladly="9", q_why="slow").text

    assert (
        '<button class="btn" name="leave_out" value="why" type="submit">Leave it out and go on</button>'
        in html
    )
    assert "slow</textarea>" in html


def test_the_second_page_carries_the_first_along(tool) -> None:
    html = send(tool, "en", q_often="weekly", q_gladly="9").text
    state = re.search('name="form_state" value="([^"]+)"', html)[1]
    token = re.search('name="form_token" value="([^"]+)"', html)[1]
    done = tool.app.test_client().post(
        "/en", data={"form_token": token, "form_state": state, "form_page": "1", "q_agree": "yes"}
    )

    assert "Page 2 of 2" in html
    assert 'name="form_step" value="back"' in html
    assert done.status_code == 200
    assert tool.accepted == [{"often": "weekly", "gladly": 9, "agree": True}]


def test_a_day_that_no_calendar_shows_is_kept_as_typed(tool) -> None:
    html = send(tool, "en", form_page="1", q_day="23rd of May", q_agree="yes").text

    assert 'type="text" value="23rd of May"' in html


def test_owners_words_are_never_markup(make_tool) -> None:
    evil = '"><script>x</script>'
    question = {"id": "q", "kind": "single", "title": {"en": evil}, "help": {"en": evil}}
    options = [{"id": "a", "label": {"en": evil}}]
    hanging = {
        "id": "t",
        "kind": "short_text",
        "title": {"en": evil},
        "show_if": {"question": "q", "is": ["a"]},
    }
    data = {"pages": [{"title": {"en": evil}, "questions": [{**question, "options": options}, hanging]}]}

    html = make_tool(FormDefinition.from_data(data)).app.test_client().get("/en").text

    assert "<script>x" not in html


def test_the_view_of_a_page_needs_no_turn(every_kind: FormDefinition, speaking) -> None:
    with speaking("en"):
        page = page_view(every_kind, 0, "en")

    assert (page.is_first, page.is_last, page.shown, page.troubles) == (True, False, False, ())
    assert [view.q.id for view in page.questions] == ["often", "washed", "gladly", "why", "note"]
