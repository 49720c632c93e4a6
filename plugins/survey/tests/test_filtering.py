"""Filtered results are counted by the database, and exactly as the counters would have it."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from hutong import db
from hutong.fields import FormDefinition
from plugins.survey.counting import amounts_of
from plugins.survey.filtering import Filter, counts_of_some
from plugins.survey.models import SurveyResponse
from plugins.survey.operations import publish_survey
from plugins.survey.queries import survey_by_code, versions_of
from plugins.survey.results import results_of
from plugins.survey.testing import make_response

pytestmark = pytest.mark.both_databases

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 5, 31, 12, 0, tzinfo=SHANGHAI)
OPTIONS = [{"id": "a", "label": {"en": "A"}}, {"id": "b", "label": {"en": "B"}}]
QUESTIONS = [
    {"id": "one", "kind": "single", "title": {"en": "One"}, "options": OPTIONS, "other": True},
    {"id": "many", "kind": "multiple", "title": {"en": "Many"}, "options": OPTIONS, "other": True},
    {"id": "drop", "kind": "dropdown", "title": {"en": "Drop"}, "options": OPTIONS},
    {"id": "stars", "kind": "rating", "title": {"en": "Stars"}},
    {"id": "nps", "kind": "nps", "title": {"en": "Tell?"}},
    {"id": "short", "kind": "short_text", "title": {"en": "Short"}},
    {"id": "long", "kind": "long_text", "title": {"en": "Long"}},
    {"id": "count", "kind": "number", "title": {"en": "Count"}, "min": 0, "max": 100, "decimals": 1},
    {"id": "when", "kind": "date", "title": {"en": "When"}},
    {"id": "mail", "kind": "email", "title": {"en": "Mail"}},
    {"id": "ring", "kind": "phone", "title": {"en": "Ring"}},
    {"id": "agree", "kind": "consent", "title": {"en": "Agree"}, "statement": {"en": "Yes"}},
    {"id": "between", "kind": "section", "title": {"en": "Between"}, "body": {"en": "Words"}},
]
ANSWERS = [
    {"one": "a", "many": ["a", "b"], "drop": "b", "stars": 5, "nps": 10, "count": 7, "when": "2026-05-01"},
    {"one": {"other": "c"}, "many": [{"other": "1"}], "stars": 5, "nps": 0, "count": 7.5, "agree": True},
    {"one": "a", "short": "1", "long": "true", "mail": "a@b.example", "ring": "+8610", "when": "2026-05-31"},
    {"one": "a", "many": ["a", "b"], "nps": 10, "count": 7, "short": '{"a": "null"}'},
    {},
]


@pytest.fixture
def answered(tenant, survey_of):
    """A survey with every kind of question and answers on several days, of two versions."""
    code = survey_of(*QUESTIONS)
    with tenant.scope():
        survey = survey_by_code(code)
        for number, answers in enumerate(ANSWERS * 3):
            more = {"seconds": number * 400, "submitted_at": NOW - timedelta(days=number, hours=13)}
            make_response(survey, answers, nonce=f"n{number}", **more)
        make_response(survey, ANSWERS[0], nonce="aside", state="quarantined", submitted_at=NOW)
        survey.draft = {"pages": [{"questions": QUESTIONS[:3]}]}
        publish_survey(survey=survey)
        make_response(survey, {"one": "b"}, nonce="new", submitted_at=NOW, seconds=3600)
        db.session.commit()
    return code


def counted_one_by_one(survey, chosen):
    """What the counters would hold if only these responses had come."""
    total = Counter()
    for version in versions_of(survey.id):
        definition = FormDefinition.from_data(version.definition)
        for response in db.session.query(SurveyResponse).where(SurveyResponse.version_id == version.id):
            if response.state == "accepted" and response.submitted_at >= chosen.since:
                total.update(
                    amounts_of(
                        definition, response.answers, response.submitted_at, response.seconds, SHANGHAI
                    )
                )
    return total


@pytest.mark.parametrize("days", [1, 7, 100])
def test_every_kind_is_counted_as_the_counters_would(tenant, answered, rows, days):
    chosen = Filter(since=NOW - timedelta(days=days))
    calendar = [date(2026, 5, 31) - timedelta(days=ago) for ago in range(20)]

    def both(survey):
        definitions = {v.id: FormDefinition.from_data(v.definition) for v in versions_of(survey.id)}
        found = counts_of_some(survey.id, definitions, chosen, calendar, SHANGHAI)
        return +found, counted_one_by_one(survey, chosen)

    found, expected = rows(answered, both)
    assert found == expected
    assert expected["@all"] == {1: 2, 7: 8, 100: 16}[days]


def test_the_page_says_the_same_with_a_filter_that_lets_everything_through(tenant, answered, rows):
    with time_machine.travel(NOW, tick=False):
        page = tenant.owner.get(tenant.console(f"/survey/{answered}/results?days=30")).get_data(as_text=True)
        found = rows(answered, lambda survey: results_of(survey, "en", SHANGHAI, Filter(since=NOW)))

    assert ">16<" in page
    assert (found.responses, [count for _day, count in found.days]) == (1, [0, 0, 0, 0, 0, 0, 1])


def test_answers_of_another_tenant_are_not_counted(tenant, other_tenant, answered):
    with tenant.scope():
        survey_id = survey_by_code(answered).id
    with other_tenant.scope():
        found = counts_of_some(survey_id, {}, Filter(since=NOW - timedelta(days=100)), [], SHANGHAI)
    assert found["@all"] == 0
