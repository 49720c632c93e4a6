"""What holds under load: once is once, a cap is a cap, and the work does not grow with what came before."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select

from hutong import db
from plugins.survey.counting import answers_received, roll_up
from plugins.survey.models import Survey, SurveyResponse
from plugins.survey.testing import make_response

pytestmark = pytest.mark.both_databases


def stored(survey):
    return db.session.scalar(
        select(func.count(SurveyResponse.id)).where(SurveyResponse.survey_id == survey.id)
    )


def test_one_form_sent_by_twenty_threads_at_once_is_one_response(survey_of, respondent, rows):
    code = survey_of()
    opened = respondent(code)
    opened.open()

    def send(_number):
        somebody = respondent(code)
        somebody.fields = opened.fields
        return somebody.send({"q_often": "weekly"}).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(send, range(20)))

    assert statuses == [303] * 20
    assert rows(code, stored) == 1
    assert rows(code, lambda survey: answers_received(survey.id)) == 1


def test_a_cap_lets_in_exactly_as_many_as_it_says(survey_of, respondent, rows):
    code = survey_of(cap=7)
    everybody = [respondent(code) for _customer in range(20)]
    for somebody in everybody:
        somebody.open()

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(lambda one: one.send({"q_often": "weekly"}).status_code, everybody))

    assert sorted(statuses) == [303] * 7 + [409] * 13
    assert rows(code, stored) == 7
    assert rows(code, lambda survey: survey.taken) == 7


def test_a_full_survey_still_knows_who_was_in(survey_of, respondent, rows):
    code = survey_of(cap=1)
    somebody = respondent(code)
    somebody.open()
    fields = somebody.fields
    somebody.send({"q_often": "weekly"})

    again = somebody.client.post(somebody.address, data={**fields, "q_often": "weekly"})

    assert again.status_code == 303
    assert "Every place is taken" in respondent(code).open().get_data(as_text=True)


class Statements:
    """Counts the statements that the database is sent."""

    def __init__(self, app):
        with app.app_context():
            self.bind = db.session.get_bind()

    def __enter__(self):
        self.sent = []
        event.listen(self.bind, "before_cursor_execute", self._note)
        return self

    def __exit__(self, *_exception):
        event.remove(self.bind, "before_cursor_execute", self._note)

    def _note(self, _connection, _cursor, statement, *_rest):
        if statement.partition(" ")[0] not in ("BEGIN", "SAVEPOINT"):
            self.sent.append(statement)


@pytest.mark.parametrize("is_member", [False, True])
def test_an_answer_costs_the_same_statements_after_none_and_after_300(
    app, tenant, survey_of, respondent, rows, database_kind, is_member
):
    code = survey_of()
    respondent(code).answer({"q_often": "weekly"})  # compiles the form and renders its page

    def cost(answers):
        somebody = respondent(code)
        if is_member:
            somebody.client = tenant.member
        with Statements(app) as opening:
            somebody.open()
        told = re.search(r'name="answer_as" value="([^"]+)"', somebody.page)
        answers = {**answers, **({"answer_as": told[1]} if told else {})}
        with Statements(app) as sending:
            assert somebody.send(answers).status_code == 303
        return len(opening.sent), len(sending.sent)

    few = cost({"q_often": "weekly"})
    with tenant.scope():
        survey = db.session.scalar(select(Survey).where(Survey.code == code))
        for number in range(300):
            make_response(survey, {"often": "weekly"}, nonce=f"earlier-{number}")
        db.session.commit()

    assert cost({"q_often": "weekly"}) == few
    assert cost({"q_often": "weekly", "q_score": "1", "q_wrong": "All three"}) == few
    opening, sending = {"sqlite": (2, 6), "postgresql": (2, 7)}[database_kind]
    # A member: who it is, anew once the form has arrived; and two acts that a tool is told of in jobs.
    assert few == (opening + is_member, sending + 4 * is_member)
    named = rows(code, lambda survey: db.session.scalar(select(func.count(SurveyResponse.person_id))))
    assert named == (3 if is_member else 0)


def test_sums_are_the_same_once_the_queue_is_summed_up(survey_of, respondent, tenant, rows):
    code = survey_of()
    for _customer in range(3):
        respondent(code).answer({"q_often": "weekly"})
    before = rows(code, lambda survey: answers_received(survey.id))

    with tenant.scope():
        survey = db.session.scalar(select(Survey).where(Survey.code == code))
        roll_up(survey.id)
        db.session.commit()
        again = roll_up(survey.id)

    assert (before, again) == (3, 0)
    assert rows(code, lambda survey: answers_received(survey.id)) == 3
