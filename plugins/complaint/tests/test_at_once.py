"""Two at once: the same form twice in one moment, and a letter that is closed while its writer writes on."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select, update

from hutong import db
from plugins.complaint.models import Case, Event, Handler, Message
from plugins.complaint.queries import keyring
from plugins.complaint.talking import write_message
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_case, set_up
from plugins.complaint.tests.conftest import hidden

pytestmark = pytest.mark.both_databases
TIMES = 6


def at_once(app, address, data):
    """The same form from several browsers in one moment; gives the answers' status."""

    def send(_number):
        return app.test_client().post(address, data=data).status_code

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(send, range(TIMES)))


def test_the_same_letter_at_once_is_one_letter(app, tenant, writer):
    writer.open()
    data = {**writer.fields, "q_topic": "damage", "q_text": "A hole"}
    assert at_once(app, writer.address, data) == [200] * TIMES
    with tenant.scope():
        assert len(db.session.scalars(select(Case.id)).all()) == 1
        assert db.session.scalars(select(Event.kind)).all() == ["received"]


def test_the_same_words_at_once_are_said_once(app, tenant, writer):
    writer.write()
    writer.talk(q_words=" ".join(writer.words))
    form = {name: writer.fields[name] for name in ("talk", "form_token")}
    data = {**form, "step": "reply", "text": "A button too"}
    assert at_once(app, f"{writer.base}/talk?lang=en", data) == [200] * TIMES
    with tenant.scope():
        assert db.session.scalars(select(Message.number)).all() == [1]
        assert sorted(db.session.scalars(select(Event.kind))) == ["received", "written"]


def test_a_letter_that_was_closed_meanwhile_is_opened_again_by_its_writers_words(tenant):
    day = date(2026, 11, 24)
    with tenant.scope():
        set_up()
        written, _code = make_case(tenant.info(), make_box())
        case_id, key = written.case.id, written.talk_key
        db.session.commit()
    with tenant.scope():
        case = db.session.scalars(select(Case).where(Case.id == case_id)).one()
        closing = update(Case).values(state="closed", closed_on=day, outcome="silent", revision=7)
        db.session.execute(closing.execution_options(synchronize_session=False))  # by a colleague just now
        write_message(case=case, talk_key=key, text="And a button", nonce="n", day=day)
        db.session.commit()
        found = db.session.execute(select(Case.state, Case.closed_on, Case.revision)).one()
        assert tuple(found) == ("working", None, 8)


def test_a_password_that_was_sent_twice_at_once_makes_one_handler(app, colleague, stored):
    owner = colleague("owner", handles=False)
    session = owner.client.get_cookie("hutong_session").value

    def choose(_number):
        client = app.test_client()
        client.set_cookie("hutong_session", session)
        answer = client.post(f"{owner.base}/setup", data={"password": BOX_PASSWORD})
        return answer.status_code, answer.location.rpartition("/")[2]

    with ThreadPoolExecutor(TIMES) as pool:
        answers = set(pool.map(choose, range(TIMES)))

    assert answers == {(302, "sheet")}
    assert stored(lambda: len(db.session.scalars(select(Handler.id)).all())) == 1
    assert owner.unlock().status_code == 302


def test_of_two_first_sheets_one_counts(colleague, stored):
    admins = [colleague(role, handles=False) for role in ("owner", "admin")]
    for admin in admins:
        admin.post("/setup", password=BOX_PASSWORD)
    forms = [confirmed_form(admin) for admin in admins]

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda admin, form: admin.post("/sheet/confirm", **form), admins, forms))

    assert [page.status_code for page in pages] == [302, 302]
    assert sorted(page.location.rpartition("/")[2] for page in pages) == ["", "sheet"]
    keys = stored(keyring)
    for admin, form in zip(
        admins, forms, strict=True
    ):  # a sheet that does not count is not taken for a newer one
        admin.post("/sheet/confirm", **form)
    assert stored(keyring).recovery_public == keys.recovery_public
    assert stored(keyring).sheet == 1


def test_of_two_new_sheets_at_once_one_counts(colleague, stored):
    admins = [colleague("owner"), colleague("admin")]
    for admin in admins:
        admin.unlock()
    forms = [confirmed_form(admin) for admin in admins]

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(lambda admin, form: admin.post("/sheet/confirm", **form), admins, forms))

    assert [page.status_code for page in pages] == [302, 302]
    assert stored(keyring).sheet == 2
    said = [admin.get("/sheet").text for admin in admins]
    assert sorted("Tear this one up" in text for text in said) == [False, True]


def confirmed_form(admin):
    """A new sheet with three of its words typed back, ready to be sent."""
    shown = admin.post("/sheet/new").text
    words = re.findall(r"<li><b>([a-z]+)</b></li>", shown)
    asked = admin.post("/sheet/check", sheet=hidden(shown, "sheet")).text
    typed = {f"word_{n}": words[int(n) - 1] for n in re.findall(r'name="word_(\d+)"', asked)}
    return {"sheet": hidden(asked, "sheet"), **typed}
