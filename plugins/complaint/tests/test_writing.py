"""Writing a letter as a browser without script does: each step, and all that can go wrong."""

import re

import pytest
from sqlalchemy import func, select, update

from hutong import Base, db, first_link
from hutong.fields import issue_form_token
from plugins.complaint.keyholding import add_handler, unlock_handler
from plugins.complaint.letters import open_identity, open_letter
from plugins.complaint.models import Box, Case, CaseKey, Handler, Recusal, Topic
from plugins.complaint.queries import box_by_code, keyring
from plugins.complaint.receipts import read_receipt
from plugins.complaint.sealing import CaseKeys
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_colleague, topic_of

TEXT = "CANARY my coat came back with a hole"


def ledger():
    """The class of the core's acts, which no plugin reads."""
    return next(one.class_ for one in Base.registry.mappers if one.local_table.name == "act")


def cases(tenant):
    with tenant.scope():
        return db.session.scalar(select(func.count(Case.id)))


@pytest.mark.both_databases
def test_a_letter_is_written_found_again_and_answered(tenant, writer):
    assert writer.write().status_code == 200
    words = writer.words
    assert len(words) == 5
    assert writer.send(step="noted").status_code == 200
    assert 'class="five"' not in writer.page
    asked = [int(place) for place in re.findall(r'name="word_(\d)"', writer.page)]
    assert writer.send(step="words", **{f"word_{place}": "abandon" for place in asked}).status_code == 422
    done = writer.send(step="words", **{f"word_{place}": words[place][:4].upper() for place in asked})
    assert (done.status_code, "hutong-receipt-1" in writer.page) == (200, True)

    receipt = writer.send(step="receipt").get_data(as_text=True)
    with tenant.scope():
        assert read_receipt(receipt, keyring().receipt_public).community == tenant.slug
    writer.talk(q_words=", ".join(words).upper())
    assert TEXT in writer.page
    writer.go_on("reply", text="And a button is missing.")
    assert "And a button is missing." in writer.page
    with tenant.scope():
        case = db.session.scalars(select(Case)).one()
        assert (case.is_named, case.person_id, case.unread, case.is_aside) == (False, None, True, False)


@pytest.mark.both_databases
def test_the_same_form_twice_is_one_letter_with_the_same_words_and_receipt(tenant, writer):
    writer.open()
    form = dict(writer.fields)
    writer.send(q_topic="damage", q_text=TEXT)
    first = writer.words
    writer.send(step="later")
    receipt = re.search(r"hutong-receipt-1[^<]+", writer.page)[0]

    writer.fields = dict(form)
    assert writer.send(q_topic="damage", q_text=TEXT).status_code == 200
    assert writer.words == first
    writer.send(step="later")
    assert re.search(r"hutong-receipt-1[^<]+", writer.page)[0] == receipt
    assert cases(tenant) == 1

    writer.fields = dict(form)
    assert writer.send(q_topic="damage", q_text="Other words").status_code == 422
    assert "Other words" in writer.page
    assert "Send as a new letter" in writer.page
    assert writer.send(q_topic="damage", q_text="Other words").status_code == 200
    assert (writer.words == first, cases(tenant)) == (False, 2)


@pytest.mark.parametrize(
    "typed",
    [
        {"q_topic": None},
        {"q_topic": "nonsense"},
        {"q_topic": "damage", "q_text": "x" * 5001},
        {"q_topic": "damage", "q_text": " \n "},
        {"q_topic": "damage", "q_not": "00000000-0000-0000-0000-000000000000"},
    ],
)
def test_what_is_missing_or_wrong_is_told_and_nothing_typed_is_lost(tenant, writer, typed):
    writer.open()
    answer = writer.send(**{"q_text": "My own words", **typed})

    assert answer.status_code == 422
    assert (typed.get("q_text") or "My own words").strip()[:60] in writer.page
    assert cases(tenant) == 0
    done = writer.send(q_topic="damage", q_text="My own words")
    assert (done.status_code, cases(tenant)) == (200, 1)


@pytest.mark.parametrize("change", ["token", "code", "code of another form", "foreign", "old", "other sort"])
def test_a_broken_seal_keeps_what_was_typed_under_a_new_one(tenant, writer, change):
    writer.open()
    with tenant.scope():
        box_id = box_by_code(writer.box).id
    if change == "token":
        writer.fields["form_token"] = writer.fields["form_token"][:-3]
    elif change == "code":
        code = writer.fields["return_code"]
        writer.fields["return_code"] = ("B" if code[0] == "A" else "A") + code[1:]
    elif change == "code of another form":
        code = writer.fields["return_code"]
        writer.open()
        writer.fields["return_code"] = code
    else:
        options = {"old": {"now": 1}, "other sort": {"purpose": "complaint.named"}}.get(change, {})
        named = "elsewhere" if change == "foreign" else box_id
        with tenant.app.app_context():
            writer.fields["form_token"] = issue_form_token(
                **{"tenant": tenant.id, "object_id": named, "version": 1, "purpose": "complaint", **options}
            )

    assert writer.send(q_topic="damage", q_text=TEXT).status_code == 422
    assert (TEXT in writer.page, cases(tenant)) == (True, 0)
    assert writer.send(q_topic="damage", q_text=TEXT).status_code == 200
    assert cases(tenant) == 1


@pytest.mark.parametrize("meanwhile", ["paused", "closed", "topic", "handler", "way"])
def test_what_happens_meanwhile_loses_no_word(tenant, writer, meanwhile):
    writer.open()
    with tenant.scope():
        if meanwhile == "topic":
            db.session.execute(update(Topic).where(Topic.key == "damage").values(is_active=False))
        elif meanwhile == "handler":
            db.session.execute(update(Handler).values(is_active=False))
        elif meanwhile == "way":
            db.session.execute(update(Box).values(takes_anonymous=False))
        else:
            db.session.execute(update(Box).values(state=meanwhile))
        db.session.commit()

    answer = writer.send(q_topic="damage", q_text=TEXT)

    assert answer.status_code == (422 if meanwhile == "topic" else 409)
    assert (TEXT in writer.page, cases(tenant)) == (True, 0)


def test_a_letter_that_was_taken_is_shown_again_though_the_box_was_paused_meanwhile(tenant, writer):
    writer.open()
    form = dict(writer.fields)
    writer.send(q_topic="damage", q_text=TEXT)
    words = writer.words
    with tenant.scope():
        db.session.execute(update(Box).values(state="paused"))
        db.session.commit()

    writer.fields = form
    writer.send(q_topic="damage", q_text=TEXT)

    assert (writer.words, cases(tenant)) == (words, 1)


@pytest.mark.both_databases
def test_who_must_not_read_it_gets_no_key(tenant, writer):
    with tenant.scope():
        other = add_handler(person_id=make_colleague("Li").id, password="another box password").id
        first = db.session.scalars(select(Handler.id).where(Handler.id != other)).one()
        db.session.commit()
    writer.open()
    assert {"Wang", "Li"} <= set(re.findall(r"<span>([^<]+)</span>", writer.page))

    writer.send(q_topic="damage", q_text=TEXT, q_not=str(first))

    with tenant.scope():
        assert db.session.scalars(select(CaseKey.handler_id)).all() == [other]
        assert db.session.scalars(select(Recusal.handler_id)).all() == [first]


def test_a_topics_own_questions_are_asked_with_it_and_kept_as_they_were(tenant, writer):
    asked = {"id": "when", "kind": "short_text", "title": {"en": "Which day?"}, "required": True}
    hangs = {"id": "who", "kind": "short_text", "title": {"en": "Who?"}}
    hangs["show_if"] = {"question": "when", "answered": True}
    with tenant.scope():
        topic_of(box_by_code(writer.box)).questions = [asked, hangs]
        db.session.commit()

    assert writer.write().status_code == 422  # the day is missing
    assert writer.send(q_topic="staff", q_text=TEXT).status_code == 200  # not asked here
    writer.write(q_t0_when="Monday", q_t0_who="the tall one")
    writer.talk(q_words=" ".join(writer.words))

    assert all(words in writer.page for words in ("Which day?", "Monday", "Who?", "the tall one"))


def test_what_is_good_to_know_about_a_topic_stands_beside_it(tenant, writer):
    with tenant.scope():
        topic_of(box_by_code(writer.box), "staff").hint = {
            "en": "In danger now? Call 110.",
            "zh": "先打 110。",
        }
        db.session.commit()
    writer.open()
    assert "In danger now? Call 110." in writer.page
    assert writer.send(q_topic="staff", q_text=TEXT).status_code == 200
    assert cases(tenant) == 1


def test_with_a_name_a_member_is_offered_as_author(tenant, writer, writer_at):
    stranger = writer_at(writer.box, "named")
    assert stranger.open().headers["Cache-Control"] == "no-store"
    assert stranger.write().status_code == 422  # name and contact
    assert (
        stranger.send(q_topic="damage", q_text=TEXT, q_name="Ann", q_contact="ann@x.example").status_code
        == 200
    )
    member = writer_at(writer.box, "named", tenant.member)
    member.open()
    assert "I write as the member member" in member.page
    assert re.findall(r'name="q_(?:name|contact)"[^>]* value="([^"]*)"', member.page) == [
        "member",
        f"member@{tenant.slug}.example",
    ]
    assert "I write as the member" not in stranger.open().get_data(as_text=True)
    member.send(q_topic="damage", q_text="Mine", q_name="Bo", q_contact="1", as_member="yes")
    member.write("Not as one", q_name="Bo", q_contact="1")

    with tenant.scope():
        rows = db.session.execute(select(Case.is_named, Case.person_id.is_not(None))).all()
        act = ledger()
        acts = db.session.execute(select(act.stage, act.verb, act.object_id, act.person_id)).all()
        assert sorted(rows) == [(True, False), (True, False), (True, True)]
        assert acts == [("service", "complain", box_by_code(writer.box).id, None)] * 3


def test_what_looks_like_a_machine_is_set_aside_and_never_dropped(tenant, writer):
    assert writer.write(homepage="https://spam.example").status_code == 200
    assert len(writer.words) == 5
    with tenant.scope():
        assert db.session.scalars(select(Case.is_aside)).all() == [True]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"state": "paused"}, "Paused for a while"),
        ({"state": "closed"}, "This box is closed"),
        ({"takes_anonymous": False}, "Not this way"),
    ],
)
def test_a_box_that_takes_no_letters_says_so(box_of, writer_at, more, says):
    somebody = writer_at(box_of(**more))

    assert (somebody.open().status_code, says in somebody.page) == (200, True)


def test_a_box_without_keys_opens_soon(app, tenant, visitor):
    with tenant.scope():
        code = make_box().code
        db.session.commit()

    for path in ("", "/write", "/named"):
        page = visitor.get(tenant.public(f"/complaint/{code}{path}?lang=en")).text
        assert "This box opens soon." in page


def test_nothing_is_said_about_the_sender_and_nothing_is_kept_by_the_browser(tenant, writer, writer_at):
    """Each anonymous step: no cookie, not stored, no referrer; and forms whose origin is thereby ``null``."""
    client = tenant.owner  # somebody with sessions of both sides
    somebody = writer_at(writer.box, client=client)
    answers = [client.get(f"{writer.base}/{writer.box}"), somebody.open()]
    answers.append(somebody.send(q_text="no topic"))
    answers.append(somebody.send(q_topic="damage", q_text=TEXT))
    words = somebody.words
    answers += [somebody.send(step=step) for step in ("noted", "words", "code", "later", "receipt")]
    answers += [client.get(f"{writer.base}/talk"), somebody.talk(q_words="nonsense")]
    answers.append(somebody.talk(q_words=" ".join(words)))
    answers += [somebody.go_on("reply", text="More"), client.get(f"{writer.base}/receipt")]
    answers.append(client.get(f"{writer.base}/worker.js"))

    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert client.post(somebody.address, headers={"Origin": "null"}).status_code == 422
    assert client.post(somebody.address, headers={"Origin": "https://evil.example"}).status_code == 400
    named = client.post(f"{writer.base}/{writer.box}/named", headers={"Origin": "null"})
    assert named.status_code == 400  # it knows who asks
    with tenant.scope():
        assert db.session.scalar(select(func.count(ledger().id))) == 0


@pytest.mark.both_databases
def test_scans_of_a_boxs_code_are_counted_by_the_day(app, tenant, writer):
    with tenant.scope():
        link = first_link(plugin="complaint", object_kind="box", object_id=box_by_code(writer.box).id)
        db.session.commit()
        code = link.code
    for _scan in range(3):
        came = app.test_client().get(tenant.public(f"/s/{code}?lang=en"))
        assert (came.status_code, "via=" in came.location) == (302, False)
        app.extensions["hutong.sightings"].flush()

    with tenant.scope():
        act = db.session.scalars(select(ledger())).one()
        local = act.at.astimezone(tenant.info().zone)
        assert (act.verb, act.times, act.id.version) == ("scan", 3, 5)
        assert (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0)


def test_a_named_letter_opens_for_its_handler_with_the_name(tenant, writer, writer_at):
    writer_at(writer.box, "named").write(q_name="Ann", q_contact="ann@x.example")
    with tenant.scope():
        case = db.session.scalars(select(Case)).one()
        sealed = db.session.scalars(select(CaseKey)).one()
        pair = unlock_handler(db.session.scalars(select(Handler)).one(), BOX_PASSWORD)
        key = CaseKeys.unsealed(sealed.sealed, pair).talk
        assert open_letter(case, key).text == TEXT
        assert open_identity(case, key).name == "Ann"


def test_a_fault_of_ours_is_written_down_without_its_sender(tenant, writer, caplog):
    with tenant.scope():
        topic_of(box_by_code(writer.box)).questions = [{"id": "broken", "kind": "no such kind"}]
        db.session.commit()
    tenant.app.config["PROPAGATE_EXCEPTIONS"] = False
    sender = {"User-Agent": "CANARY-agent", "X-Forwarded-For": "203.0.113.7"}

    answer = writer.client.post(
        writer.address,
        data={"q_text": TEXT},
        headers=sender,
        environ_overrides={"REMOTE_ADDR": "198.51.100.9"},
    )

    assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")
    assert (answer.headers["Referrer-Policy"], "Set-Cookie" in answer.headers) == ("no-referrer", False)
    said = caplog.text
    assert "complaint.write failed" in said
    assert not any(word in said for word in ("CANARY", "203.0.113.7", "198.51.100.9", writer.box))


def test_handlers_hear_of_named_letters_soon_and_of_others_the_next_morning(tenant, writer, writer_at):
    def waiting():
        with tenant.scope():
            jobs = next(one.class_ for one in Base.registry.mappers if one.local_table.name == "outbox_job")
            return db.session.scalars(select(jobs.kind)).all()

    writer.write()
    assert waiting() == []
    writer_at(writer.box, "named").write(q_name="Ann", q_contact="1")
    assert waiting() == ["complaint.tell_of_named"]
