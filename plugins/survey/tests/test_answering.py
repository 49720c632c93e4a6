"""The respondent's way, as a browser without script goes it."""

import pytest
from sqlalchemy import select

from hutong import db, first_link, funnels_by_link
from plugins.survey.counting import counts_of
from plugins.survey.models import SurveyResponse
from plugins.survey.queries import survey_by_code

pytestmark = pytest.mark.both_databases


def responses(survey):
    """Answers and states of all responses."""
    found = db.session.scalars(
        select(SurveyResponse).where(SurveyResponse.survey_id == survey.id).order_by(SurveyResponse.id)
    )
    return [(response.answers, response.state) for response in found]


def test_an_answer_is_stored_counted_and_thanked_for(survey_of, respondent, rows):
    code = survey_of()
    somebody = respondent(code)

    sent = somebody.answer({"q_often": "weekly", "q_score": "3", "q_wrong": "Cold"})
    thanked = somebody.client.get(sent.location)

    assert (sent.status_code, thanked.status_code) == (303, 200)
    assert "Got it, thank you" in thanked.get_data(as_text=True)
    assert rows(code, responses) == [({"often": "weekly", "score": 3, "wrong": "Cold"}, "accepted")]
    counts = rows(code, lambda survey: counts_of(survey.id))
    day = next(key for key in counts if key.startswith("@day:"))
    assert counts == {
        "@all": 1,
        day: 1,
        "often": 1,
        "often:weekly": 1,
        "score": 1,
        "score:3": 1,
        "wrong": 1,
    }


def test_the_same_again_is_stored_once_and_gets_the_same_thanks(survey_of, respondent, rows):
    code = survey_of()
    somebody = respondent(code)
    somebody.open()
    fields = somebody.fields

    first = somebody.send({"q_often": "weekly"})
    again = somebody.client.post(somebody.address + "?lang=en", data={**fields, "q_often": "weekly"})

    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert rows(code, responses) == [({"often": "weekly"}, "accepted")]


def test_another_body_under_a_used_token_is_kept_and_can_be_sent_as_new(survey_of, respondent, rows):
    code = survey_of()
    somebody = respondent(code)
    somebody.open()
    fields = somebody.fields
    somebody.send({"q_often": "weekly"})

    somebody.fields = fields
    changed = somebody.send({"q_often": "first", "q_score": "2", "q_wrong": "Kept words"})
    assert changed.status_code == 422
    assert "Kept words" in somebody.page
    assert "Send as a new answer" in somebody.page
    sent = somebody.send({"q_often": "first", "q_score": "2", "q_wrong": "Kept words"})

    assert sent.status_code == 303
    assert rows(code, responses) == [
        ({"often": "weekly"}, "accepted"),
        ({"often": "first", "score": 2, "wrong": "Kept words"}, "accepted"),
    ]


def test_an_error_keeps_what_was_typed_and_stores_nothing(survey_of, respondent, rows):
    code = survey_of()
    somebody = respondent(code)

    refused = somebody.answer({"q_score": "2", "q_wrong": "My words"})

    assert refused.status_code == 422
    assert "My words" in somebody.page
    assert rows(code, responses) == []
    assert somebody.send({"q_often": "weekly", "q_score": "2", "q_wrong": "My words"}).status_code == 303


@pytest.mark.parametrize(
    "answers",
    [
        {"q_often": "weekly", "q_score": "10", "q_wrong": "hidden"},
        {"q_often": "never-offered"},
        {"q_often": "weekly", "q_unknown": "x"},
        {"q_often": "weekly", "q_score": "11"},
        {"q_often": "weekly", "q_score": "1", "q_wrong": "x" * 2001},
        {"q_often": ""},
    ],
)
def test_hidden_unknown_and_wrong_answers_are_refused(survey_of, respondent, rows, answers):
    code = survey_of()

    refused = respondent(code).answer(answers)

    assert refused.status_code == 422
    assert rows(code, responses) == []


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 5000, "é.ü"])
def test_a_broken_token_keeps_what_was_typed(survey_of, respondent, rows, token):
    code = survey_of()
    somebody = respondent(code)
    somebody.open()

    refused = somebody.send({"q_often": "weekly", "q_score": "1", "q_wrong": "My words"}, form_token=token)

    assert refused.status_code == 422
    assert "My words" in somebody.page
    assert rows(code, responses) == []
    assert somebody.send({"q_often": "weekly"}).status_code == 303


def test_a_token_of_another_survey_is_not_taken(survey_of, respondent, rows):
    code, other = survey_of(), survey_of()
    foreign = respondent(other)
    foreign.open()
    somebody = respondent(code)
    somebody.open()

    refused = somebody.send({"q_often": "weekly"}, form_token=foreign.fields["form_token"])

    assert refused.status_code == 422
    assert rows(code, responses) == []


def test_a_survey_of_another_tenant_is_404(app, tenant, other_tenant, survey_of):
    code = survey_of()
    client = app.test_client()

    missing = client.get(other_tenant.public("/survey/zzzzzzzz"))
    foreign = client.get(other_tenant.public(f"/survey/{code}"))

    assert (missing.status_code, foreign.status_code) == (404, 404)
    assert foreign.get_data().replace(code.encode(), b"zzzzzzzz") == missing.get_data()


def test_pages_are_one_answer_and_the_way_back_keeps_everything(survey_of, respondent, rows):
    first = {"id": "name", "kind": "short_text", "title": {"en": "Name"}, "required": True}
    second = {"id": "day", "kind": "date", "title": {"en": "Day"}}
    code = survey_of(pages=[[first], [second]])
    somebody = respondent(code)
    somebody.open()

    assert "Page 1 of 2" in somebody.page
    assert somebody.send({"q_name": "Li Hua"}).status_code == 200
    assert "Page 2 of 2" in somebody.page
    somebody.send({"q_day": "2026-05-23"}, form_step="back")
    assert 'value="Li Hua"' in somebody.page
    somebody.send({"q_name": "Li Hua"})
    assert 'value="2026-05-23"' in somebody.page
    assert somebody.send({"q_day": "2026-05-23"}).status_code == 303

    assert rows(code, responses) == [({"name": "Li Hua", "day": "2026-05-23"}, "accepted")]


def test_what_looks_like_a_machine_is_set_aside_and_counts_nowhere(survey_of, respondent, rows):
    code = survey_of()

    sent = respondent(code).answer({"q_often": "weekly", "homepage": "https://spam.example"})

    assert sent.status_code == 303
    assert rows(code, responses) == [({"often": "weekly"}, "quarantined")]
    assert rows(code, lambda survey: dict(counts_of(survey.id))) == {}


def test_one_address_may_send_126_answers(survey_of, respondent, rows):
    code = survey_of()

    statuses = {respondent(code).answer({"q_often": "weekly"}).status_code for _customer in range(126)}

    assert statuses == {303}
    assert rows(code, lambda survey: counts_of(survey.id)["@all"]) == 126


@pytest.mark.parametrize(
    ("query", "sent"),
    [
        ("?lang=en", {"form_page": "-1"}),
        ("?lang=en", {"form_page": "99999999999"}),
        ("?lang=en", {"form_state": "garbage"}),
        ("?lang=en", {"q_often": ["weekly", "first", "\x00"]}),
        ("?lang=en", {"q_often": "weekly", "q_score": "1", "q_wrong": "a\x00b\x1b\ud7ff𝒳"}),
        ("?lang=xx&via=<script>&test=.", {"q_often": "weekly"}),
        ("?lang=en&code=x&_external=1&_anchor=y&endpoint=z", {"q_often": "weekly"}),
        ("?lang=en", {"form_token": "x" * 100_000}),
        ("?lang=en", {"leave_out": "often score wrong nothing"}),
        ("?lang=en", {"altcha": "e30=", "q_often": "weekly"}),
    ],
)
def test_whatever_is_sent_gets_a_page(survey_of, respondent, query, sent):
    somebody = respondent(survey_of(), query)
    somebody.open()

    assert somebody.send(sent).status_code in (200, 303, 400, 422)


def test_the_share_link_goes_along_and_is_checked_when_the_answer_comes(tenant, survey_of, respondent, rows):
    code = survey_of()
    with tenant.scope():
        link = first_link(plugin="survey", object_kind="survey", object_id=survey_by_code(code).id)
        link_id, via = link.id, link.code
        db.session.commit()

    kept = respondent(code, "?lang=en").open().get_data(as_text=True)
    somebody = respondent(code, f"?lang=en&via={via}")
    came = somebody.open().get_data(as_text=True)
    sent = somebody.send({"q_often": "weekly"})
    respondent(code, "?lang=en&via=zzzzzzzz").answer({"q_often": "first"})

    assert f"lang=zh&amp;via={via}" in came
    assert via not in kept
    assert f"via={via}" in sent.location
    found = rows(
        code,
        lambda survey: db.session.execute(select(SurveyResponse.answers, SurveyResponse.share_link_id)).all(),
    )
    assert sorted(found, key=str) == [({"often": "first"}, None), ({"often": "weekly"}, link_id)]
    assert rows(code, lambda survey: funnels_by_link(survey.id)[link_id]) == {
        "scan": 0,
        "visit": 0,
        "start": 1,
        "complete": 1,
    }


def test_a_link_that_led_to_a_page_is_kept_on_the_way_to_the_survey(tenant, survey_of, respondent, rows):
    code = survey_of()
    with tenant.scope():
        survey = survey_by_code(code)
        link = first_link(plugin="survey", object_kind="survey", object_id=survey.id)
        db.session.commit()
        link_id, via = link.id, link.code
    somebody = respondent(code)
    came_from = {"Referer": f"http://localhost{tenant.public('/')}?via={via}"}

    somebody.read(somebody.client.get(somebody.address, headers=came_from))
    somebody.send({"q_often": "weekly"})

    assert rows(code, lambda survey: funnels_by_link(survey.id)[link_id]["complete"]) == 1
