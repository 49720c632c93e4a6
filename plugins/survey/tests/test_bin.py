"""What leaves the bin for good: the survey with its answers, and nothing else."""

import pytest
from sqlalchemy import func, select

from hutong import db, funnel_total, funnels_by_link
from plugins.survey.counting import answers_received
from plugins.survey.models import Survey, SurveyResponse, SurveyVersion
from plugins.survey.queries import survey_by_code

pytestmark = pytest.mark.both_databases


@pytest.fixture
def binned(tenant, survey_of, respondent):
    """A survey with two answers, in the bin. Its code."""
    code = survey_of()
    for often in ("weekly", "first"):
        respondent(code).answer({"q_often": often})
    tenant.owner.post(tenant.console(f"/survey/{code}/bin"))
    return code


@pytest.fixture
def left(tenant, binned):
    """Codes of all surveys, versions and answers, what the binned one's counter and the ledger say."""
    with tenant.scope():
        binned_id = survey_by_code(binned, in_bin=True).id

    def count():
        with tenant.scope():
            codes = set(db.session.scalars(select(Survey.code)))
            hanging = [
                db.session.scalar(select(func.count()).select_from(model))
                for model in (SurveyVersion, SurveyResponse)
            ]
            completions = funnel_total(funnels_by_link(binned_id).values())["complete"]
            return codes, hanging, answers_received(binned_id), completions

    return count


def test_a_survey_that_is_gone_takes_its_answers_along_and_leaves_the_ledger(tenant, survey_of, binned, left):
    other = survey_of()
    assert left() == ({binned, other}, [2, 2], 2, 2)
    address = tenant.console(f"/survey/bin/{binned}")

    asked = tenant.owner.get(f"{address}?lang=en").text
    tenant.owner.post(address)

    assert "2 answers. To save them as a table, put the survey back first." in asked
    assert left() == ({other}, [1, 0], 0, 2)
    assert tenant.owner.get(address).status_code == 404


def test_staff_may_not_and_what_is_not_in_the_bin_stays(tenant, survey_of, binned, left):
    other = survey_of()
    before = left()

    assert tenant.staff.post(tenant.console(f"/survey/bin/{binned}")).status_code == 403
    assert f"/survey/bin/{binned}" not in tenant.staff.get(tenant.console("/survey/bin")).text
    assert tenant.owner.post(tenant.console(f"/survey/bin/{other}")).status_code == 404
    assert left() == before
