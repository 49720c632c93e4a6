"""Keys of the box: set-up, handlers who come and go, the sheet, and what a thief of the database finds."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import inspect, select, update

from hutong import db, now
from hutong.people import Person
from hutong.secrets import application_keys
from hutong.testing import limiter
from plugins.complaint.models import Case, CaseKey, Handler, Keyring, Note, Topic, TopicHandler, Unlocking
from plugins.complaint.queries import active_handlers, boxes, handler_row_of, handlers_of, keyring
from plugins.complaint.recovery import words_of
from plugins.complaint.resealing import keep_recovered
from plugins.complaint.sealing import CaseKeys, KeyPair, SealError, unlock
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_case, set_up, topic_of
from plugins.complaint.tests.conftest import hidden

pytestmark = pytest.mark.both_databases
NEW = "seven quiet lamps outside"


def words_on(page):
    """The 24 words of a sheet's page."""
    return re.findall(r"<li><b>([a-z]+)</b></li>", page)


def make_sheet(colleague):
    """Make a sheet and type three words back; gives its words and the last answer."""
    shown = colleague.post("/sheet/new")
    assert shown.headers["Cache-Control"] == "no-store"
    words = words_on(shown.text)
    asked = colleague.post("/sheet/check", sheet=hidden(shown.text, "sheet")).text
    typed = {f"word_{n}": words[int(n) - 1] for n in re.findall(r'name="word_(\d+)"', asked)}
    assert len(typed) == 3
    return words, colleague.post("/sheet/confirm", sheet=hidden(asked, "sheet"), **typed)


def person_of(role):
    return db.session.scalars(select(Person).where(Person.role == role, Person.account_id.is_not(None))).one()


def change_person(who, **values):
    db.session.execute(update(Person).where(Person.id == person_of(who).id).values(**values))
    db.session.commit()


def all_bytes(app_models=(Keyring, Handler, Unlocking, Case, CaseKey, Note)):
    """Every stored value of these tables, as bytes."""
    rows = [row for model in app_models for row in db.session.scalars(select(model))]
    values = [getattr(row, column.key) for row in rows for column in inspect(type(row)).columns]
    return b"\n".join(value if isinstance(value, bytes) else repr(value).encode() for value in values)


def test_a_box_opens_only_after_three_words_were_typed_back(colleague, stored):
    owner = colleague("owner", handles=False)
    weak = owner.post("/setup", password="short")
    assert (weak.status_code, "10 characters at least" in weak.text) == (422, True)
    owner.post("/setup", password=BOX_PASSWORD)
    assert stored(keyring) is None
    assert "recovery sheet" in owner.get().text

    shown = owner.post("/sheet/new").text
    asked = owner.post("/sheet/check", sheet=hidden(shown, "sheet")).text
    numbers = re.findall(r'name="word_(\d+)"', asked)
    wrong = owner.post(
        "/sheet/confirm", sheet=hidden(asked, "sheet"), **{f"word_{number}": "zebra?" for number in numbers}
    )
    assert (wrong.status_code, stored(keyring)) == (422, None)
    assert owner.post("/sheet/confirm", sheet="nonsense").status_code == 302
    words, done = make_sheet(owner)

    assert done.status_code == 302
    keys = stored(keyring)
    public = KeyPair.of(bytes.fromhex("00" * 32)).public
    assert keys.recovery_public != public
    assert not any(word.encode() in stored(all_bytes) for word in words if len(word) > 5)


def test_the_key_of_an_open_box_is_in_no_table_and_not_in_the_applications_hands(
    colleague, letter, stored, app
):
    owner = colleague("owner")
    case_id = letter("CANARY-TEXT")
    owner.unlock()
    owner.act(f"/letters/{case_id}/note", note="CANARY-NOTE")
    cookie = owner.client.get_cookie("hutong_box", path=owner.base + "/").value

    dump = stored(all_bytes)
    assert b"CANARY" not in dump
    assert cookie.partition(".")[2].encode() not in dump
    row = stored(lambda: db.session.scalars(select(Unlocking)).one())
    sealed = stored(lambda: db.session.scalars(select(CaseKey.sealed)).one())
    with app.app_context():
        keys = [
            key for name in ("receipts", "sheet", "code") for key in application_keys(f"complaint.{name}")
        ]
    for key in keys:
        with pytest.raises(SealError):
            unlock(key, row.wrapped_secret, b"")
        with pytest.raises(SealError):
            CaseKeys.unsealed(sealed, KeyPair.of(key))
    flags = owner.unlock().headers["Set-Cookie"]
    assert all(part in flags for part in ("HttpOnly", "SameSite=Strict", f"Path={owner.base}/"))


def test_an_open_box_ends_with_its_time_its_lock_and_its_person(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    here = f"/letters/{letter()}"
    for end in (
        lambda: staff.post("/lock"),
        lambda: stored(expire),
        lambda: stored(lambda: change_person("staff", state="left")),
    ):
        stored(lambda: change_person("staff", state="seated"))
        staff.unlock()
        assert staff.get(here).status_code == 200
        end()
        assert staff.get(here).status_code in (302, 404)
        assert "CANARY" not in staff.get().text
    stored(lambda: change_person("staff", state="seated", role="member"))
    assert [one.id for one in stored(active_handlers)] == [owner.handler_id]
    stored(lambda: change_person("member", role="staff", withheld=["complaint.handle"]))
    assert [one.id for one in stored(active_handlers)] == [owner.handler_id]


def expire():
    db.session.execute(update(Unlocking).values(expires_at=now() - timedelta(seconds=1)))
    db.session.commit()


def test_a_cookie_of_one_handler_opens_nothing_for_another(colleague, letter):
    owner, staff = colleague("owner"), colleague("staff")
    here = f"/letters/{letter()}"
    owner.unlock()
    stolen = owner.client.get_cookie("hutong_box", path=owner.base + "/").value
    staff.client.set_cookie("hutong_box", stolen, path=owner.base + "/")

    assert staff.get(here).status_code == 302
    staff.client.set_cookie("hutong_box", "x.y", path=owner.base + "/")
    assert staff.get(here).status_code == 302


def test_who_has_no_key_finds_nothing(colleague, letter, stored, other_tenant, tenant):
    owner, admin = colleague("owner"), colleague("admin", handles=False)
    stored(lambda: limit_topic("damage", owner.handler_id))
    staff = colleague("staff")
    case_id = letter("CANARY of one topic")
    here = f"/letters/{case_id}"
    staff.unlock()
    pages = [staff.get(path) for path in (here, f"{here}/history", f"{here}/print", f"{here}/export")]
    assert [page.status_code for page in pages] == [404] * 4
    assert all(
        "CANARY" not in page.text for page in (*pages, staff.get(), staff.post("/search", words="canary"))
    )

    assert (admin.get(here).status_code, "CANARY" in admin.get().text) == (302, False)
    abroad = other_tenant.owner.get(other_tenant.console(f"/complaint{here}"))
    assert (abroad.status_code, "CANARY" in abroad.text) == (404, False)
    assert other_tenant.owner.get(tenant.console(f"/complaint{here}")).status_code == 404


def choose_for_all_topics(handler_id):
    for topic in db.session.scalars(select(Topic)):
        db.session.add(TopicHandler(topic_id=topic.id, handler_id=handler_id))
    db.session.commit()


def limit_topic(key, handler_id):
    db.session.add(TopicHandler(topic_id=topic_of(make_box(), key).id, handler_id=handler_id))
    db.session.commit()


def test_a_colleague_is_asked_chooses_a_password_and_gets_old_letters_from_who_has_them(
    colleague, letter, stored
):
    owner, staff = colleague("owner"), colleague("staff", handles=False)
    case_id = letter()
    person_id = stored(lambda: person_of("staff").id)
    owner.post("/handlers/ask", person_id=str(person_id))
    assert "Asked, waiting" in owner.get("/handlers").text
    assert staff.post("/join", password="abcdefghij").status_code == 422

    assert staff.post("/join", password=NEW).status_code == 302
    assert staff.get(f"/letters/{case_id}").status_code == 404
    owner.unlock()
    assert staff.get(f"/letters/{case_id}").status_code == 404  # it was written before, perhaps about them
    stored(lambda: choose_for_all_topics(handler_row_of(person_id).id))
    owner.unlock()

    assert "staff can read 1 more letter now" in owner.get().text
    assert "CANARY" in staff.get(f"/letters/{case_id}").text
    assert "owner let staff read it" in staff.get(f"/letters/{case_id}/history").text


def test_a_removed_handler_is_out_at_once_and_the_warning_counts_what_only_they_read(
    colleague, letter, stored
):
    owner, staff = colleague("owner"), colleague("staff")
    case_id = letter()
    owner.unlock(), staff.unlock()
    staff.act(f"/letters/{case_id}/recuse", handler=str(owner.handler_id))

    asked = owner.get(f"/handlers/{staff.handler_id}/remove").text
    owner.post(f"/handlers/{staff.handler_id}/remove")

    assert "1 letter can be read by staff alone" in asked
    assert staff.get(f"/letters/{case_id}").status_code == 302
    assert stored(lambda: db.session.scalars(select(CaseKey)).all()) == []
    assert "with the recovery sheet only" in owner.get().text


def test_the_sheet_brings_back_300_letters_in_batches_but_none_one_is_recused_from(
    tenant, colleague, stored, monkeypatch
):
    owner = colleague("owner", handles=False)
    owner.post("/setup", password=BOX_PASSWORD)
    words, _done = make_sheet(owner)

    def write():
        box, me = make_box(), active_handlers()[0]
        for number in range(300):
            make_case(tenant.info(), box, f"CANARY {number}", excluded=[me.id] if number == 0 else ())
        db.session.commit()

    stored(write)
    monkeypatch.setitem(keep_recovered.__kwdefaults__, "limit", 120)  # instead of 500, to need three batches
    bad = owner.post("/recover", words=" ".join(words[:-1]), password=NEW)
    foreign = owner.post("/recover", words=" ".join(words_of(KeyPair.new(), "en")), password=NEW)
    page = owner.post("/recover", words=" ".join(words), password=NEW)
    steps = [page.status_code]
    while page.status_code == 200:
        page = owner.post(
            "/recover/go", recovery=hidden(page.text, "recovery"), total=hidden(page.text, "total")
        )
        steps.append(page.status_code)

    assert (bad.status_code, foreign.status_code, steps) == (422, 422, [200, 200, 302])
    assert "Just in 299" in owner.get().text
    owner.post("/lock")
    assert (owner.unlock(BOX_PASSWORD).status_code, owner.unlock(NEW).status_code) == (422, 302)
    assert owner.get().text.count("CANARY") == 20


def owners_row():
    return handler_row_of(person_of("owner").id).id


def test_after_a_new_sheet_the_old_one_opens_only_what_was_left_behind(tenant, colleague, letter, stored):
    owner = colleague("owner", handles=False)
    owner.post("/setup", password=BOX_PASSWORD)
    old, _done = make_sheet(owner)
    staff = colleague("staff")
    mine, theirs = letter(), letter("CANARY two")
    staff.unlock()
    staff.act(f"/letters/{theirs}/recuse", handler=str(stored(owners_row)))

    new, done = make_sheet(owner)

    assert (done.status_code, new != old) == (302, True)
    assert stored(lambda: sorted(db.session.execute(select(Case.id, Case.sheet)).all())) == sorted(
        [(mine, 2), (theirs, 1)]
    )
    assert "1 letter still opens with the old recovery sheet only" in owner.get("/sheet").text
    assert owner.post("/recover", words=" ".join(new), password=NEW).status_code == 302
    assert owner.get(f"/letters/{mine}").status_code == 200


def test_a_changed_box_password_ends_other_sessions_and_keeps_every_letter(colleague, letter, stored):
    owner, here = colleague("owner"), f"/letters/{letter()}"
    owner.unlock()
    owner.post("/unlock", password=BOX_PASSWORD)

    refused = owner.post("/mine", old="not this one at all", password=NEW)
    changed = owner.post("/mine", old=BOX_PASSWORD, password=NEW)

    assert (refused.status_code, changed.status_code) == (422, 302)
    assert stored(lambda: len(db.session.scalars(select(Unlocking)).all())) == 1
    assert "CANARY" in owner.get(here).text
    assert owner.unlock(BOX_PASSWORD).status_code == 422


def test_a_topic_whose_handlers_left_goes_to_everybody_and_says_so(colleague, stored):
    owner, staff = colleague("owner"), colleague("staff")
    stored(lambda: limit_topic("damage", staff.handler_id))
    topic = stored(lambda: topic_of_box("damage"))
    assert stored(lambda: [one.id for one in handlers_of(topic)]) == [staff.handler_id]

    stored(lambda: change_person("staff", state="left"))

    assert stored(lambda: [one.id for one in handlers_of(topic)]) == [owner.handler_id]
    assert "Nobody who was chosen for “Damage” is there any more" in html.unescape(
        owner.get("/settings").text
    )


def topic_of_box(key):
    return topic_of(boxes()[0], key).id


def test_guessing_a_box_password_is_throttled(colleague, app):
    owner = colleague("owner")
    app.config["RATELIMIT_ENABLED"] = True
    limiter.init_app(app)

    answers = [owner.unlock(f"wrong password {number}").status_code for number in range(21)]

    assert answers == [422] * 20 + [429]
    assert owner.unlock(BOX_PASSWORD).status_code == 429


def test_a_community_without_handlers_is_told_so(tenant, stored):
    def alone():
        handler, _recovery = set_up()
        db.session.delete(handler)
        make_box()
        db.session.commit()

    stored(alone)
    page = tenant.owner.get(tenant.console("/complaint/?lang=en")).text

    assert "Nobody can read letters" in page
    assert "Nobody can read letters" in tenant.owner.get(tenant.console("/?lang=en")).text


def test_open_letters_are_shared_with_a_colleague_whatever_their_topic(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    stored(lambda: limit_topic("damage", owner.handler_id))
    case_id, hidden_id = letter(), letter("CANARY about staff")
    owner.unlock(), staff.unlock()
    owner.act(f"/letters/{hidden_id}/recuse", handler=str(staff.handler_id))
    assert staff.get(f"/letters/{case_id}").status_code == 404

    owner.post(f"/handlers/{staff.handler_id}/share")

    assert "staff can read 1 more letter now" in owner.get().text
    assert [staff.get(f"/letters/{one}").status_code for one in (case_id, hidden_id)] == [200, 404]
    owner.post(f"/handlers/{staff.handler_id}/share")
    assert "staff can read all your open letters already" in owner.get().text


def test_what_is_typed_outlives_a_box_that_was_shut_and_a_handler_who_was_removed(colleague, letter, stored):
    owner, staff = colleague("owner"), colleague("staff")
    here = f"/letters/{letter()}"
    staff.unlock()
    form = {"revision": staff.field(here, "revision"), "text": "KEPT words"}
    stored(expire)

    door = staff.post(f"{here}/reply", **form)
    back = staff.post(
        "/unlock", password=BOX_PASSWORD, letter=hidden(door.text, "letter"), kept=hidden(door.text, "kept")
    )
    owner.post(f"/handlers/{staff.handler_id}/remove")
    removed = staff.post(f"{here}/reply", **form)

    assert (door.status_code, back.status_code, removed.status_code) == (403, 200, 403)
    assert ("KEPT words</textarea>" in back.text, "CANARY" in back.text) == (True, True)
    assert ("KEPT words</textarea>" in removed.text, "CANARY" in removed.text) == (True, False)
