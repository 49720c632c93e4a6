"""Minutes in the console: written by two, published, handed out with names or without, told to guests."""

import io
import json
import re
import uuid

import pikepdf
import pytest
from sqlalchemy import Engine, event, select, update

from hutong import db, now
from hutong.exports import NoPdfError, pdf_of
from hutong.people import Person
from hutong.testing import leave_out, recent_mails, run_due_jobs
from plugins.meeting import minutes_handing_out
from plugins.meeting.agenda_editing import add_item
from plugins.meeting.links import guest_token
from plugins.meeting.live_polls import hide_word
from plugins.meeting.minutes_queries import attendance_of
from plugins.meeting.models import (
    FloorQuestion,
    Guest,
    LiveAnswer,
    LivePoll,
    Meeting,
    Minutes,
    MinutesRevision,
)
from plugins.meeting.testing import make_guest, make_meeting, make_series, set_time
from plugins.meeting.writing_minutes import tidy_versions

pytestmark = pytest.mark.both_databases
NAMES = ("Wang Fang", "Li Lei", "Anna Absent", "Zoe Excused")


class Place:
    """A meeting that is over, and its addresses."""

    def __init__(self, tenant):
        self.tenant = tenant
        with tenant.scope():
            meeting = make_meeting("Plans")
            for title in ("Opening", "Budget"):
                add_item(meeting, title={"en": title, "zh": title})
            self.guests = {}
            for name in NAMES:
                guest = make_guest(meeting, name)
                self.guests[name] = str(guest.id)
            self.token = guest_token(db.session.scalar(select(Guest).where(Guest.name == NAMES[0])))
            set_time(meeting, now())
            self.id, self.code = str(meeting.id), meeting.code
            db.session.commit()

    @property
    def public(self):
        return self.tenant.public(f"/meeting/{self.code}/minutes")

    def post(self, path, role="owner", **form):
        return self.tenant.as_role(role).post(
            self.tenant.console(f"/meeting/{self.id}/minutes{path}"), data=form
        )

    def get(self, path="", role="owner"):
        return self.tenant.as_role(role).get(self.tenant.console(f"/meeting/{self.id}/minutes{path}"))

    def save(self, text, base, role="owner", **more):
        return self.post("/write", role, text=text, base=base, **more)

    @property
    def text(self):
        with self.tenant.scope():
            return db.session.scalar(select(Minutes.text))

    def mark(self, name, mark):
        return self.post(f"/attendance/{self.guests[name]}", mark=mark)


@pytest.fixture
def place(tenant):
    return Place(tenant)


def test_two_editors_lose_nothing(place):
    first = place.get("/write").get_data(as_text=True)
    assert "## Opening" in first
    assert 'name="base" value="0"' in first
    begun = "## Opening\n\n\n## Budget"

    assert place.save(begun.replace("Opening\n", "Opening\nAll here."), 0).status_code == 302
    assert place.save(begun + "\nWe have 500.", 0, role="staff").status_code == 302
    assert place.text == "## Opening\nAll here.\n\n## Budget\nWe have 500."
    assert "What owner wrote meanwhile is in it too." in place.get(role="staff").get_data(as_text=True)

    base = 3
    assert place.save(place.text.replace("500", "600"), base).status_code == 302
    clash = place.save(place.text.replace("600", "800"), base, role="staff")
    page = clash.get_data(as_text=True)
    assert clash.status_code == 409
    assert "We have 600." in page
    assert "We have 800." in page
    assert 'name="base" value="4"' in page
    assert place.text.endswith("We have 600.")


def test_a_page_that_saves_by_itself_goes_on_from_what_it_sent(place):
    assert place.save("One\n\nTwo", 0).status_code == 302
    assert place.save("One\n\nTwo\n\nTheirs", 1, role="staff").status_code == 302

    answer = place.save("Mine\n\nTwo", 1, page="p1", wants="json")
    said = json.loads(answer.data)
    assert answer.status_code == 200
    assert (said["text"], said["own"], said["revision"]) == ("Mine\n\nTwo\n\nTheirs", 3, 4)
    # Typed on while the answer was on its way: it goes on from the version as it was sent.
    assert json.loads(place.save("Mine, longer\n\nTwo", 3, page="p1", wants="json").data)["text"] == (
        "Mine, longer\n\nTwo\n\nTheirs"
    )
    # An answer was lost, and the page sends more from what it knew: it is not merged with itself.
    base = 6
    for text in ("Mine a\n\nTwo\n\nTheirs", "Mine ab\n\nTwo\n\nTheirs"):
        assert place.save(text, base, page="p1", wants="json").status_code == 200
        assert place.save(f"{place.text} too", 6, role="staff", page="p3").status_code == 302
    assert place.text == "Mine ab\n\nTwo\n\nTheirs too too"
    assert place.save("Mine c\n\nTwo\n\nTheirs", base, page="p2", wants="json").status_code == 409


def test_a_version_comes_back_and_old_ones_are_tidied(place, app):
    for number, text in enumerate(["one", "one two", "one two three"]):
        place.save(text, number)
    assert "one two three" in place.get("/versions/3").get_data(as_text=True)

    place.post("/versions/1/restore")
    assert place.text == "one"
    place.post("/versions/3/restore")
    assert place.get(f"/versions/{10**20}").status_code == 404
    assert place.post(f"/versions/{10**20}/restore").status_code == 404
    assert place.text == "one two three"

    with place.tenant.scope():
        long_ago = now().replace(year=now().year - 1)
        db.session.execute(update(MinutesRevision).values(saved_at=long_ago))
        tidy_versions({})
        tidy_versions({})
        kept = db.session.scalars(select(MinutesRevision.number).order_by(MinutesRevision.number)).all()
    assert kept == [0, 5]


def test_attendance_is_put_right_by_a_tap(place):
    place.mark("Wang Fang", "present")
    place.mark("Wang Fang", "present")
    place.mark("Li Lei", "present")
    place.mark("Li Lei", "absent")
    place.mark("Zoe Excused", "excused")
    place.post("/attendance", name="Auntie Zhang")
    assert place.post("/attendance", name="").status_code == 422

    with place.tenant.scope():
        meeting = db.session.scalar(select(Meeting))
        found = attendance_of(meeting)
        assert [guest.name for guest in found.present] == ["Auntie Zhang", "Wang Fang"]
        assert [guest.name for guest in found.excused] == ["Zoe Excused"]
        assert [guest.name for guest in found.absent] == ["Anna Absent", "Li Lei"]
        assert (found.walk_ins, meeting.taken) == (1, 5)


def test_a_poll_decides_once_and_a_tie_does_not(place):
    with place.tenant.scope():
        meeting = db.session.scalar(select(Meeting))
        more = {"options": [{"id": "a", "label": "Window"}, {"id": "b", "label": "Door"}], "state": "closed"}
        for title, votes in (("Where?", "aab"), ("When?", "ab")):
            poll = LivePoll(meeting_id=meeting.id, kind="choice", title=title, **more)
            db.session.add(poll)
            db.session.flush()
            for phone, value in enumerate(votes):
                db.session.add(LiveAnswer(poll_id=poll.id, phone=str(phone), value=value))
        db.session.commit()
        where, when = (
            str(db.session.scalar(select(LivePoll.id).where(LivePoll.title == title)))
            for title in ("Where?", "When?")
        )

    for poll in (where, where, when):
        place.post("/decisions/poll", poll=poll)

    page = place.get().get_data(as_text=True)
    assert page.count("Where? Window (2/3)") == 2  # and the button that takes it off
    assert "When? " not in page


def test_everybody_reads_no_name_and_guests_read_all(place, visitor):
    with place.tenant.scope():
        meeting = db.session.scalar(select(Meeting))
        asker = db.session.scalar(select(Guest).where(Guest.name == "Li Lei"))
        db.session.add(
            FloorQuestion(meeting_id=meeting.id, text="Why now?", name=asker.name, state="answered")
        )
        db.session.commit()
    place.save("## Opening\n\nWe began late.", 0)
    place.mark("Wang Fang", "present")
    place.mark("Zoe Excused", "excused")
    place.post(
        "/actions/new", text="Call the landlord", who=f"guest:{place.guests['Li Lei']}", due_on="2030-05-12"
    )
    public, own = place.tenant.public(f"/meeting/{place.code}/minutes"), f"/meeting/g/{place.token}/minutes"
    own = place.tenant.public(own)
    assert [visitor.get(url).status_code for url in (public, own, public + ".txt")] == [404] * 3

    place.post("/publish", who="guests")
    assert [visitor.get(url).status_code for url in (public, own, public + ".txt", own + ".txt")] == [
        404,
        200,
        404,
        200,
    ]

    place.post("/publish", who="everybody")
    for ending in ("", ".txt"):
        for_all = visitor.get(public + ending).get_data(as_text=True)
        for_guests = visitor.get(own + ending).get_data(as_text=True)
        assert [name for name in (*NAMES, "owner") if name in for_all.replace("owners", "")] == []
        assert [name for name in (*NAMES, "owner") if name not in for_guests] == []
        for text in (for_all, for_guests):
            assert "We began late." in text
            assert "Call the landlord" in text
            assert "Why now?" in text

    place.save("## Opening\n\nWe began late.\nNot for readers yet.", 1)
    assert "Not for readers yet." not in visitor.get(public).get_data(as_text=True)
    place.post("/unpublish")
    assert visitor.get(own).status_code == 404


def test_a_word_that_was_hidden_is_in_no_minutes(place, visitor):
    with place.tenant.scope():
        poll = LivePoll(meeting_id=uuid.UUID(place.id), kind="words", title="One word", state="closed")
        db.session.add(poll)
        db.session.flush()
        for phone, word in enumerate(("Rude", "rude", "rude", "Calm", "calm")):
            db.session.add(LiveAnswer(poll_id=poll.id, phone=str(phone), value=word))
        hide_word(poll, "RUDE", hidden=True)
        poll_id = str(poll.id)
        db.session.commit()

    place.post("/decisions/poll", poll=poll_id)
    place.post("/publish", who="everybody")

    for page in (visitor.get(place.public).text, visitor.get(place.public + ".txt").text, place.get().text):
        assert "rude" not in page.lower()
        assert "One word Calm (2/5)" in page


def test_what_is_decided_after_publishing_waits_until_it_is_published_too(place, visitor):
    said = "You have written on since."
    place.post("/decisions/new", text="Decided in time")
    place.post("/actions/new", text="Given in time", who="")
    place.post("/publish", who="everybody")
    assert said not in place.get().text
    own = place.tenant.public(f"/meeting/g/{place.token}/minutes")
    readers = (place.public, place.public + ".txt", own, own + ".txt")

    for path, text in (("/decisions/new", "Decided later"), ("/actions/new", "Given later")):
        place.post(path, text=text, who="")
        assert said in place.get().text
        for url in readers:
            page = visitor.get(url).text
            seen = [one in page for one in ("Decided in time", "Given in time", text)]
            assert seen == [True, True, False]
        place.post("/publish", who="everybody")
        assert [text in visitor.get(url).text for url in readers] == [True] * 4
        assert said not in place.get().text


def test_the_pdf_has_its_fonts_and_its_chinese_words(place):
    try:
        pdf_of("<p>x", "")
    except NoPdfError as error:
        leave_out("pdf", f"WeasyPrint: {error.__cause__}")
    place.save("## 开场\n\n大家都到了。", 0)

    made = place.get(".pdf")

    assert made.mimetype == "application/pdf"
    fonts = list(_fonts_of(made.data))
    assert {is_embedded for is_embedded, _characters in fonts} == {True}
    assert set("大家都到了") <= set().union(*(characters for _is_embedded, characters in fonts))


def test_one_pdf_is_made_at_a_time_and_only_once(place, visitor):
    try:
        pdf_of("<p>x", "")
    except NoPdfError as error:
        leave_out("pdf", f"WeasyPrint: {error.__cause__}")
    place.save("We began late.", 0)
    place.post("/publish", who="everybody")
    address = place.public + ".pdf"
    made = visitor.get(address)
    assert (made.status_code, made.mimetype) == (200, "application/pdf")

    with minutes_handing_out._press:  # somebody else's is being made
        assert visitor.get(address).data == made.data
        busy = visitor.get(f"{address}?lang=zh")

    assert (busy.status_code, busy.mimetype, busy.headers["Retry-After"]) == (503, "text/html", "10")
    assert "We began late." in busy.text
    assert visitor.get(f"{address}?lang=zh").mimetype == "application/pdf"
    place.post("/decisions/new", text="We meet again")
    place.post("/publish", who="everybody")
    assert visitor.get(address).data != made.data


def test_guests_are_told_once_for_each_version(place, app):
    place.save("Words", 0)
    place.post("/tell")
    run_due_jobs(app)
    assert _told(place) == 0

    place.post("/publish", who="guests")
    assert "Write to 4 guests" in place.get().get_data(as_text=True)
    for _ in range(2):
        place.post("/tell")
        run_due_jobs(app)
    assert _told(place) == 4

    place.save("Other words", 1)
    place.post("/publish", who="guests")
    place.post("/tell")
    run_due_jobs(app)
    assert _told(place) == 8


def test_the_page_asks_as_often_for_many_guests_as_for_few(place):
    place.get()  # signs the client in
    few = statements_of(place.get)
    with place.tenant.scope():
        meeting = db.session.scalar(select(Meeting))
        person = db.session.scalar(select(Person))
        for number in range(20):
            make_guest(meeting, f"Guest {number}", person_id=person.id, state="declined")
        db.session.commit()
    assert statements_of(place.get) == few


def test_the_next_meeting_of_a_series_leads_back(place, visitor):
    with place.tenant.scope():
        meeting = db.session.scalar(select(Meeting))
        series = make_series()
        meeting.series_id, code = series.id, meeting.code
        following = make_meeting("Next", series_id=series.id)
        guest = db.session.scalar(select(Guest).where(Guest.name == "Wang Fang"))
        again = make_guest(following, "Wang Fang", person_id=guest.person_id, email=guest.email)
        token, next_code = guest_token(again), following.code
        next_id = following.id
        db.session.commit()
    place.post("/actions/new", text="Mend the lamp", who=f"guest:{place.guests['Li Lei']}")
    place.save("Words", 0)
    place.post("/publish", who="everybody")

    hub = place.tenant.owner.get(place.tenant.console(f"/meeting/{next_id}/")).get_data(as_text=True)
    own = visitor.get(place.tenant.public(f"/meeting/g/{token}")).get_data(as_text=True)
    page = visitor.get(place.tenant.public(f"/meeting/{next_code}")).get_data(as_text=True)

    assert "Mend the lamp" in hub
    assert "Mend the lamp" in own
    assert "Mend the lamp" not in page
    assert f"/meeting/{code}/minutes" in page
    assert f"/meeting/g/{place.token}/minutes" in own


def _told(place):
    with place.tenant.scope():
        return sum("minutes are there" in mail.subject for mail in recent_mails())


def _fonts_of(data):
    """Of each font: whether it is embedded, and the characters that its text is extracted as."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                drawn = font.DescendantFonts[0].FontDescriptor
                cmap = font.ToUnicode.read_bytes().decode("ascii")
                codes = re.findall(r"<[0-9a-fA-F]+> <([0-9a-fA-F]{4})>", cmap)
                is_embedded = "/FontFile2" in drawn or "/FontFile3" in drawn
                yield is_embedded, {chr(int(code, 16)) for code in codes}


def statements_of(work):
    """How many statements some work sends."""
    statements = []
    event.listen(Engine, "before_cursor_execute", count := lambda *args: statements.append(args[2]))
    work()
    event.remove(Engine, "before_cursor_execute", count)
    return len(statements)
