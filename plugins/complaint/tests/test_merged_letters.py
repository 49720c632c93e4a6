"""Letters that go on as one: only live ones, counted once, and out of sight together."""

import pytest
from sqlalchemy import select

from hutong import db
from plugins.complaint.models import Case
from plugins.complaint.statistics import two_years

pytestmark = pytest.mark.both_databases


@pytest.fixture
def state_of(stored):
    def read(case_id):
        return stored(lambda: db.session.scalar(select(Case.state).where(Case.id == case_id)))

    return read


def test_a_letter_does_not_go_into_one_that_was_closed_meanwhile(colleague, letter, state_of):
    owner, first, second = colleague("owner"), letter(), letter()
    owner.unlock()
    owner.act(f"/letters/{second}/close", outcome="solved", words="Bye")
    owner.act(f"/letters/{first}/merge", into=str(second))
    assert (state_of(first), state_of(second)) == ("new", "closed")


def test_a_part_is_not_closed_by_itself(colleague, letter, state_of):
    owner, first, second = colleague("owner"), letter(), letter()
    owner.unlock()
    owner.act(f"/letters/{first}/merge", into=str(second))
    owner.act(f"/letters/{first}/close", outcome="solved", words="Bye")
    assert (state_of(first), state_of(second)) == ("merged", "new")


def test_who_is_taken_out_of_sight_sees_no_part_either(colleague, letter):
    owner, staff = colleague("owner"), colleague("staff")
    first, second = letter(), letter()
    for one in (owner, staff):
        one.unlock()
    owner.act(f"/letters/{first}/merge", into=str(second))
    assert staff.get(f"/letters/{first}").status_code == 200
    owner.act(f"/letters/{second}/recuse", handler=str(staff.handler_id))
    assert [staff.get(f"/letters/{one}").status_code for one in (first, second)] == [404, 404]
    assert [owner.get(f"/letters/{one}").status_code for one in (first, second)] == [200, 200]
    owner.act(f"/letters/{first}/split")
    assert staff.get(f"/letters/{first}").status_code == 404


def test_letters_that_part_again_are_two_in_the_year(colleague, letter, stored):
    owner, first, second = colleague("owner"), letter(), letter()
    owner.unlock()

    def left_open():
        year = db.session.scalars(select(Case.received_on)).first().year
        return two_years(year)[0].open_at_end

    owner.act(f"/letters/{first}/merge", into=str(second))
    assert stored(left_open) == 1
    owner.act(f"/letters/{first}/split")
    assert stored(left_open) == 2
