"""Questions from the floor: asked once, voted for once a phone, and never shown before they were let in."""

import re
import threading
from datetime import timedelta
from html import unescape

import pytest

from hutong import db, now
from hutong.testing import limiter
from plugins.meeting.floor import ask_question, put_question, take_back_vote, vote_for
from plugins.meeting.links import guest_token
from plugins.meeting.live_phones import Phone
from plugins.meeting.live_polls import answer_poll, create_poll, start_poll
from plugins.meeting.live_queries import floor_questions, question_by_id
from plugins.meeting.live_room import OVERRUN, RoomClosedError, TooOftenError, WordsError
from plugins.meeting.models import FloorQuestion
from plugins.meeting.operations import cancel_meeting
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_guest, make_meeting, set_time

SECRET = "Who pays for the lunch?"


@pytest.fixture
def meeting(tenant):
    with tenant.scope():
        made = make_meeting()
        db.session.commit()
        db.session.refresh(made)
        db.session.expunge(made)
        return made


@pytest.fixture
def room(tenant, meeting):
    return tenant.public(f"/meeting/{meeting.code}/live")


class Visitor:
    """Somebody's phone in the room."""

    def __init__(self, app, room):
        self.client, self.room = app.test_client(), room

    def page(self):
        return unescape(self.client.get(self.room).get_data(as_text=True))

    def send(self, what, token=None, **typed):
        token = token or re.search(r'name="form_token" value="([^"]+)"', self.page()).group(1)
        self.token = token
        return self.client.post(f"{self.room}/{what}", data={"form_token": token, **typed})

    def parts(self):
        return self.client.get(f"{self.room}/now").json["parts"]


@pytest.fixture
def phone(app, room):
    return lambda: Visitor(app, room)


def floor(tenant, meeting, *states):
    with tenant.scope():
        return [
            (line.text, line.name, line.votes, line.state) for line in floor_questions(meeting.id, *states)
        ]


def change(tenant, meeting, **values):
    with tenant.scope():
        row = meeting_by_id(meeting.id)
        for name, value in values.items():
            setattr(row, name, value)
        db.session.commit()


@pytest.mark.both_databases
def test_a_question_is_asked_once_and_voted_for_once_a_phone(tenant, meeting, phone):
    asker, other, third = phone(), phone(), phone()
    answer = asker.send("ask", text="  Why\n now? ", name="Lin")
    assert (answer.status_code, answer.location.endswith("live?said=asked#said")) == (303, True)
    assert asker.send("ask", token=asker.token, text="Why now?", name="Lin").status_code == 303
    with tenant.scope():
        wanted = str(floor_questions(meeting.id, "shown")[0].id)

    for one in (other, other, third):
        assert one.send("vote", vote=wanted).status_code == 303

    assert floor(tenant, meeting, "shown") == [("Why now?", "Lin", 2, "shown")]
    assert 'aria-pressed="true"' in other.page()
    third.send("vote", back=wanted)
    assert floor(tenant, meeting, "shown") == [("Why now?", "Lin", 1, "shown")]


def test_what_waits_or_is_put_away_is_shown_to_nobody(tenant, meeting, phone):
    change(tenant, meeting, live_moderated=True)
    asker, other = phone(), phone()

    answer = asker.send("ask", text=SECRET, name="Mallory")

    assert answer.location.endswith("said=waits#said")
    assert SECRET in asker.page()  # to the phone that asked
    assert "Mallory" not in other.page() + str(other.parts())
    assert SECRET not in other.page() + str(other.parts())
    with tenant.scope():
        (line,) = floor_questions(meeting.id, "pending")
    assert other.send("vote", vote=str(line.id)).status_code == 422
    assert floor(tenant, meeting, "pending") == [(SECRET, "Mallory", 0, "pending")]
    with tenant.scope():
        put_question(question_by_id(meeting, line.id), "hidden")
        db.session.commit()
    assert SECRET not in asker.page() + other.page() + str(other.parts())


def test_the_moderator_lets_in_answers_and_puts_away(tenant, meeting, phone):
    change(tenant, meeting, live_moderated=True)
    phone().send("ask", text=SECRET)
    desk = tenant.console(f"/meeting/{meeting.id}/live")
    assert SECRET in unescape(tenant.staff.get(desk).get_data(as_text=True))
    with tenant.scope():
        place = f"{desk}/questions/{floor_questions(meeting.id, 'pending')[0].id}"

    for state in ("shown", "answered", "hidden", "shown"):
        assert tenant.staff.post(place, data={"state": state}).status_code == 303
        assert floor(tenant, meeting, state) == [(SECRET, "", 0, state)]

    assert tenant.staff.post(place, data={"state": "gone"}).status_code == 422


def test_bad_input_is_kept_and_explained(tenant, meeting, phone):
    visitor = phone()
    for typed, said in (
        ({"text": " ", "name": "Lin"}, "There’s nothing in it yet."),
        ({"text": "x" * 301, "name": "Lin"}, "Keep it to 300 characters"),
        ({"text": "Why now?", "name": "L" * 41}, "A name has up to 40 characters."),
    ):
        answer = visitor.send("ask", **typed)
        page = unescape(answer.get_data(as_text=True))
        assert answer.status_code == 422
        assert said in page
        assert typed["text"].strip() in page
        assert typed["name"] in page

    assert visitor.send("vote", vote="no id").status_code == 422
    assert visitor.client.post(f"{visitor.room}/ask", data={"text": "No token"}).status_code == 400
    assert floor(tenant, meeting, "shown") == []


def test_a_closed_an_over_and_a_cancelled_room_take_nothing_and_say_so(tenant, meeting, phone):
    visitor = phone()
    visitor.page()
    change(tenant, meeting, live_closed=True)
    assert visitor.send("ask", text="Too late").status_code == 422
    assert "The room takes nothing more." in visitor.page()

    with tenant.scope():
        row = meeting_by_id(meeting.id)
        row.live_closed = False
        set_time(row, now() - OVERRUN - timedelta(hours=2))
        db.session.commit()
    assert "The meeting is over." in visitor.page()
    assert visitor.client.get(f"{visitor.room}/now").status_code == 410

    with tenant.scope():
        row = meeting_by_id(meeting.id)
        cancel_meeting(row)
        db.session.commit()
    assert "This meeting is cancelled." in visitor.page()
    assert floor(tenant, meeting, "shown") == []


def test_one_phone_cannot_flood_the_room(app, tenant, meeting, phone):
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    visitor = phone()

    answers = [visitor.send("ask", text=f"Number {number}").status_code for number in range(8)]

    assert answers == [303] * 6 + [422] * 2
    assert len(floor(tenant, meeting, "shown")) == 6


def test_phones_without_cookies_have_one_limit_together(app, tenant, meeting, room, time_machine):
    time_machine.move_to(now().replace(second=5))  # a minute that does not end meanwhile
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)
    page = app.test_client().get(room).text
    token = unescape(re.search(r'name="form_token" value="([^"]+)"', page).group(1))
    with tenant.scope():
        row = meeting_by_id(meeting.id)
        for number in range(100):
            ask_question(row, phone=Phone(f"form.{number}"), text="Spam", nonce=f"n{number}")
        wanted = floor_questions(row.id, "shown")[0].id
        for number in range(20):
            vote_for(row, question_by_id(row, wanted), Phone(f"form.v{number}"))
        poll = create_poll(row, kind="words", title="?", options=(), many=False)
        start_poll(row, poll)
        with pytest.raises(TooOftenError):
            ask_question(row, phone=Phone("form.x"), text="Spam", nonce="x")
        with pytest.raises(TooOftenError):
            vote_for(row, question_by_id(row, wanted), Phone("form.x"))
        with pytest.raises(TooOftenError):
            answer_poll(row, poll, phone=Phone("form.x"), values=["Spam"])
        answer_poll(row, poll, phone=Phone("known"), values=["calm"])
        db.session.commit()

    answer = app.test_client(use_cookies=False).post(
        f"{room}/ask", data={"form_token": token, "text": "Why?"}
    )

    assert answer.status_code == 422
    assert "That was a lot at once." in answer.text
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("moderated", "most"), [(True, 200), (False, 500)])
def test_a_room_has_so_many_questions_and_says_so(tenant, meeting, phone, moderated, most):
    change(tenant, meeting, live_moderated=moderated)
    with tenant.scope():
        row = meeting_by_id(meeting.id)
        for number in range(most):
            ask_question(row, phone=Phone(f"p{number}"), text="Why?", nonce=f"n{number}")
        db.session.commit()

    answer = phone().send("ask", text="One more")

    assert answer.status_code == 422
    assert "more questions already than can be answered" in answer.text
    assert "One more" in answer.text


def test_a_guest_enters_under_their_name_and_may_leave_it_out(app, tenant, meeting, phone):
    with tenant.scope():
        guest = make_guest(meeting_by_id(meeting.id), "Chen Yu")
        token = guest_token(guest)
        db.session.commit()
    visitor = phone()
    visitor.client.get(tenant.public(f"/meeting/g/{token}/live"))
    assert 'value="Chen Yu"' in visitor.page()

    visitor.send("ask", text="With my name", name="Chen Yu")
    visitor.send("ask", text="Without", name="")

    with tenant.scope():
        rows = db.session.scalars(db.select(FloorQuestion).order_by(FloorQuestion.asked_at)).all()
        assert [(row.text, row.name, row.guest_id is not None) for row in rows] == [
            ("With my name", "Chen Yu", True),
            ("Without", "", False),
        ]


def test_a_room_of_another_tenant_is_not_there(tenant, other_tenant, meeting, app):
    client = app.test_client()
    assert client.get(other_tenant.public(f"/meeting/{meeting.code}/live")).status_code == 404
    assert client.get(other_tenant.public(f"/meeting/{meeting.code}/live/now")).status_code == 404
    assert other_tenant.staff.get(other_tenant.console(f"/meeting/{meeting.id}/live")).status_code == 404


@pytest.mark.both_databases
def test_votes_of_many_at_once_are_exact(tenant, meeting):
    """40 phones vote three times each, at once, half of them take it back."""
    with tenant.scope():
        question = ask_question(meeting_by_id(meeting.id), phone=Phone("a"), text="?", nonce="n")
        wanted = question.id
        db.session.commit()
    start = threading.Barrier(40)

    def vote(number):
        start.wait(30)
        for turn in range(3):
            with tenant.scope():
                row = meeting_by_id(meeting.id)
                vote_for(row, question_by_id(row, wanted), Phone(f"p{number}"))
                if turn == 2 and number % 2:
                    take_back_vote(row, wanted, Phone(f"p{number}"))
                db.session.commit()

    threads = [threading.Thread(target=vote, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert floor(tenant, meeting, "shown") == [("?", "", 20, "shown")]


def test_what_cannot_be_asked(tenant, meeting):
    with tenant.scope():
        row = meeting_by_id(meeting.id)
        with pytest.raises(WordsError):
            ask_question(row, phone=Phone("a"), text="", nonce="n")
        row.live_closed = True
        with pytest.raises(RoomClosedError):
            ask_question(row, phone=Phone("a"), text="?", nonce="n")
