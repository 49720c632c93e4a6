"""Members answer by name: told before, free to leave it out, shown to the owner, forgotten on demand.

Wherever no name may be taken there is a member on the phone, whose name could leak.
"""

import csv
import io
import json
import re

import pytest
from sqlalchemy import select

from hutong import db
from plugins.survey.models import SurveyResponse
from plugins.survey.operations import publish_survey
from plugins.survey.testing import make_survey

pytestmark = pytest.mark.both_databases

NAME, SHOWN = "=Wang <Fang>", "=Wang &lt;Fang&gt;"
TOLD = f"You answer as {SHOWN}, member."
ANSWERS = {"q_often": "weekly"}


@pytest.fixture
def join(app, tenant):
    """Join the community on a new phone; gives the phone."""

    def on_a_new_phone(name=NAME):
        phone = app.test_client()
        page = phone.get(tenant.public("/join?lang=en")).text
        token = re.search(r'name="form_token" value="([^"]+)"', page)[1]
        fields = {"form_token": token, "name": name, "email": "fang@example.com", "consent": "y"}
        assert phone.post(tenant.public("/join?lang=en"), data=fields).status_code == 302
        return phone

    return on_a_new_phone


@pytest.fixture
def member(join, respondent):
    """A member in front of a form: ``member(code)``."""
    phone = join()

    def at(code, query="?lang=en"):
        somebody = respondent(code, query)
        somebody.client = phone
        return somebody

    return at


def fields_of(somebody):
    """What the form on show would send along about its member."""
    found = re.search(r'name="answer_as" value="([^"]+)"', somebody.page)
    return {"answer_as": found[1]} if found else {}


def names_taken(survey):
    found = db.session.scalars(
        select(SurveyResponse).where(SurveyResponse.survey_id == survey.id).order_by(SurveyResponse.id)
    )
    return [response.person_id is not None for response in found]


def person_page(tenant):
    """The console's page of the one member, and its address."""
    people = tenant.owner.get(tenant.console("/people/?role=member&lang=en")).text
    address = re.search(rf'href="({tenant.console("/people/")}[0-9a-f-]{{36}})"', people)[1]
    return address, tenant.owner.get(address).text


def results_of(tenant, code):
    """Everything the console shows of a survey's answers, the table too."""
    base = tenant.console(f"/survey/{code}")
    pages = [tenant.owner.get(f"{base}/{page}") for page in ("results", "answers", "answers.csv")]
    single = re.search(rf'href="({base}/answers/[0-9a-f-]{{36}})"', pages[1].text)
    pages.append(tenant.owner.get(single[1]))
    assert [page.status_code for page in pages] == [200, 200, 200, 200]
    return [page.text for page in pages]


def test_a_member_is_told_answers_is_shown_handed_out_and_forgotten(tenant, survey_of, member, rows):
    code = survey_of()
    somebody = member(code)

    opened = somebody.open()
    assert TOLD in somebody.page
    assert opened.headers["Cache-Control"] == "private, no-cache"
    sent = somebody.send({**ANSWERS, "q_score": "2", "q_wrong": "Too slow"}, **fields_of(somebody))

    assert sent.status_code == 303
    assert rows(code, names_taken) == [True]
    _results, listed, table, single = results_of(tenant, code)
    assert SHOWN in listed
    assert SHOWN in single
    heading, row = csv.reader(io.StringIO(table))
    assert (heading[1], row[1]) == ("Name", f"'{NAME}")
    address, page = person_page(tenant)
    assert page.count("Answered: How did we do?") == 1
    assert page.count("Began to answer: How did we do?") == 1
    handed_out = json.loads(tenant.owner.get(f"{address}/export.json").data)
    assert [answer["answers"] for answer in handed_out["survey_response"]] == [
        {"often": "weekly", "score": 2, "wrong": "Too slow"}
    ]

    tenant.owner.post(f"{address}/erase", data={"confirm": "yes"})

    assert rows(code, names_taken) == [False]
    for page in [*results_of(tenant, code), tenant.owner.get(address).text]:
        assert SHOWN not in page
        assert NAME not in page
        assert "Too slow" not in page


def test_a_member_may_leave_the_name_out(tenant, survey_of, member, rows):
    code = survey_of()
    somebody = member(code)
    somebody.open()
    somebody.client.post(somebody.address + "/start", data=somebody.fields)  # the page says that they began

    somebody.send(ANSWERS, without_name="yes", **fields_of(somebody))

    assert rows(code, names_taken) == [False]
    assert "How did we do?" not in person_page(tenant)[1]
    assert all(SHOWN not in page and NAME not in page for page in results_of(tenant, code))
    assert "Name" not in results_of(tenant, code)[2].splitlines()[0]


def test_the_choice_goes_along_from_page_to_page(survey_of, member, rows):
    first = {"id": "name", "kind": "short_text", "title": {"en": "Word"}}
    second = {"id": "day", "kind": "date", "title": {"en": "Day"}}
    code = survey_of(pages=[[first], [second]])

    for choice, taken in (({}, True), ({"without_name": "yes"}, False)):
        somebody = member(code)
        somebody.open()
        somebody.send({"q_name": "x"}, **fields_of(somebody), **choice)
        ticked = 'name="without_name" value="yes" checked' in somebody.page
        assert (TOLD in somebody.page, ticked) == (True, not taken)
        somebody.send({"q_day": "2026-05-23"}, **fields_of(somebody), **choice)
        assert rows(code, names_taken)[-1] is taken


def test_the_kept_page_is_nobodys(survey_of, member, respondent):
    code = survey_of()

    member(code).open()  # the page is made and kept for a member …
    stranger = respondent(code)
    stranger.open()

    assert "Wang" not in stranger.page
    assert "answer_as" not in stranger.page
    again = member(code)
    again.open()
    assert TOLD in again.page


def test_the_same_again_is_one_answer_and_without_the_name_it_is_another(survey_of, member, rows):
    code = survey_of()
    somebody = member(code)
    somebody.open()
    sent = {**somebody.fields, **ANSWERS, **fields_of(somebody)}

    twice = [somebody.client.post(somebody.address, data=sent).status_code for _time in range(2)]
    without = somebody.client.post(somebody.address, data={**sent, "without_name": "yes"})

    assert (twice, without.status_code) == ([303, 303], 422)
    assert rows(code, names_taken) == [True]


def test_a_survey_without_names_takes_none_and_says_so(tenant, survey_of, member, rows):
    code = survey_of()
    asked = member(code)
    asked.open()
    told = fields_of(asked)
    tenant.owner.post(
        tenant.console(f"/survey/{code}/settings/rules"),
        data={
            "base": re.search(
                r'name="base"[^>]* value="([^"]*)"',
                tenant.owner.get(tenant.console(f"/survey/{code}/settings/rules")).text,
            )[1],
            "languages": ["en", "zh"],
            "keep_days": "365",
            "notify": "off",
            "nameless": "y",
        },
    )
    assert "Names are no longer recorded" in tenant.owner.get(tenant.console(f"/survey/{code}/publish")).text
    tenant.owner.post(tenant.console(f"/survey/{code}/publish"))

    somebody = member(code)
    somebody.open()
    assert "Nobody’s name is recorded, not even a member’s." in somebody.page
    assert "Wang" not in somebody.page
    somebody.send(ANSWERS, **told)

    assert rows(code, names_taken) == [False]
    assert "How did we do?" not in person_page(tenant)[1]
    assert all("Wang" not in page for page in results_of(tenant, code))


def test_the_next_customer_on_a_members_tablet_is_not_the_member(tenant, survey_of, member, rows):
    code = survey_of()
    somebody = member(code)
    somebody.open()
    told = fields_of(somebody)
    thanks = somebody.client.get(somebody.send(ANSWERS, **told).location).text
    handed_on = re.search(rf'href="({tenant.public(f"/survey/{code}")}\?[^"]*next=1[^"]*)"', thanks)[1]
    query = "?" + handed_on.partition("?")[2].replace("&amp;", "&")

    customer = member(code, query)
    customer.open()
    assert "Wang" not in customer.page
    assert re.search(r"lang=zh[^\"]*next=1", customer.page)
    refused = customer.send({}, **told)
    assert (refused.status_code, "Wang" in customer.page) == (422, False)
    sent = customer.send(ANSWERS, **told)

    assert "next=1" in sent.location
    assert rows(code, names_taken) == [True, False]
    assert person_page(tenant)[1].count("Answered: How did we do?") == 1


def test_nobody_else_is_named_on_a_form_that_told_somebody(tenant, survey_of, member, join, respondent, rows):
    code = survey_of()
    somebody = member(code)
    somebody.open()
    told = fields_of(somebody)
    visitor = respondent(code)
    visitor.open()

    somebody.client.delete_cookie("hutong_person", path=tenant.public("").rstrip("/"))
    visitor.client = join("Somebody Else")  # signed in after the page had been opened, on the same phone
    somebody.client = visitor.client
    somebody.send(ANSWERS, **told)
    visitor.send(ANSWERS)

    assert rows(code, names_taken) == [False, False]


def test_a_rehearsal_takes_no_name(tenant, survey_of, member, rows):
    code = survey_of()
    preview = tenant.owner.get(tenant.console(f"/survey/{code}/preview")).text
    query = "?" + re.search(r"/survey/[a-z0-9]+\?([^\"<]*test=[^\"<]*)", preview)[1].replace("&amp;", "&")
    somebody = member(code, query)
    somebody.open()
    assert "A rehearsal" in somebody.page
    assert "Wang" not in somebody.page

    somebody.send(ANSWERS)

    assert rows(code, names_taken) == [False]


def test_a_copy_and_a_new_version_keep_to_no_names(tenant):
    with tenant.scope():
        survey = make_survey(nameless=True)

        version = publish_survey(survey=survey)

        assert (survey.nameless, version.nameless) == (True, True)
