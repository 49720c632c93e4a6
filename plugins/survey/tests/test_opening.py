"""When answers are taken: switches, the tenant's own clock, and versions that stay what they were."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select

from hutong import db
from plugins.survey.models import SurveyResponse, SurveyVersion
from plugins.survey.operations import publish_survey
from plugins.survey.queries import survey_by_code

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_closing_is_told_in_the_tenants_time_and_checked_at_each_request(tenant, survey_of, respondent, rows):
    code = survey_of()
    with time_machine.travel(datetime(2026, 5, 31, 21, 0, tzinfo=SHANGHAI), tick=False):
        times = {"opens_at": "", "closes_at": "2026-05-31T22:00", "cap": ""}
        tenant.owner.post(tenant.console(f"/survey/{code}/settings/times"), data=times)

    with time_machine.travel(datetime(2026, 5, 31, 21, 59, 59, tzinfo=SHANGHAI), tick=False):
        respondent(code).answer({"q_often": "first"})
        somebody = respondent(code)
        assert somebody.open().status_code == 200
        assert "How did we do?" in somebody.page
    with time_machine.travel(datetime(2026, 5, 31, 22, 0, tzinfo=SHANGHAI), tick=False):
        late = somebody.send({"q_often": "weekly", "q_score": "1", "q_wrong": "Too late, but mine"})
        closed = respondent(code).open().get_data(as_text=True)

    assert late.status_code == 409
    assert "Too late, but mine" in late.get_data(as_text=True)
    assert "It closed on 31 May, 22:00. It received 1 answer in all." in closed


def test_a_survey_opens_when_it_says(survey_of, respondent):
    code = survey_of(opens_at=datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI))

    with time_machine.travel(datetime(2026, 6, 1, 8, 59, tzinfo=SHANGHAI), tick=False):
        assert "This survey opens on 1 June, 09:00." in respondent(code).open().get_data(as_text=True)
    with time_machine.travel(datetime(2026, 6, 1, 9, 0, tzinfo=SHANGHAI), tick=False):
        assert "How often?" in respondent(code).open().get_data(as_text=True)


@pytest.mark.parametrize("page", ["", "/thanks"])
def test_kept_pages_name_another_survey_in_their_menu_only_while_it_is_open(tenant, survey_of, visitor, page):
    here = tenant.public(f"/survey/{survey_of()}{page}?lang=en")
    start, end = (datetime(2026, 6, 1, hour, 0, tzinfo=SHANGHAI) for hour in (9, 18))
    other = survey_of(opens_at=start, closes_at=end)

    def is_named(moment):
        with time_machine.travel(moment, tick=False):
            return f"/survey/{other}" in visitor.get(here).text

    second = timedelta(seconds=1)
    assert [is_named(moment) for moment in (start - second, start, end - second, end)] == [
        *(False, True),
        *(True, False),
    ]


def test_who_takes_the_last_place_takes_the_survey_from_the_menus(tenant, survey_of, respondent, visitor):
    here = tenant.public(f"/survey/{survey_of()}?lang=en")
    other = survey_of(cap=2)
    named = []
    for _ in range(2):
        named.append(f"/survey/{other}" in visitor.get(here).text)
        respondent(other).answer({"q_often": "weekly"})

    assert [*named, f"/survey/{other}" in visitor.get(here).text] == [True, True, False]


@pytest.mark.parametrize(
    ("state", "words"),
    [("pause", "Paused for a while"), ("close", "This survey has ended"), ("open", "How often?")],
)
def test_switches_hold_at_once(tenant, survey_of, respondent, state, words):
    code = survey_of()
    respondent(code).open()

    tenant.owner.post(tenant.console(f"/survey/{code}/state/{state}"))

    assert words in respondent(code).open().get_data(as_text=True)


def test_who_began_with_an_old_version_answers_what_was_asked(tenant, survey_of, respondent, rows):
    code = survey_of()
    early = respondent(code)
    early.open()
    with tenant.scope():
        survey = survey_by_code(code)
        question = {"id": "new", "kind": "short_text", "title": {"en": "A new question"}, "required": True}
        survey.draft = {"pages": [{"questions": [question]}]}
        publish_survey(survey=survey)
        db.session.commit()

    late = respondent(code)
    late.open()
    assert "A new question" in late.page
    assert early.send({"q_often": "weekly"}).status_code == 303
    assert late.send({"q_new": "Fine"}).status_code == 303

    def pinned(survey):
        return db.session.execute(
            select(SurveyVersion.number, SurveyResponse.answers)
            .join(SurveyResponse, SurveyResponse.version_id == SurveyVersion.id)
            .order_by(SurveyResponse.id)
        ).all()

    assert rows(code, pinned) == [(1, {"often": "weekly"}), (2, {"new": "Fine"})]


def test_an_old_page_is_asked_to_be_sent_again(survey_of, respondent, rows):
    code = survey_of()
    somebody = respondent(code)
    with time_machine.travel(datetime(2026, 5, 1, 9, 0, tzinfo=SHANGHAI), tick=False):
        somebody.open()

    with time_machine.travel(datetime(2026, 5, 20, 9, 0, tzinfo=SHANGHAI), tick=False):
        refused = somebody.send({"q_often": "weekly", "q_score": "0", "q_wrong": "Kept"})
        assert refused.status_code == 422
        assert "Kept" in somebody.page
        assert somebody.send({"q_often": "weekly"}).status_code == 303
