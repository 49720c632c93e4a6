"""What the operator sees and does, and that nobody else does."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import select

from core.database import db, writing
from core.jobs.runner import run_due_jobs
from core.mail.operations import send_mail
from core.operator.entering import issue_operator_link
from core.people.models import Person
from core.tenants.models import AbuseReport, Plan, Tenant
from tests.gallery.scene import send

EN = {"Accept-Language": "en"}
HOME = "/-/operator/"
PATHS = [HOME, "/-/operator/communities", "/-/operator/plans", "/-/operator/mails", "/-/operator/reports"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_the_operator_s_alone(path, operator, visitor, tenant):
    assert operator.get(path).status_code == 200
    assert tenant.owner.get(path).status_code == 404
    assert (visitor.get(path).status_code, visitor.get(path).location) == (
        302,
        f"http://localhost/-/sign-in?next={path}",
    )


def test_printed_link_lets_in_once(app, visitor):
    path = issue_operator_link(app).removeprefix("http://127.0.0.1:5000")

    assert visitor.get(path).status_code == 200
    assert send(visitor, path, page=path).location == HOME
    assert "Operator’s pages" in visitor.get(HOME).text
    assert app.test_client().get(path, headers=EN).status_code == 404


def tenant_page(tenant):
    return f"/-/operator/communities/{tenant.id}"


@pytest.mark.both_databases
def test_suspended_tenant_is_closed_and_opens_again(operator, tenant, visitor):
    page = tenant_page(tenant)

    send(operator, f"{page}/suspend", {"reason": "It asks for passwords"}, page=page)
    closed = visitor.get(tenant.public("/?lang=en"))
    assert (closed.status_code, "Closed for now" in closed.text) == (403, True)
    assert "It asks for passwords" in operator.get(page).text
    assert "It asks for passwords" in tenant.owner.get(tenant.console()).text

    send(operator, f"{page}/resume", page=page)
    assert visitor.get(tenant.public()).status_code == 200


def test_suspending_needs_a_reason(operator, tenant, visitor):
    page = tenant_page(tenant)

    assert send(operator, f"{page}/suspend", {"reason": ""}, page=page).status_code == 422
    assert visitor.get(tenant.public()).status_code == 200


@pytest.mark.both_databases
def test_deleting_asks_for_the_address(app, operator, tenant, other_tenant):
    page = tenant_page(tenant)

    assert send(operator, f"{page}/delete", {"slug": "elsewhere"}, page=page).status_code == 422
    send(operator, f"{page}/delete", {"slug": "corner"}, page=page)

    with app.app_context():
        assert db.session.scalars(select(Tenant.slug)).all() == ["elsewhere"]


@pytest.mark.both_databases
def test_tenants_are_found_by_address_name_and_owner(operator, tenant, other_tenant):
    assert tenant.owner.get(tenant.console()).status_code == 200

    def found(words):
        page = operator.get("/-/operator/communities", query_string={"q": words}, headers=EN).text
        return [slug for slug in ("corner", "elsewhere") if f"<small>/{slug}</small>" in page]

    assert found("") == ["corner", "elsewhere"]
    assert found("CORN") == ["corner"]
    assert found("elsewhere 小店") == ["elsewhere"]
    assert found("owner@corner") == ["corner"]
    assert found("%") == []


@pytest.mark.both_databases
def test_larger_plan_lets_in_who_waits(app, operator, tenant):
    with tenant.scope():
        db.session.add(Person(name="waits", role="member", state="waiting"))
        db.session.get(Tenant, tenant.id).seats_taken = 50
        plan_id = db.session.scalar(select(Plan.id))
        db.session.commit()
    page = f"/-/operator/plans/{plan_id}"

    answer = send(
        operator,
        page,
        {"seats": "51", "title_zh": "免费", "title_en": "Free", "description_en": "x"},
        page=page,
    )
    run_due_jobs(app)

    assert answer.status_code == 303
    with tenant.scope():
        assert db.session.scalar(select(Person.state).where(Person.name == "waits")) == "seated"


@pytest.mark.parametrize("seats", ["0", "-1", "many", ""])
def test_plan_without_seats_is_refused(app, operator, seats):
    with app.app_context():
        plan_id = db.session.scalar(select(Plan.id))
    page = f"/-/operator/plans/{plan_id}"

    assert (
        send(operator, page, {"seats": seats, "title_zh": "a", "title_en": "b"}, page=page).status_code == 422
    )


def test_mail_is_drawn_in_a_frame_that_can_do_nothing(app, operator):
    with app.app_context(), writing():
        send_mail(
            to="a@example.com", template="accounts/mail/reset", url="http://localhost/x", from_platform=True
        )
        db.session.commit()
    listed = operator.get("/-/operator/mails").text
    [path] = re.findall(r'href="(/-/operator/mails/[^"]+)"', listed)

    page, frame = operator.get(path), operator.get(f"{path}/frame")

    assert f'src="{path}/frame"' in page.text
    assert 'sandbox="allow-popups' in page.text
    assert "http://localhost/x" in frame.text
    assert "script" not in frame.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'; sandbox" in frame.headers["Content-Security-Policy"]


def test_anybody_reports_a_community_and_the_operator_reads_it(app, operator, visitor, tenant):
    page = f"/-/report/{tenant.slug}"
    assert f'href="http://localhost{page}"' in visitor.get(tenant.public()).text

    answer = send(visitor, page, {"reason": "fraud", "text": "asks for <b>money</b>"}, page=page)

    assert answer.status_code == 200
    listed = operator.get("/-/operator/reports", headers=EN).text
    assert "asks for &lt;b&gt;money&lt;/b&gt;" in listed
    [handled] = re.findall(r'action="(/-/operator/reports/[^"]+)"', listed)
    send(operator, handled, page="/-/operator/reports")
    assert "asks for" not in operator.get("/-/operator/reports").text
    assert "asks for" in operator.get("/-/operator/reports?handled=1").text


def test_report_needs_a_reason_and_keeps_what_was_typed(app, visitor, tenant):
    page = f"/-/report/{tenant.slug}"

    answer = send(visitor, page, {"text": "something is odd"}, page=page)

    assert answer.status_code == 422
    assert "something is odd" in answer.text
    with app.app_context():
        assert db.session.scalars(select(AbuseReport)).all() == []


def test_things_that_do_not_exist(operator):
    assert operator.get(f"/-/operator/communities/{uuid4()}").status_code == 404
    assert operator.get(f"/-/operator/plans/{uuid4()}").status_code == 404
    assert operator.get(f"/-/operator/mails/{uuid4()}").status_code == 404
    assert operator.get("/-/report/nobody-here").status_code == 404
