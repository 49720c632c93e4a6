"""The way back: five words, the talk, files, stars, the receipt; and who guesses instead."""

import io
import random
import re
import time

import pytest
from mnemonic import Mnemonic
from PIL import Image
from sqlalchemy import func, select, update

from hutong import db
from plugins.complaint import progress
from plugins.complaint.codes import BadCodeError, new_code, read_code
from plugins.complaint.lookup import look_up
from plugins.complaint.models import Attachment, Case, Event, Handler, Message
from plugins.complaint.queries import keyring
from plugins.complaint.statistics import two_years
from plugins.complaint.testing import set_up
from plugins.complaint.throttle import SECONDS, TOKENS, Throttle

GUESSES = 1_000_000


@pytest.fixture
def back(writer):
    """Somebody who has written and comes back with the five words."""
    writer.write()
    words = writer.words
    writer.talk(q_words=" ".join(words))
    writer.code = words
    return writer


def events(tenant):
    with tenant.scope():
        return sorted(db.session.scalars(select(Event.kind)))


def close(tenant):
    with tenant.scope():
        case = db.session.scalars(select(Case)).one()
        handler = db.session.scalars(select(Handler.id)).one()
        progress.answer(case, case.received_on, handler)
        progress.close(case, "solved", case.received_on, handler)
        db.session.commit()


@pytest.mark.both_databases
def test_words_come_once_and_other_words_under_the_same_form_are_asked_about(tenant, back):
    form = {name: back.fields[name] for name in ("talk", "form_token")}
    for _time in range(2):
        assert back.talk(**form, step="reply", text="A button is missing").status_code == 200
    assert back.talk(**form, step="reply", text="Something else").status_code == 422
    assert "Something else" in back.page
    assert back.go_on("reply", text="Something else").status_code == 200

    assert back.page.count("A button is missing") == 1
    assert events(tenant) == ["received", "written", "written"]


@pytest.mark.both_databases
def test_stars_at_the_end_and_words_that_open_it_again(tenant, back):
    assert back.go_on("rate", stars="4").status_code == 422  # not closed yet
    close(tenant)
    back.go_on()
    assert "Closed: put right." in back.page
    assert back.go_on("rate", stars="9").status_code == 422
    form = {name: back.fields[name] for name in ("talk", "form_token")}
    for _time in range(2):
        assert back.talk(**form, step="rate", stars="2", text="It took too long").status_code == 200
    with tenant.scope():
        case = db.session.scalars(select(Case)).one()
        assert (case.state, case.rating) == ("closed", 2)

    back.go_on("reply", text="The hole is back")

    with tenant.scope():
        case = db.session.scalars(select(Case)).one()
        assert (case.state, case.closed_on, case.answer_due is not None) == ("working", None, True)
        assert db.session.scalars(select(Message.number).order_by(Message.number)).all() == [1, 2]
    assert events(tenant).count("rated") == 1
    assert "reopened" in events(tenant)


@pytest.mark.both_databases
def test_who_thinks_again_about_the_stars_counts_once(tenant, back):
    close(tenant)
    back.go_on()
    for stars in ("1", "5", "5", "2"):
        assert back.go_on("rate", stars=stars).status_code == 200
    back.go_on("rate", stars="2", text="It took too long")
    with tenant.scope():
        case = db.session.scalars(select(Case)).one()
        this, _before = two_years(case.received_on.year)
        assert (case.rating, +this.ratings, this.rating) == (2, {2: 1}, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [("  ", "Nothing is written yet."), ("x" * 5001, "At most 5000 characters; this has 5001.")],
)
def test_a_reply_that_cannot_be_sent_is_kept(tenant, back, text, says):
    assert back.go_on("reply", text=text).status_code == 422
    assert (says in back.page, events(tenant)) == (True, ["received"])


@pytest.mark.parametrize("talk", ["", "nonsense", "é", "A" * 9000])
def test_a_talk_that_was_closed_or_made_up_asks_for_the_words_and_keeps_what_was_typed(tenant, back, talk):
    assert back.talk(talk=talk, step="reply", text="My own words").status_code == 410
    assert ("My own words" in back.page, events(tenant)) == (True, ["received"])


def test_a_talk_closes_by_itself_and_when_the_letter_is_gone(tenant, back, monkeypatch):
    with tenant.scope():
        db.session.execute(update(Case).values(state="merged"))
        db.session.commit()
    assert back.go_on().status_code == 200
    with monkeypatch.context() as later:
        now = time.time()
        later.setattr(time, "time", lambda: now + 31 * 60)
        assert back.talk(talk=back.fields["talk"]).status_code == 410


def test_a_file_comes_cleaned_is_listed_and_opens_for_its_letter_only(tenant, back, writer_at):
    picture = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "CANARY phone"
    Image.new("RGB", (64, 48), "teal").save(picture, "JPEG", exif=exif)
    form = {name: back.fields[name] for name in ("talk", "form_token")}
    bad = (io.BytesIO(b"MZ\x90\x00\x03"), "x.exe")
    back.read(
        back.client.post(
            f"{back.base}/talk?lang=en", data={**form, "step": "reply", "text": "See", "files": bad}
        )
    )
    assert "Please choose all your files again" in back.page
    good = (io.BytesIO(picture.getvalue()), "IMG_me.jpg")
    back.read(
        back.client.post(
            f"{back.base}/talk?lang=en", data={**form, "step": "reply", "text": "See", "files": good}
        )
    )
    found = re.search(r'name="file" value="([^"]+)"', back.page)[1]

    answer = back.client.post(
        f"{back.base}/talk", data={"talk": back.fields["talk"], "step": "file", "file": found}
    )
    assert (answer.status_code, answer.mimetype, b"CANARY" in answer.data) == (200, "image/webp", False)
    assert (answer.headers["Cache-Control"], "Set-Cookie" in answer.headers) == ("no-store", False)
    other = writer_at(back.box)
    other.write("Another letter")
    other.talk(q_words=" ".join(other.words))
    talk = other.fields["talk"]
    for file in (found, "nonsense"):
        assert other.talk(talk=talk, step="file", file=file).status_code == 404
    with tenant.scope():
        assert db.session.scalar(select(func.count(Attachment.id))) == 1


def test_a_letter_brings_files_and_a_bad_one_stops_it(tenant, writer):
    writer.open()
    letter = {"q_topic": "damage", "q_text": "See the picture"}
    writer.send(**letter, files=(io.BytesIO(b"MZ\x90\x00\x03"), "../../evil.exe"))
    assert ("See the picture" in writer.page, "evil.exe" in writer.page) == (True, True)
    form = dict(writer.fields)
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "PNG")
    for _time in range(2):
        writer.fields = dict(form)
        sent = writer.send(**letter, files=(io.BytesIO(picture.getvalue()), "a.png"))
        assert sent.status_code == 200
    with tenant.scope():
        assert db.session.scalar(select(func.count(Attachment.id))) == 1
        assert db.session.scalar(select(func.count(Case.id))) == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "A code has five words; these are 0."),
        ("abandon", "A code has five words; these are 1."),
        ("xyzzy abandon abandon abandon abandon", "“xyzzy” is not a word of any code."),
        ("abandon abandon abandon abandon zoo", "do not fit together"),
    ],
)
def test_wrong_words_are_told_apart(writer, typed, says):
    salted = writer.talk(q_words=typed)

    assert (salted.status_code, says in writer.page) == (422, True)


def test_right_words_of_nobody_say_so_and_cost_once(tenant, writer):
    with tenant.scope():
        code = new_code("en", keyring().code_salt)

    for _time in range(2):
        assert writer.talk(q_words=" ".join(code)).status_code == 422
        assert "there is no letter under them" in writer.page


def test_words_of_another_community_open_nothing(other_tenant, tenant, back, app):
    with other_tenant.scope():
        set_up()
        db.session.commit()

    page = app.test_client().post(
        other_tenant.public("/complaint/talk?lang=en"), data={"q_words": " ".join(back.code)}
    )
    talk = app.test_client().post(other_tenant.public("/complaint/talk"), data={"talk": back.fields["talk"]})

    assert (page.status_code, talk.status_code) == (422, 410)


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self):
        return self.now


def test_an_empty_bucket_asks_for_work_or_patience_and_forgets_nobody(tenant, writer):
    clock = Clock()
    throttle = Throttle(clock)
    writer.write()
    right = " ".join(writer.words)
    with tenant.scope():
        salt = keyring().code_salt

        def guess(code, proof=""):
            return look_up(" ".join(code), tenant_id=tenant.id, throttle=throttle, proof=proof).how

        wrong = [new_code("en", salt) for _ in range(TOKENS + 3)]
        assert [guess(code) for code in wrong[:TOKENS]] == ["nothing"] * TOKENS
        assert guess(wrong[TOKENS]) == "later"
        assert guess(wrong[0]) == "nothing"  # known, so it costs nobody anything
        assert guess(right.split(), proof="p1") == "found"
        assert guess(wrong[TOKENS], proof="p1") == "later"  # a proof is good once
        clock.now += SECONDS
        assert guess(right.split()) == "found"  # an honest writer's turn, without any script
        assert guess(right.split()) == "found"  # and a right code costs nothing
        assert guess(wrong[TOKENS]) == "nothing"
        assert guess(wrong[TOKENS + 1]) == "later"


def test_a_million_guesses_hit_nothing_and_few_reach_the_costly_part(tenant, writer):
    """Every guess is really made: the check word by all, Argon2id and the look-up by those that pass it."""
    writer.write()
    clock = Clock()
    throttle = Throttle(clock)
    draw = random.Random(20261122)
    words = Mnemonic("english").wordlist
    passed = []
    with tenant.scope():
        salt = keyring().code_salt
        for _guess in range(GUESSES):
            typed = " ".join(draw.choices(words, k=5))
            try:
                passed.append(read_code(typed, salt))
            except BadCodeError:
                continue
        hits = []
        for code in passed:
            clock.now += GUESSES / 500 / len(passed)  # 500 guesses a second, evenly spread
            found = look_up(" ".join(code), tenant_id=tenant.id, throttle=throttle)
            hits.append(found.how)

    expected = GUESSES / 2048
    assert expected * 0.75 < len(passed) < expected * 1.25
    assert hits == ["nothing"] * len(passed)
