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


def test_a_part_of_what_somebody_must_not_see_is_not_there_for_them(colleague, letter):
    owner, staff = colleague("owner"), colleague("staff")
    about_staff, other, third = letter("CANARY about you"), letter(), letter()
    for one in (owner, staff):
        one.unlock()
    owner.act(f"/letters/{about_staff}/recuse", handler=str(staff.handler_id))

    owner.act(f"/letters/{other}/merge", into=str(about_staff))

    assert staff.get(f"/letters/{other}").status_code == 404
    assert [str(one) in staff.get("/", state="merged").text for one in (other, about_staff)] == [False, False]
    assert str(staff.handler_id) not in owner.get(f"/letters/{other}/assign").text
    nowhere = "0" * 8 + "-0000-4000-8000-" + "0" * 12
    answers = [staff.act(f"/letters/{third}/merge", into=str(into)) for into in (about_staff, nowhere)]
    assert [(answer.status_code, answer.text) for answer in answers[:1]] == [(404, answers[1].text)]

    owner.act(f"/letters/{other}/split")  # a slip that is undone leaves nothing behind
    assert staff.get(f"/letters/{other}").status_code == 200


def test_what_is_new_in_a_part_that_somebody_must_not_see_is_not_told(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    part, main = letter(), letter()
    for one in (owner, staff):
        one.unlock()
        one.act(f"/letters/{main}/seen")
    owner.act(f"/letters/{part}/recuse", handler=str(staff.handler_id))

    owner.act(f"/letters/{part}/merge", into=str(main))  # its writer's words are still new

    assert ["unread" in one.get("/").text for one in (owner, staff)] == [True, False]


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
