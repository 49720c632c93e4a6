"""A draw from its name to the prize in a customer's hand, page by page."""

import re

from hutong_luckydraw.queries import draws_in_use, prizes_of, winning_turns
from hutong_luckydraw.tests.conftest import draw_on, form_on
from sqlalchemy import select

from hutong import ShareLink, db
from hutong.testing import notifications_of


def code_of(page):
    """The prize's code as it stands under the square one."""
    return re.search(r'class="letters">([^<]+)<', page)[1].replace(" ", "")


def new_prize(**more):
    return {"name_en": "A coffee", "icon": "cup", "stock": "2", "wins": "1", "tries": "1"} | more


def test_from_the_name_to_the_prize_in_the_hand(tenant, visitor, books):
    owner, staff = tenant.owner, tenant.staff

    # The owner gives it a name, a prize, and opens it.
    made = owner.post(tenant.console("/luckydraw/new"), data={"title_en": "Ten years of us"})
    here = made.location
    refused = owner.post(f"{here}/state/open", follow_redirects=True).text
    assert "Add a prize first" in refused
    owner.post(f"{here}/prizes/new", data=new_prize())
    opened = owner.post(f"{here}/state/open", follow_redirects=True).text
    assert "Of 100 draws about 100 win something." in opened
    with tenant.scope():
        draw = draws_in_use()[0]
        draw_id, link = draw.id, db.session.scalars(select(ShareLink)).one().code

    # A customer scans, taps, and sees at once what was won.
    seen = visitor.get(tenant.public(f"/s/{link}"), follow_redirects=True)
    assert "Ten years of us" in seen.text
    assert "1 of 1" in seen.text
    won = draw_on(visitor, seen.request.full_path)
    assert "You won" in won.text
    code = code_of(won.text)

    # Staff type the code and hand it out: once, and again after an undo.
    found = staff.get(tenant.console(f"/luckydraw/counter?code={code[:4]}-{code[4:]}"), follow_redirects=True)
    assert "A good code." in found.text
    at_counter = tenant.console(f"/luckydraw/counter/{code}")
    assert "Handed out." in staff.post(f"{at_counter}/hand-out", follow_redirects=True).text
    again = owner.post(f"{at_counter}/hand-out", follow_redirects=True).text
    assert "Handed out already." in again
    assert "by staff" in again
    assert books(draw_id) == (1, 1, 1, [1])
    assert "Collected" in visitor.get(won.request.path).text
    assert "The prize waits again." in staff.post(f"{at_counter}/undo", follow_redirects=True).text
    assert books(draw_id) == (1, 1, 0, [1])
    assert "nothing to undo" in staff.post(f"{at_counter}/undo", follow_redirects=True).text
    staff.post(f"{at_counter}/hand-out")

    # The owner reads who won, and takes it along.
    assert "Handed out" in owner.get(f"{here}/winners").text
    table = owner.get(f"{here}/winners.csv").text.splitlines()
    assert (len(table), "A coffee" in table[1]) == (2, True)


def test_a_member_who_won_is_told_and_finds_the_prize_again(tenant, new_draw):
    draw_id, path = new_draw(audience="members")

    won = draw_on(tenant.member, path)

    with tenant.scope():
        turn = winning_turns(draw_with(draw_id))[0]
        told = [(note.subject, note.url.rpartition("/")[2]) for note in notifications_of(turn.person_id)]
    assert told == [("You won: A coffee", turn.code)]
    assert code_of(won.text) == turn.code
    assert turn.code in tenant.member.get(path).text


def draw_with(draw_id):
    return next(draw for draw in draws_in_use() if draw.id == draw_id)


def test_who_hits_a_prize_that_is_gone_is_consoled_and_the_owner_hears_of_it(app, tenant, new_draw, books):
    draw_id, path = new_draw(prizes=0, state="draft", consolation={"en": "A sweet for you, all the same."})
    here = tenant.console(f"/luckydraw/{draw_id}")
    tenant.owner.post(f"{here}/prizes/new", data=new_prize(stock="1"))
    tenant.owner.post(f"{here}/state/open")

    first, second = draw_on(app.test_client(), path), draw_on(app.test_client(), path)

    assert ("You won" in first.text, "A sweet for you" in second.text) == (True, True)
    assert books(draw_id) == (2, 1, 0, [1])
    assert "All gone: A coffee" in tenant.owner.get(tenant.console("/")).text
    more = tenant.owner.post(
        f"{here}/prizes/{prize_of(tenant, draw_id)}", data=based(tenant, draw_id, stock="5")
    )
    assert more.status_code == 302
    assert "All gone: A coffee" not in tenant.owner.get(tenant.console("/")).text


def prize_of(tenant, draw_id):
    with tenant.scope():
        return prizes_of(draw_with(draw_id))[0].id


def based(tenant, draw_id, **more):
    """The form of the first prize as it is now, with changes."""
    page = tenant.owner.get(tenant.console(f"/luckydraw/{draw_id}/prizes/{prize_of(tenant, draw_id)}")).text
    return new_prize(base=re.search(r'name="base"[^>]*value="([^"]+)"', page)[1], **more)


def test_odds_that_promise_too_much_are_refused_in_words(tenant, new_draw):
    draw_id, _path = new_draw(state="draft")
    here = tenant.console(f"/luckydraw/{draw_id}")
    tenant.owner.post(f"{here}/prizes/new", data=new_prize(name_en="A cake", wins="1", tries="5"))

    page = tenant.owner.post(f"{here}/state/open", follow_redirects=True).text

    assert "Together the prizes promise 120 wins in 100 draws." in page
    assert "Nobody sees it yet." in page


def test_while_it_is_open_the_odds_stay_and_stock_can_be_added(tenant, new_draw):
    draw_id, _path = new_draw()
    prize = tenant.console(f"/luckydraw/{draw_id}/prizes/{prize_of(tenant, draw_id)}")

    other_odds = tenant.owner.post(prize, data=based(tenant, draw_id, stock="10", tries="2"))
    none_left = tenant.owner.post(prize, data=based(tenant, draw_id, stock="0"))
    more = tenant.owner.post(prize, data=based(tenant, draw_id, stock="11"))

    assert [answer.status_code for answer in (other_odds, none_left, more)] == [422, 422, 302]
    assert "The odds stay while it’s open." in other_odds.text


def test_two_owners_who_change_one_prize_see_both_versions(tenant, new_draw):
    draw_id, _path = new_draw()
    prize = tenant.console(f"/luckydraw/{draw_id}/prizes/{prize_of(tenant, draw_id)}")
    mine, theirs = (based(tenant, draw_id, stock=stock) for stock in ("20", "30"))

    first, second = tenant.owner.post(prize, data=theirs), tenant.owner.post(prize, data=mine)

    assert (first.status_code, second.status_code) == (302, 409)
    assert "30" in second.text


def test_a_binned_draw_is_gone_for_customers_and_its_prizes_are_handed_out(tenant, visitor, new_draw, books):
    draw_id, path = new_draw()
    won = draw_on(visitor, path)

    tenant.owner.post(tenant.console(f"/luckydraw/{draw_id}/bin"))

    assert visitor.get(path).status_code == 404
    assert visitor.get(won.request.path).status_code == 200
    tenant.staff.post(tenant.console(f"/luckydraw/counter/{code_of(won.text)}/hand-out"))
    assert books(draw_id) == (1, 1, 1, [1])
    back = tenant.owner.post(tenant.console(f"/luckydraw/{draw_id}/restore"), follow_redirects=True)
    assert "Paused: nobody can draw." in back.text


def test_what_staff_may_not_do_is_not_offered(tenant, visitor, new_draw):
    draw_id, path = new_draw()
    code = code_of(draw_on(visitor, path).text)
    tenant.withhold("staff", "luckydraw.edit")

    index = tenant.staff.get(tenant.console("/luckydraw/")).text
    refused = tenant.staff.get(tenant.console(f"/luckydraw/{draw_id}"))
    handed_out = tenant.staff.post(
        tenant.console(f"/luckydraw/counter/{code}/hand-out"), follow_redirects=True
    )

    assert ("Hand out a prize" in index, "New draw" in index) == (True, False)
    assert (refused.status_code, "Handed out." in handed_out.text) == (403, True)


def test_a_form_from_another_page_draws_nothing(tenant, visitor, new_draw, books):
    draw_id, path = new_draw()
    _other_id, other = new_draw()

    answer = visitor.post(path, data=form_on(visitor, other))

    assert (answer.status_code, books(draw_id)) == (400, (0, 0, 0, [0]))
