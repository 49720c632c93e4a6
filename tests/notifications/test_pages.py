"""What somebody is told stands in their page; how often they are written to is theirs to say."""

import re
import uuid
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from flask import render_template_string
from sqlalchemy import select

from core.database import db, now, writing
from core.jobs.runner import run_due_jobs
from core.mail.models import MailMessage
from core.notifications.models import Notification
from core.notifications.operations import GATHERING
from core.notifications.queries import unread_notices
from core.notifications.tokens import choice_token
from core.people.models import Person
from core.people.personal_data import erase_person, export_person
from core.tenants.models import Tenant
from core.tenants.operations import rename_tenant

pytestmark = pytest.mark.both_databases
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def me(tenant):
    """The member who is known on the phone of `tenant.member`; gives their id."""
    tenant.as_role("member")
    with tenant.scope():
        return db.session.scalar(select(Person.id).where(Person.role == "member"))


@pytest.fixture
def link(tenant, me):
    """The address in the mails of `me`."""
    with tenant.scope():
        return tenant.public(f"/notices/{choice_token(person_in(tenant, me))}")


def person_in(tenant, person_id):
    return db.session.get_one(Person, (tenant.id, person_id))


def choice_of(tenant, person_id):
    with tenant.scope():
        return person_in(tenant, person_id).notices


def form_of(tenant, path="/me?lang=en"):
    page = tenant.member.get(tenant.public(path)).text
    return page, {
        "form_token": re.search(r'action="[^"]*/me/notices/.*?name="form_token" value="([^"]+)"', page)[1]
    }


def titles(page):
    return re.findall(r"<h3>(.*?)</h3>", page)


def test_unread_comes_first_page_by_page(tenant, me, tell):
    with time_machine.travel("2026-11-22 10:00:00+00:00", tick=False) as clock:
        for number in range(7):
            tell(me, key=str(number), subject=f"Ready {number}")
            clock.shift(timedelta(minutes=1))
        with tenant.scope():
            for one in db.session.scalars(select(Notification).where(Notification.subject >= "Ready 5")):
                one.read_at = now()
            db.session.commit()

        first = tenant.member.get(tenant.public("/me?lang=en")).text
        second = tenant.member.get(tenant.public("/me?lang=en&page=2")).text
        beyond = tenant.member.get(tenant.public("/me?lang=en&page=99")).text

    assert titles(first) == [f"Ready {number}" for number in (4, 3, 2, 1, 0)]
    assert titles(second) == ["Ready 6", "Ready 5"]
    assert ("5 new" in first, titles(beyond)) == (True, titles(second))


def test_opening_marks_as_read_and_leads_on(tenant, me, tell):
    tell(me, url="http://localhost/corner/club?x=1")
    tell(me, key="2", url="https://elsewhere.example/x")
    tell(me, key="3")
    page, form = form_of(tenant)
    with tenant.scope():
        ids = db.session.scalars(select(Notification.id).order_by(Notification.id)).all()
    assert 'href="https://elsewhere.example/x"' in page

    led = [
        tenant.member.post(tenant.public("/me/notices/open?lang=en"), data=form | {"one": one}).location
        for one in ids
    ]

    assert led == ["http://localhost/corner/club?x=1", *["/corner/me?lang=en#news"] * 2]
    assert "new</span>" not in tenant.member.get(tenant.public("/me?lang=en")).text


def test_all_can_be_read_at_once(tenant, me, tell):
    for number in range(7):
        tell(me, key=str(number))
    _page, form = form_of(tenant)

    tenant.member.post(tenant.public("/me/notices/read"), data=form)

    with tenant.scope():
        assert None not in db.session.scalars(select(Notification.read_at)).all()


def test_what_others_were_told_is_not_there(tenant, other_tenant, me, lily, tell):
    tell(me, key="1", subject="Mine")
    tell(lily, key="2", subject="Lily's")
    page, form = form_of(tenant)
    with tenant.scope():
        hers = db.session.scalar(select(Notification.id).where(Notification.person_id == lily))

    assert titles(page) == ["Mine"]
    for strange in (hers, uuid.uuid4(), "", "x"):
        answer = tenant.member.post(tenant.public("/me/notices/open"), data=form | {"one": strange})
        assert answer.status_code == 404
    theirs = other_tenant.member.post(other_tenant.public("/me/notices/open"), data=form | {"one": hers})
    assert theirs.status_code == 400
    with tenant.scope():
        assert set(db.session.scalars(select(Notification.read_at)).all()) == {None}


def test_nothing_yet_says_what_comes(tenant, me):
    page = tenant.member.get(tenant.public("/me?lang=zh")).text

    assert "还没有消息。有了，就放在这里。" in page


def test_who_is_known_chooses_on_their_page(tenant, me):
    page = tenant.member.get(tenant.public("/me/notices?lang=en"))
    form = {"form_token": re.search(r'name="form_token" value="([^"]+)"', page.text)[1]}

    answers = [
        tenant.member.post(tenant.public("/me/notices?lang=en"), data=form | {"choice": choice})
        for choice in ("hourly", "daily")
    ]

    assert [answer.status_code for answer in answers] == [422, 200]
    assert "Done. One mail in the morning" in answers[1].text
    assert choice_of(tenant, me) == "daily"


def test_one_click_of_a_mail_program_ends_the_mails(tenant, me, link, visitor):
    answer = visitor.post(link, data=ONE_CLICK)

    assert (answer.status_code, "Set-Cookie" in answer.headers, choice_of(tenant, me)) == (200, False, "off")
    assert visitor.post(link, data=ONE_CLICK).status_code == 200
    assert visitor.post(link, data=ONE_CLICK, content_type="multipart/form-data").status_code == 200


def test_looking_at_the_link_changes_and_names_nothing(tenant, me, link, visitor):
    answer = visitor.get(f"{link}?lang=en")

    assert (answer.status_code, choice_of(tenant, me)) == (200, "each")
    assert "No more mails" in answer.text
    assert "member@corner.example" not in answer.text
    assert visitor.head(link).status_code == 200
    assert visitor.post(link, data={"choice": "always"}).status_code == 422
    assert choice_of(tenant, me) == "each"


def test_the_link_chooses_and_can_be_undone(tenant, me, link, visitor):
    pages = [
        visitor.post(f"{link}?lang=en", data={"choice": choice}, headers={"Origin": "null"}).text
        for choice in ("off", "daily", "each")
    ]

    assert ["no more mails" in pages[0], "One mail in the morning" in pages[1], choice_of(tenant, me)] == [
        True,
        True,
        "each",
    ]


def test_unknown_tokens_all_get_the_same_answer(tenant, other_tenant, me, link, visitor):
    token = link.rpartition("/")[2]
    with tenant.scope():
        gone = Person(name="Gone", role="contact", state="left")
        db.session.add(gone)
        db.session.flush()
        gone_token = choice_token(gone)
        db.session.commit()
    unknown = ("nobody", token[:-1], f"{token}x", gone_token, "IjEi.AAAA", "z" * 200)

    def answers(**request):
        for text in unknown:
            answer = visitor.open(
                tenant.public(f"/notices/{quote(text)}"), headers={"Accept-Language": "en"}, **request
            )
            yield answer.status_code, answer.text.replace(quote(text), "TOKEN")

    looked, clicked = set(answers(method="GET")), set(answers(method="POST", data=ONE_CLICK))

    assert [len(looked), len(clicked)] == [1, 1]
    assert {status for status, _page in looked | clicked} == {404}
    assert visitor.post(other_tenant.public(f"/notices/{token}"), data=ONE_CLICK).status_code == 404
    assert choice_of(tenant, me) == "each"


def test_a_link_from_before_the_shop_was_renamed_still_ends_the_mails(app, tenant, me, link, visitor):
    """RFC 8058: a mail program's one click is not redirected."""
    with app.app_context(), writing():
        rename_tenant(tenant=db.session.get_one(Tenant, tenant.id), slug="new-corner")
        db.session.commit()

    looked, clicked = visitor.get(link), visitor.post(link, data=ONE_CLICK)

    assert (looked.status_code, looked.location) == (308, link.replace("/corner/", "/new-corner/"))
    assert (clicked.status_code, choice_of(tenant, me)) == (200, "off")


def test_the_mark_says_how_much_is_new_and_nothing_where_nothing_is(app, tenant, me, tell):
    mark = (
        '{% from "components/notices_mark.html" import notices_mark %}{{ notices_mark(count, "/me#news") }}'
    )

    def drawn(count):
        with app.test_request_context("/corner/me?lang=en"):
            return render_template_string(mark, count=count)

    with tenant.scope():
        assert drawn(unread_notices(me)) == ""
    tell(me)
    with tenant.scope():
        assert re.sub("<svg.*?</svg>", "", drawn(unread_notices(me))) == (
            '<a class="mark" href="/me#news"><span>1 new thing for you</span></a>'
        )


def test_the_mails_of_a_closed_tenant_can_be_ended_too(app, tenant, me, link, visitor):
    with app.app_context(), writing():
        db.session.get_one(Tenant, tenant.id).status = "suspended"
        db.session.commit()

    assert visitor.post(link, data=ONE_CLICK).status_code == 200
    assert choice_of(tenant, me) == "off"


def test_the_owner_sees_how_each_thing_reached_a_person(app, tenant, lily, tell):
    states = {"sent": "", "held": "", "kept": "", "failed": "550 no such reader", "waiting": "server is away"}
    with time_machine.travel(now(), tick=False) as clock:
        for state, error in states.items():
            tell(lily, key=state, thread=state, subject=f"Told {state}")
            clock.shift(GATHERING)
            run_due_jobs(app)
            with app.app_context(), writing():
                mail = db.session.scalars(select(MailMessage).order_by(MailMessage.id.desc())).first()
                mail.state, mail.error = state, error
                db.session.commit()
        tell(lily, key="fresh", subject="Told just now")
        with app.app_context(), writing():
            db.session.delete(
                db.session.scalars(select(MailMessage).where(MailMessage.state == "kept")).one()
            )
            db.session.commit()

    page = tenant.owner.get(tenant.console(f"/people/{lily}?lang=en")).text

    fates = re.findall(r"<b>Told ([^<]+)</b><small>[^<]*not read yet · ([^<]+)</small>", page)
    assert fates == [
        ("just now", "A mail is still to come"),
        ("waiting", "The mail has not got through yet: server is away"),
        ("failed", "The mail was refused: 550 no such reader"),
        ("kept", "Mailed. Whether it arrived is no longer kept"),
        ("held", "Mail held back: nothing leaves while on trial"),
        ("sent", "Mailed"),
    ]


def test_it_belongs_to_the_data_of_a_person(tenant, lily, tell):
    tell(lily, subject="Lily, your voucher", text="For Lily", url="https://hutong.example/corner/card/77")

    with tenant.scope():
        handed_out = export_person(lily)["notification"]
        assert [(row["subject"], row["text"]) for row in handed_out] == [("Lily, your voucher", "For Lily")]
        erase_person(person_in(tenant, lily))
        db.session.commit()
        left = db.session.scalars(select(Notification)).one()

    assert (left.subject, left.text, left.url) == ("", "", "")
