"""Results, single answers, the table, and what is told and forgotten."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from sqlalchemy import event, func, select

from hutong import db, now
from plugins.survey.charts import data_of
from plugins.survey.commands import results
from plugins.survey.counting import counts_of, rebuild_counters
from plugins.survey.models import SurveyResponse
from plugins.survey.results import results_of

pytestmark = pytest.mark.both_databases


def tell(tenant, path):
    return tenant.owner.get(tenant.console(path)).get_data(as_text=True)


@pytest.fixture
def answered(survey_of, respondent):
    """A survey with six answers: marks 10 10 9 7 3 0."""
    code = survey_of()
    for score in (10, 10, 9, 7, 3, 0):
        answers = {"q_often": "weekly" if score > 5 else "first", "q_score": str(score)}
        respondent(code).answer({**answers, **({"q_wrong": f"Words {score}"} if score < 7 else {})})
    return code


def test_charts_are_made_of_counters(answered, rows, tenant):
    zone = tenant.info().zone
    found = rows(answered, lambda survey: results_of(survey, "en", zone))

    assert found.responses == 6
    assert [data_of(result) for result in found.questions] == [
        {
            "id": "often",
            "kind": "single",
            "title": {"en": "How often?", "zh": "多久来一次？"},
            "answered": 6,
            "counts": {"weekly": 4, "first": 2},
        },
        {
            "id": "score",
            "kind": "nps",
            "title": {"en": "Recommend us?", "zh": "会推荐吗？"},
            "answered": 6,
            "counts": {str(mark): {10: 2, 9: 1, 7: 1, 3: 1, 0: 1}.get(mark, 0) for mark in range(11)},
            "score": 17,
        },
        {
            "id": "wrong",
            "kind": "long_text",
            "title": {"en": "What went wrong?", "zh": "哪里没做好？"},
            "answered": 2,
        },
    ]
    assert [words.text for words in found.words["wrong"]] == ["Words 0", "Words 3"]


def test_counting_anew_gives_the_same(answered, tenant, rows):
    before = rows(answered, lambda survey: counts_of(survey.id))
    zone = tenant.info().zone

    assert rows(answered, lambda survey: rebuild_counters(survey.id, zone)) == 6
    assert rows(answered, lambda survey: counts_of(survey.id)) == before


def test_pages_of_results_open(answered, tenant):
    page = tell(tenant, f"/survey/{answered}/results")

    assert "Words 3" in page
    assert "6" in tell(tenant, f"/survey/{answered}/results?days=7")
    assert "Words 0" in tell(tenant, f"/survey/{answered}/said/wrong")


def test_an_open_page_is_told_only_what_is_new(app, tenant, answered, respondent):
    address = tenant.console(f"/survey/{answered}/results.json?lang=en")
    page = tell(tenant, f"/survey/{answered}/results?lang=en")
    found = re.search(r'data-mark="([0-9a-f]+)"', page)[1]
    mark = {"If-None-Match": f'"{found}"'}
    with app.app_context():
        bind = db.session.get_bind()
    read = []
    event.listen(bind, "before_cursor_execute", count := lambda *arguments: read.append(arguments[2]))
    same = tenant.owner.get(address, headers=mark)
    event.remove(bind, "before_cursor_execute", count)
    respondent(answered).answer({"q_often": "first", "q_score": "1", "q_wrong": "A new lid"})
    other = tenant.owner.get(address, headers=mark)
    again = tenant.owner.get(address, headers={"If-None-Match": f"W/{other.headers['ETag']}"})

    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", mark["If-None-Match"])
    assert not any("survey_response.answers" in statement for statement in read)
    assert (other.status_code, other.json["responses"], "A new lid" in other.json["html"]) == (200, 7, True)
    assert (again.status_code, "<html" in other.json["html"]) == (304, False)


def test_an_open_page_with_a_filter_keeps_to_it(tenant, answered):
    other = json.loads(tell(tenant, f"/survey/{answered}/results.json?days=7&lang=en"))

    assert other["responses"] == 6
    assert f"/survey/{answered}/said/wrong?days=7" in other["html"]


def test_a_deleted_answer_counts_no_more_until_it_is_back(answered, tenant, rows):
    def newest(survey):
        return db.session.scalar(
            select(SurveyResponse.id)
            .where(SurveyResponse.survey_id == survey.id)
            .order_by(SurveyResponse.id.desc())
        )

    address = tenant.console(f"/survey/{answered}/answers/{rows(answered, newest)}")
    for verb, expected in (("delete", (5, 0)), ("delete", (5, 0)), ("restore", (6, 1)), ("restore", (6, 1))):
        tenant.owner.post(f"{address}/{verb}")
        counts = rows(answered, lambda survey: counts_of(survey.id))
        assert (counts["@all"], counts["score:0"]) == expected


def test_a_deleted_answer_leaves_its_place_to_another(survey_of, respondent, tenant, rows):
    code = survey_of(cap=1)
    respondent(code).answer({"q_often": "weekly"})
    assert "Every place is taken" in respondent(code).open().get_data(as_text=True)

    response_id = rows(code, lambda _survey: db.session.scalar(select(SurveyResponse.id)))
    tenant.owner.post(tenant.console(f"/survey/{code}/answers/{response_id}/delete"))

    assert respondent(code).answer({"q_often": "first"}).status_code == 303
    assert "Every place is taken" in respondent(code).open().get_data(as_text=True)


def test_what_was_set_aside_is_shown_and_can_be_let_in(survey_of, respondent, tenant, rows):
    code = survey_of()
    respondent(code).answer({"q_often": "weekly", "homepage": "x"})

    def aside(survey):
        return db.session.scalar(
            select(SurveyResponse.id).where(
                SurveyResponse.survey_id == survey.id, SurveyResponse.state == "quarantined"
            )
        )

    response_id = rows(code, aside)
    assert "One answer looks automatic" in tell(tenant, f"/survey/{code}/results")
    assert "people cannot see" in tell(tenant, f"/survey/{code}/answers/{response_id}")
    tenant.owner.post(tenant.console(f"/survey/{code}/answers/{response_id}/accept"))

    assert rows(code, lambda survey: counts_of(survey.id)["@all"]) == 1


def test_the_table_is_safe_and_complete(survey_of, respondent, tenant):
    text = {"id": "text", "kind": "short_text", "title": {"en": "=Title()"}}
    code = survey_of(text)
    said = ["=1+1", "+86 10", "@SUM(A1)", "-2+3", "\u00a0=cmd|' /C calc'!A0", "Fine, thanks", "-5"]
    for words in said:
        respondent(code).answer({"q_text": words})

    response = tenant.owner.get(tenant.console(f"/survey/{code}/answers.csv"))
    content = response.get_data()
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    assert content.startswith(b"\xef\xbb\xbf")
    assert table[0][-1] == "'=Title()"
    assert [row[-1] for row in table[1:]] == [
        "'=1+1",
        "'+86 10",
        "'@SUM(A1)",
        "'-2+3",
        "'=cmd|' /C calc'!A0",
        "Fine, thanks",
        "-5",
    ]


def test_tests_before_launch_count_nowhere_and_go_at_once(tenant, survey_of, respondent, rows):
    code = survey_of(state="draft", version_number=0)
    page = tell(tenant, f"/survey/{code}/preview")
    query = re.search(rf'survey/{code}\?(test=[^"<&]+)', page).group(1)
    tester = respondent(code, query=f"?{query}&lang=en")

    sent = tester.answer({"q_often": "weekly"})
    assert (sent.status_code, "test=" in sent.location) == (303, True)
    assert tester.client.get(sent.location).status_code == 200

    def tests(survey):
        return db.session.scalar(
            select(func.count()).select_from(SurveyResponse).where(SurveyResponse.state == "test")
        )

    assert rows(code, tests) == 1
    assert rows(code, lambda survey: dict(counts_of(survey.id))) == {}
    tenant.owner.post(tenant.console(f"/survey/{code}/tests/clear"))
    assert rows(code, tests) == 0
    assert "How often?" not in respondent(code).open().get_data(as_text=True)
    forged = respondent(code, query="?test=forged").open().get_data(as_text=True)
    assert "How often?" not in forged


def test_answers_are_forgotten_when_it_was_promised(app, tenant, answered, rows, run_jobs):
    run_jobs("survey.forget")
    assert rows(answered, lambda survey: counts_of(survey.id)["@all"]) == 6

    with time_machine.travel(now() + timedelta(days=366), tick=False):
        run_jobs("survey.forget")

    assert rows(answered, lambda survey: counts_of(survey.id)["@all"]) == 0
    stored = rows(answered, lambda _survey: db.session.scalar(select(func.count(SurveyResponse.id))))
    assert stored == 0


def test_the_owner_hears_once_of_a_day(tenant, answered, run_jobs, mails):
    tenant.owner  # noqa: B018 - there is an owner to write to
    run_jobs("survey.tell_daily")
    run_jobs("survey.tell_daily")

    assert [(mail.recipient, mail.subject) for mail in mails()] == [
        ("owner@corner.example", "6 customers spoke up today")
    ]


def test_new_answers_wait_until_they_were_seen(tenant, answered, app):
    engine = app.extensions["hutong.plugins"]
    info = tenant.info()

    def waiting():
        with app.test_request_context("/?lang=en"), tenant.scope():
            return [item.label for item in engine.gather_items(info, "waiting")]

    assert waiting() == ["6 new answers"]
    tenant.owner.post(tenant.console(f"/survey/{answered}/seen"))
    assert waiting() == []


def test_the_command_tells_results(app, tenant, answered):
    def told(*arguments):
        with app.app_context():
            return CliRunner().invoke(results, [tenant.slug, *arguments])

    assert json.loads(told(answered).output)["responses"] == 6
    assert len(list(csv.reader(io.StringIO(told(answered, "--format", "csv").output)))) == 7
    assert (told("nothing").exit_code, told("nothing").output) == (
        1,
        "Error: no published survey 'nothing' here\n",
    )


def test_what_was_answered_is_shown_to_staff_unless_it_is_withheld(answered, tenant):
    base = tenant.console(f"/survey/{answered}")
    assert "Words 3" in tenant.staff.get(tenant.console("/")).text

    tenant.withhold("staff", "survey.results", "survey.export")

    today, surveys = (tenant.staff.get(tenant.console(path)).text for path in ("/", "/survey/"))
    assert "Words" not in today
    assert f"{base}/results" not in today  # nor what waits there
    assert f"{base}/results" not in surveys
    for path in ("results", "results.json", "answers", "answers.csv", "said/wrong"):
        assert tenant.staff.get(f"{base}/{path}").status_code == 403
        assert tenant.owner.get(f"{base}/{path}").status_code == 200
    builder = tenant.staff.get(base)
    assert (builder.status_code, f"{base}/results" in builder.text) == (200, False)


def test_a_published_survey_is_only_binned_by_those_who_may_publish(survey_of, tenant):
    code = survey_of()
    tenant.staff.post(tenant.console("/survey/new"), data={"title": "Only a draft"})
    draft = re.search(r"/survey/([a-z0-9]{8})\"", tell(tenant, "/survey/").replace(code, ""))[1]
    tenant.withhold("staff", "survey.publish")

    bins = [tenant.staff.post(tenant.console(f"/survey/{one}/bin")).status_code for one in (code, draft)]

    assert bins == [403, 302]
    assert tell(tenant, "/survey/").count(f"/survey/{code}/") == 1
    tenant.withhold("staff")
    assert tenant.staff.post(tenant.console(f"/survey/{code}/bin")).status_code == 302
