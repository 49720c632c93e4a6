"""How often somebody may draw, and who; what reloading and a cleared phone gain."""

from datetime import timedelta

import pytest
from hutong_luckydraw.models import Turn
from hutong_luckydraw.tests.conftest import draw_on, form_on
from sqlalchemy import select

from hutong import db, now


def test_a_doubled_tap_is_one_draw(tenant, visitor, new_draw, books):
    draw_id, path = new_draw(per_person=5)
    form = form_on(visitor, path)

    first, second = visitor.post(path, data=form), visitor.post(path, data=form)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert books(draw_id) == (1, 1, 0, [1])


def test_loading_the_page_again_gains_nothing(tenant, visitor, new_draw, books):
    draw_id, path = new_draw()
    waiting_forms = [form_on(visitor, path) for _page in range(3)]

    answers = [visitor.post(path, data=form) for form in waiting_forms]

    assert [answer.status_code for answer in answers] == [303, 409, 409]
    assert books(draw_id) == (1, 1, 0, [1])
    page = visitor.get(path).text
    assert ("You have no draw left" in page, "form_token" in page) == (True, False)


def test_a_member_gains_nothing_by_another_phone_or_no_cookie(tenant, new_draw, books):
    draw_id, path = new_draw(audience="members")
    draw_on(tenant.member, path)
    form = {"form_token": "gone"}

    tenant.member.delete_cookie("luckydraw_phone", path=tenant.public("/luckydraw"))
    page = tenant.member.get(path).text
    answer = tenant.member.post(path, data=form)

    assert "You have no draw left" in page
    assert answer.status_code == 400
    assert books(draw_id) == (1, 1, 0, [1])


def test_strangers_are_told_that_it_is_for_members(tenant, visitor, new_draw, books):
    draw_id, path = new_draw(audience="members")

    page = visitor.get(path).text

    assert ("For members only" in page, "form_token" in page) == (True, False)
    assert books(draw_id) == (0, 0, 0, [0])


def test_whoever_joins_after_it_opened_is_no_regular(tenant, new_draw, books):
    _early = tenant.member
    draw_id, path = new_draw(audience="regulars")

    assert "You won" in draw_on(tenant.member, path).text
    late = tenant.as_role("staff")
    assert "for those who were here before" in late.get(path).text
    assert books(draw_id) == (1, 1, 0, [1])


def test_where_anyone_may_draw_a_cleared_phone_is_a_new_one_and_the_owner_is_told_so(
    tenant, visitor, new_draw, books
):
    draw_id, path = new_draw()
    draw_on(visitor, path)

    visitor.delete_cookie("luckydraw_phone", path=tenant.public("/luckydraw"))
    draw_on(visitor, path)

    assert books(draw_id) == (2, 2, 0, [2])
    said = tenant.owner.get(tenant.console(f"/luckydraw/{draw_id}")).text
    assert "Somebody who clears their phone can draw again." in said


def test_a_phone_that_keeps_no_cookie_is_told_why_it_cannot_draw(app, new_draw, books):
    draw_id, path = new_draw()
    phone = app.test_client(use_cookies=False)

    answer = phone.post(path, data=form_on(phone, path))

    assert (answer.status_code, "keeps no cookies" in answer.text) == (409, True)
    assert books(draw_id) == (0, 0, 0, [0])


def test_tomorrow_is_another_day(tenant, visitor, new_draw, books):
    draw_id, path = new_draw(per_person=0, per_day=1)
    draw_on(visitor, path)

    assert "You can draw again tomorrow." in visitor.get(path).text
    with tenant.scope():
        turn = db.session.scalars(select(Turn)).one()
        turn.drawn_on -= timedelta(days=1)
        db.session.commit()
    draw_on(visitor, path)

    assert books(draw_id) == (2, 2, 0, [2])


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ({"opens_at": timedelta(hours=1)}, "It hasn’t begun yet"),
        ({"closes_at": timedelta(hours=-1)}, "This draw is over"),
    ],
)
def test_before_and_after_nobody_draws(tenant, visitor, new_draw, books, times, said):
    open_id, open_path = new_draw()
    form = form_on(visitor, open_path)
    draw_id, path = new_draw(**{name: now() + offset for name, offset in times.items()})

    page = visitor.get(path)
    answer = visitor.post(path, data=form)

    assert (page.status_code, said in page.text, "form_token" in page.text) == (200, True, False)
    assert answer.status_code == 400  # a form of another draw
    assert (books(draw_id)[0], books(open_id)[0]) == (0, 0)


def test_a_form_that_was_loaded_in_time_is_refused_once_it_is_over(tenant, visitor, new_draw, books):
    draw_id, path = new_draw()
    form = form_on(visitor, path)
    tenant.owner.post(tenant.console(f"/luckydraw/{draw_id}/state/closed"))

    answer = visitor.post(path, data=form)

    assert (answer.status_code, "This draw is over" in answer.text) == (409, True)
    assert books(draw_id) == (0, 0, 0, [0])
