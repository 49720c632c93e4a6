"""A letter from its arrival to its end, as its handlers live it."""

import io
import re
import zipfile

import pytest
from sqlalchemy import select

from hutong import db
from plugins.complaint.models import Case, CaseKey, Event, Message, Note, Recusal
from plugins.complaint.queries import case_events
from plugins.complaint.testing import BOX_PASSWORD, letter_with_a_photo, make_box
from plugins.complaint.tests.conftest import hidden

pytestmark = pytest.mark.both_databases


def case_now(case_id):
    case = db.session.scalars(select(Case).where(Case.id == case_id)).one()
    return case.state, case.outcome, case.assigned_id, case.unread


def kinds(case_id):
    return sorted(event.kind for event in case_events(case_id))


def test_a_letter_is_read_answered_noted_handed_over_and_closed(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    case_id = letter()
    here = f"/letters/{case_id}"
    assert owner.get(here).location.endswith(f"/complaint/?letter={case_id}")
    owner.unlock()

    assert "CANARY a hole" in owner.get().text
    assert "CANARY a hole" in owner.get(here).text
    owner.post(f"{here}/seen")
    owner.act(f"{here}/reply", text="We look for it.", asks="y", nonce="n1")
    assert stored(lambda: case_now(case_id))[2] == owner.handler_id  # who answers has it in hand
    owner.act(f"{here}/note", note="Ask the driver.")
    owner.act(f"{here}/assign", handler=str(staff.handler_id))
    shown = owner.get(here).text
    assert ("We look for it." in shown, "Ask the driver." in shown) == (True, True)
    assert stored(lambda: case_now(case_id)) == ("asking", "", staff.handler_id, False)
    owner.act(f"{here}/reply", text="My colleague goes on.", asks="y", nonce="n2")
    assert stored(lambda: case_now(case_id))[2] == staff.handler_id  # it had been given away
    staff.unlock()
    refused = staff.act(f"{here}/close", outcome="solved", words="")
    assert (refused.status_code, "Tell the writer what came of it" in refused.text) == (422, True)
    staff.act(f"{here}/close", outcome="solved", words="It was the press. You get a new sleeve.")

    assert stored(lambda: case_now(case_id))[:2] == ("closed", "solved")
    assert stored(lambda: kinds(case_id)) == [
        "acknowledged",
        "answered",
        "assigned",
        "closed",
        "received",
        "replied",
        "replied",
    ]
    history = re.sub(r"<[^>]+>", " ", staff.get(f"{here}/history").text)
    assert "owner gave it to staff" in history
    assert "staff closed it: Solved" in history
    staff.act(f"{here}/reopen")
    assert stored(lambda: case_now(case_id))[:2] == ("working", "")


def test_a_reply_sent_twice_is_said_once(colleague, letter, stored):
    owner, here = colleague("owner"), f"/letters/{letter()}"
    owner.unlock()
    page = owner.get(here).text
    sent = {name: hidden(page, name) for name in ("revision", "nonce")}

    answers = [owner.post(f"{here}/reply", text="Sorry.", **sent).status_code for _time in range(2)]

    assert answers == [302, 302]
    assert stored(lambda: len(db.session.scalars(select(Message)).all())) == 1


def test_the_second_of_two_handlers_sees_what_changed_and_keeps_what_was_typed(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    here = f"/letters/{letter()}"
    owner.unlock(), staff.unlock()
    old = owner.field(here, "revision")

    staff.act(f"{here}/reply", text="From staff")
    late = owner.post(f"{here}/reply", revision=old, text="From the owner", nonce="n2")

    assert late.status_code == 409
    assert "Somebody was faster" in late.text
    kept = late.text.replace("\r\n", "")
    assert ("From staff" in kept, ">From the owner</textarea>" in kept) == (True, True)
    again = owner.post(f"{here}/reply", revision=hidden(late.text, "revision"), text="From the owner")
    assert again.status_code == 302
    assert stored(lambda: len(db.session.scalars(select(Message)).all())) == 2


def test_who_is_taken_out_of_sight_finds_nothing_at_once(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    case_id = letter("CANARY staff was rude", topic="staff")
    here = f"/letters/{case_id}"
    owner.unlock(), staff.unlock()
    assert staff.get(here).status_code == 200

    owner.act(f"{here}/recuse", handler=str(staff.handler_id))

    for path in (here, f"{here}/history", f"{here}/print", f"{here}/export"):
        assert staff.get(path).status_code == 404
    assert staff.post(f"{here}/reply", text="x", revision="1").status_code == 404
    assert "CANARY" not in staff.get().text
    assert "CANARY" not in staff.post("/search", words="canary").text
    staff.post("/lock")
    assert staff.get(here).status_code == 404
    owner.post("/lock"), owner.unlock()  # unlocking hands keys on, but not to them
    rows = stored(lambda: [(key.handler_id) for key in db.session.scalars(select(CaseKey))])
    assert rows == [owner.handler_id]


def test_the_last_who_can_read_leaves_only_knowingly(colleague, letter, stored):
    owner, case_id = colleague("owner"), letter()
    here = f"/letters/{case_id}"
    owner.unlock()

    asked = owner.act(f"{here}/recuse", handler=str(owner.handler_id))
    assert (asked.status_code, "After this nobody could read the letter" in asked.text) == (422, True)
    assert stored(lambda: db.session.scalars(select(Recusal)).all()) == []
    owner.act(f"{here}/recuse", handler=str(owner.handler_id), sheet_only="y")

    assert owner.get(here).status_code == 404
    assert "can be opened with the recovery sheet only" in owner.get().text


def test_merged_letters_go_on_as_one_and_come_apart_again(colleague, letter, stored):
    owner = colleague("owner")
    first, second = letter("CANARY one"), letter("CANARY two")
    owner.unlock()

    owner.act(f"/letters/{second}/merge", into=str(first))
    assert "CANARY two" in owner.get(f"/letters/{first}").text
    owner.act(f"/letters/{first}/reply", text="To you all", everybody="y")

    talks = stored(lambda: {row.case_id for row in db.session.scalars(select(Message))})
    assert talks == {first, second}
    assert stored(lambda: case_now(second))[0] == "merged"
    owner.post(f"/letters/{second}/split")
    assert stored(lambda: case_now(second))[0] == "working"
    assert owner.act(f"/letters/{second}/merge", into="nonsense").status_code == 302
    assert owner.act(f"/letters/{second}/merge", into=str(second)).status_code == 302
    assert stored(lambda: case_now(second))[0] == "working"


def test_a_hold_says_why_in_a_note_and_is_undone(colleague, letter, stored):
    owner, case_id = colleague("owner"), letter()
    owner.unlock()

    owner.act(f"/letters/{case_id}/hold", reason="The insurer asks for it.")
    held = stored(lambda: db.session.scalars(select(Case.is_held)).one())
    shown = owner.get(f"/letters/{case_id}").text
    owner.post(f"/letters/{case_id}/release")

    assert (held, "The insurer asks for it." in shown) == (True, True)
    assert stored(lambda: db.session.scalars(select(Case.is_held)).one()) is False


def test_a_copy_has_notes_only_where_they_are_asked_for_and_is_written_down(colleague, letter, stored):
    owner, case_id = colleague("owner"), letter()
    here = f"/letters/{case_id}"
    owner.unlock()
    owner.act(f"{here}/note", note="CANARY-NOTE")

    plain = zipfile.ZipFile(io.BytesIO(owner.act(f"{here}/export").data))
    full = zipfile.ZipFile(io.BytesIO(owner.act(f"{here}/export", notes="y").data))

    assert (plain.namelist(), full.namelist()) == (["letter.txt"], ["letter.txt", "internal-notes.txt"])
    assert "CANARY a hole" in plain.read("letter.txt").decode("utf-8-sig")
    assert "CANARY-NOTE" in full.read("internal-notes.txt").decode("utf-8-sig")
    exported = stored(
        lambda: sorted(db.session.scalars(select(Event.value).where(Event.kind == "exported")).all())
    )
    assert exported == ["", "notes"]


def test_a_list_of_twenty_asks_the_database_as_often_as_one_of_one(colleague, letter, count_queries):
    owner = colleague("owner")
    letter()
    owner.unlock()
    owner.get()
    with count_queries() as one:
        assert owner.get().text.count("CANARY") == 1
    for _number in range(21):
        letter()
    with count_queries() as many:
        page = owner.get().text

    assert page.count("CANARY") == 20
    assert "Page 1 of 2" in page
    assert len(many) == len(one)


def test_search_finds_letters_talk_and_names_and_leaves_no_trace(colleague, letter, stored, caplog):
    owner = colleague("owner")
    case_id, _other = letter("The café door squeaks"), letter("Nothing to see")
    owner.unlock()
    owner.act(f"/letters/{case_id}/reply", text="We oil it on Monday")

    found = owner.post("/search", words="MONDAY café").text
    missed = owner.post("/search", words="tuesday").text

    assert ("The café door" in found, "Nothing to see" in found) == (True, False)
    assert "Found nowhere" in missed
    assert "monday" not in caplog.text.casefold()


def test_bad_input_is_answered_in_words(colleague, letter, stored):
    owner, here = colleague("owner"), f"/letters/{letter()}"
    wrong = owner.unlock("not the password at all")
    said = ("The box did not open", "That is not your box password", "One thing left")
    assert (wrong.status_code, [words in wrong.text for words in said]) == (422, [True, True, False])
    owner.unlock(BOX_PASSWORD)

    assert owner.post(f"{here}/reply", text="", revision="1").status_code == 422
    assert owner.post(f"{here}/reply", text="x" * 10_001, revision="1").status_code == 422
    assert owner.post(f"{here}/reply", text="x", revision="-7;--").status_code == 409
    assert owner.act(f"{here}/assign", handler="nonsense").status_code == 404
    assert owner.act(f"{here}/recuse", handler="nonsense").status_code == 404
    assert owner.post(f"{here}/state/merged").status_code == 302
    assert owner.get("/", show="nonsense", page="-4", box="x", topic="'", due="z").status_code == 200
    assert owner.get("/", page="99999999999").status_code == 200
    assert owner.post("/search", words="").status_code == 200
    assert stored(lambda: [db.session.scalars(select(table)).all() for table in (Message, Note)]) == [[], []]


def test_a_note_is_on_no_page_of_the_writer_and_new_words_stop_a_reply(colleague, stored, writer_at):
    owner = colleague("owner")
    writer = writer_at(stored(code_of_a_box))
    writer.write("CANARY letter")
    words = " ".join(writer.words)
    owner.unlock()
    case_id = stored(lambda: db.session.scalars(select(Case.id)).one())
    here = f"/letters/{case_id}"
    owner.act(f"{here}/note", note="CANARY-NOTE")
    owner.act(f"{here}/reply", text="Which sleeve?")
    old = owner.field(here, "revision")

    writer.talk(q_words=words)
    pages = [writer.page]
    writer.go_on("reply", text="The left one")
    pages.append(writer.page)

    assert all("Which sleeve?" in page and "CANARY-NOTE" not in page for page in pages)
    assert 'class="unread"' in owner.get("/", show="working").text
    late = owner.post(f"{here}/reply", revision=old, text="Never mind")
    assert (late.status_code, "The left one" in late.text) == (409, True)
    printed = owner.get(f"{here}/print").text
    assert ("The left one" in printed, "CANARY-NOTE" in printed) == (True, False)


def code_of_a_box():
    box = make_box()
    db.session.commit()
    return box.code


def test_what_looks_automatic_stands_apart_until_a_handler_lets_it_in(colleague, letter):
    owner, case_id = colleague("owner"), letter(is_aside=True)
    owner.unlock()
    assert "CANARY" not in owner.get().text
    assert "CANARY" in owner.get("/", show="aside").text

    owner.act(f"/letters/{case_id}/let-in")

    assert "CANARY" in owner.get().text
    assert "CANARY" not in owner.get("/", show="aside").text


def test_files_are_sent_and_shown_and_opened_as_sent_only_knowingly(colleague, tenant, stored):
    owner = colleague("owner")
    with tenant.scope():
        case_id, attachment_id = letter_with_a_photo(tenant.info(), make_box())
        db.session.commit()
    here = f"/letters/{case_id}"
    file = f"{here}/files/{attachment_id}"
    owner.unlock()

    shown = owner.get(file)
    asked = owner.get(f"{file}/original").text
    sent = owner.post(f"{file}/original")

    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    assert "Open it only if you need it" in asked
    assert (sent.status_code, sent.headers["Content-Disposition"].partition(";")[0]) == (200, "attachment")
    assert stored(lambda: kinds(case_id)) == ["original", "received"]
    refused = owner.act(f"{here}/reply", text="Look", files=(io.BytesIO(b"<script>"), "page.html"))
    assert (refused.status_code, ">Look</textarea>" in refused.text.replace("\r\n", "")) == (422, True)
    photo = (io.BytesIO(shown.data), "IMG_0815.webp")
    assert owner.act(f"{here}/reply", text="Look", files=photo).status_code == 302
    assert owner.get(here).text.count("<img ") == 2
