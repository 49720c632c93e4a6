"""Two at once: the same form twice in one moment, and a letter that is closed while its writer writes on."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select, update

from hutong import db
from plugins.complaint.models import Case, Event, Message
from plugins.complaint.talking import write_message
from plugins.complaint.testing import make_box, make_case, set_up

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
