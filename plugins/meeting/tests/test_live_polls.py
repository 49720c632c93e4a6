"""Polls of the room: one answer for each phone, nothing after closing, and who sees what comes of it."""

import re
import threading
from html import unescape

import pytest

from hutong import db
from plugins.meeting.live_phones import Phone
from plugins.meeting.live_polls import answer_poll, close_poll, create_poll, next_poll, show_poll, start_poll
from plugins.meeting.live_queries import live_polls, poll_by_id, poll_line, poll_results
from plugins.meeting.live_room import RoomClosedError, WordsError, screen_key
from plugins.meeting.queries import meeting_by_id
from plugins.meeting.testing import make_meeting


@pytest.fixture
def held(tenant):
    """A meeting with a poll that is open: its id, its code, the id of the poll, the screen's address."""
    with tenant.scope():
        meeting = make_meeting()
        poll = create_poll(meeting, kind="choice", title="Which day?", options=["Mon", "Wed"], many=False)
        start_poll(meeting, poll)
        db.session.commit()
        screen = tenant.public(f"/meeting/{meeting.code}/screen/{screen_key(meeting)}")
        return meeting.id, tenant.public(f"/meeting/{meeting.code}/live"), poll.id, screen


def counted(tenant, held, poll_id=None):
    with tenant.scope():
        line = poll_line(poll_by_id(meeting_by_id(held[0]), poll_id or held[2]))
        return line.phones, [bar[:2] for bar in line.bars]


def answer(client, held, **typed):
    token = re.search(r'name="form_token" value="([^"]+)"', client.get(held[1]).text).group(1)
    return client.post(f"{held[1]}/answer", data={"form_token": token, "poll": str(held[2]), **typed})


@pytest.mark.both_databases
def test_a_phone_answers_once_and_may_change_it_until_the_end(app, tenant, held):
    one, other = app.test_client(), app.test_client()
    for client, choice in ((one, "o1"), (one, "o1"), (one, "o2"), (other, "o2")):
        assert answer(client, held, choice=choice).status_code == 303
    assert counted(tenant, held) == (2, [("Mon", 0), ("Wed", 2)])
    assert 'value="o2" checked' in one.get(held[1]).text

    with tenant.scope():
        close_poll(poll_by_id(meeting_by_id(held[0]), held[2]))
        db.session.commit()

    late = answer(other, held, choice="o1")
    assert late.status_code == 422
    assert "closed by now" in unescape(late.text)
    assert counted(tenant, held) == (2, [("Mon", 0), ("Wed", 2)])


def test_what_cannot_be_an_answer_is_explained(app, tenant, held):
    client = app.test_client()
    for typed, said in (
        ({}, "There’s nothing in it yet."),
        ({"choice": "o9"}, "There’s nothing in it yet."),
        ({"choice": ["o1", "o2"]}, "Up to 1 at a time."),
        ({"choice": "o1", "poll": "none"}, "closed by now"),
    ):
        refused = answer(client, held, **typed)
        assert (refused.status_code, said in unescape(refused.text)) == (422, True)
    assert counted(tenant, held) == (0, [("Mon", 0), ("Wed", 0)])


def test_while_it_is_open_phones_see_how_many_and_the_screen_sees_what(app, tenant, held):
    client = app.test_client()
    answer(client, held, choice="o2")

    phone = client.get(f"{held[1]}/now").json["parts"]
    screen = client.get(f"{held[3]}/now").json["parts"]["stage"]

    assert "1 phone has answered" in phone["tally"]
    assert "100%" not in str(phone) + client.get(held[1]).text
    assert "100%" in screen
    assert client.get(held[3][:-1] + "x").status_code == 404
    assert client.get(held[3] + "x/now").status_code == 404


def test_words_are_kept_as_one_word_each_and_may_be_left_out(app, tenant, held):
    with tenant.scope():
        meeting = meeting_by_id(held[0])
        poll = create_poll(meeting, kind="words", title="One word", options=[], many=True)
        start_poll(meeting, poll)
        db.session.commit()
        words = poll.id
    clients = [app.test_client() for _ in range(3)]
    for client, typed in zip(clients, (["稳", "Team"], ["team", ""], ["rude", "稳"]), strict=True):
        assert answer(client, held, poll=str(words), word=typed).status_code == 303
    assert counted(tenant, held, words) == (3, [("Team", 2), ("稳", 2), ("rude", 1)])
    with tenant.scope():
        assert [poll.state for poll in live_polls(held[0])] == ["closed", "open"]  # one at a time

    desk = tenant.console(f"/meeting/{held[0]}/live/polls/{words}")
    tenant.staff.post(desk, data={"do": "hide", "word": "Rude"})

    assert counted(tenant, held, words) == (3, [("Team", 2), ("稳", 2)])
    shown = clients[0].get(f"{held[3]}/now").json["parts"]["stage"] + clients[0].get(held[3]).text
    assert "稳" in shown
    assert "rude" not in shown
    assert "rude" in tenant.staff.get(desk).text  # to let it in again


def test_the_moderator_goes_from_poll_to_poll(tenant, held):
    room = tenant.console(f"/meeting/{held[0]}/live")
    made = {"kind": "choice", "title": "And then?", "options_text": "Yes\n No \nYes"}
    assert tenant.staff.post(f"{room}/polls/new", data={**made, "options_text": "Yes"}).status_code == 422
    assert tenant.staff.post(f"{room}/polls/new", data=made).status_code == 303

    seen = []
    for _ in range(3):
        tenant.staff.post(f"{room}/next")
        with tenant.scope():
            seen.append([(poll.state, poll.on_screen) for poll in live_polls(held[0])])

    assert seen == [
        [("closed", False), ("open", True)],
        [("closed", False), ("closed", False)],
        [("closed", False), ("closed", False)],
    ]
    table = tenant.staff.get(f"{room}/room.csv").text
    assert "Poll,And then?,No,0,Closed," in table.replace('"', "")


@pytest.mark.both_databases
def test_answers_of_many_at_once_are_one_for_each_phone(tenant, held):
    """Twenty phones, three hands at each, each another choice: one answer a phone."""
    start = threading.Barrier(60)
    refused = []

    def run(number):
        start.wait(30)
        with tenant.scope():
            meeting = meeting_by_id(held[0])
            poll = poll_by_id(meeting, held[2])
            try:
                answer_poll(meeting, poll, phone=Phone(f"p{number % 20}"), values=[f"o{1 + number % 2}"])
                db.session.commit()
            except RoomClosedError:
                refused.append(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    phones, bars = counted(tenant, held)
    assert refused == []
    assert (phones, sum(count for _label, count in bars)) == (20, 20)


def test_results_stay_for_the_minutes(tenant, held):
    with tenant.scope():
        meeting = meeting_by_id(held[0])
        poll = poll_by_id(meeting, held[2])
        create_poll(meeting, kind="choice", title="Never held", options=["a", "b"], many=False)
        for number, choice in enumerate(("o1", "o2", "o2")):
            answer_poll(meeting, poll, phone=Phone(f"p{number}"), values=[choice])
        with pytest.raises(WordsError):
            answer_poll(meeting, poll, phone=Phone("p9"), values=[])
        close_poll(poll)
        show_poll(meeting, None)
        next_poll(meeting)

        results = poll_results(meeting)

    assert [(line.title, line.phones, line.bars) for line in results] == [
        ("Which day?", 3, [("Mon", 1, 33), ("Wed", 2, 67)]),
        ("Never held", 0, [("a", 0, 0), ("b", 0, 0)]),  # started by `next_poll`
    ]
