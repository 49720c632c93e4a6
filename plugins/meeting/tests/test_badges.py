"""Badges, and the list of who came."""

import csv
import io
import time

import pikepdf
import pytest

from hutong import db
from hutong.exports import NoPdfError, pdf_of
from hutong.testing import assert_accessible, leave_out, read_codes_on
from plugins.meeting.badges import Badge, company_line
from plugins.meeting.door_testing import make_scan
from plugins.meeting.models import Guest
from plugins.meeting.testing import make_guest, make_meeting

COMPANY = {"id": "firm", "kind": "short_text", "title": {"en": "Your company", "zh": "您的公司"}}


@pytest.fixture
def meeting(tenant):
    """A meeting whose first guest is in, whose second is not, and whose third waits for a seat."""
    with tenant.scope():
        made = make_meeting(questions=[COMPANY])
        lin = make_guest(made, "林小红", asked=[COMPANY], answers={"firm": "=Qinghe"})
        make_guest(made, "Zhou <b>")
        make_guest(made, "Wu", state="waiting").state = "waiting"
        make_scan(lin, door="East")
        db.session.commit()
        return tenant.console(f"/meeting/{made.id}"), lin.ticket


def test_who_gets_a_badge(tenant, meeting):
    path, _ticket = meeting
    names = ("林小红", "Zhou &lt;b&gt;", "Wu")
    shown = {}
    for who in ("coming", "missing", "walk_in", "anything"):
        page = tenant.staff.get(f"{path}/badges/print?who={who}&line=firm").get_data(as_text=True)
        shown[who] = [name for name in names if f">{name}</h2>" in page]

    assert shown == {
        "coming": ["林小红", "Zhou &lt;b&gt;"],
        "missing": ["Zhou &lt;b&gt;"],
        "walk_in": [],
        "anything": ["林小红", "Zhou &lt;b&gt;"],
    }
    assert '<p class="line">=Qinghe</p>' in tenant.staff.get(f"{path}/badges/print").get_data(as_text=True)
    assert "Qinghe" not in tenant.staff.get(f"{path}/badges/print?line=").get_data(as_text=True)
    assert tenant.staff.get(f"{path}/badges/print?guest=x").status_code == 404


def test_a_long_name_is_set_smaller():
    sizes = [Badge(name, "", "", "").size for name in ("林小红", "Lin Xiaohong", "Anna Schmidt", "A" * 40)]

    assert sizes == ["", "", "", "longer"]
    assert company_line({"q1": "What do you eat?", "q2": "Where do you work: which company?"}) == "q2"
    assert company_line({"q1": "What do you eat?"}) == ""


def test_300_badges_are_a_file_of_30_pages(tenant, meeting, figure):
    try:
        pdf_of("<p>a</p>", "")
    except NoPdfError as error:
        leave_out("pdf", f"WeasyPrint: {error.__cause__}")
    path, _ticket = meeting
    with tenant.scope():
        meeting_id = db.session.query(Guest.meeting_id).limit(1).scalar()
        db.session.add_all(
            Guest(meeting_id=meeting_id, name=f"客人 {one}", state="coming") for one in range(298)
        )
        db.session.commit()

    begun = time.perf_counter()
    sheet = tenant.staff.get(f"{path}/badges.pdf?who=coming")
    figure("300 badges as PDF", f"{time.perf_counter() - begun:.1f} s, {len(sheet.data) // 1000} kB")
    label = tenant.staff.get(f"{path}/badges.pdf?who=walk_in&paper=label")

    assert sheet.mimetype == label.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(sheet.data)) as made:
        assert len(made.pages) == 30


def test_one_label_is_one_page_of_its_size(tenant, meeting):
    try:
        pdf_of("<p>a</p>", "")
    except NoPdfError as error:
        leave_out("pdf", f"WeasyPrint: {error.__cause__}")
    path, _ticket = meeting
    with pikepdf.open(io.BytesIO(tenant.staff.get(f"{path}/badges.pdf?paper=label").data)) as made:
        sizes = [[round(float(edge) / 72 * 25.4) for edge in page.MediaBox[2:]] for page in made.pages]

    assert sizes == [[100, 62], [100, 62]]


def test_where_no_pdf_can_be_made_the_page_is_printed(tenant, meeting, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    path, _ticket = meeting

    answer = tenant.staff.get(f"{path}/badges.pdf?who=missing&paper=label")
    choice = tenant.staff.get(f"{path}/badges?lang=en").get_data(as_text=True)

    assert answer.status_code == 302
    assert answer.location.endswith("/badges/print?who=missing&paper=label")
    assert "This server makes no PDF files" in choice


def test_who_came_as_a_table(tenant, meeting):
    path, _ticket = meeting
    rows = list(
        csv.reader(io.StringIO(tenant.staff.get(f"{path}/arrivals.csv?lang=en").get_data(as_text=True)))
    )

    assert [row[0] for row in rows] == ["\ufeffName", "林小红", "Zhou <b>"]
    assert [(row[3], bool(row[2])) for row in rows[1:]] == [("East", True), ("", False)]


@pytest.mark.browser
def test_a_badge_is_read_by_the_door(app, tenant, meeting, serve, new_page):
    path, ticket = meeting
    base = serve(app)
    page = new_page(language="en")
    cookie = tenant.staff.get_cookie("hutong_session")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])

    page.goto(f"{base}{path}/badges/print?lang=en")

    assert ticket in read_codes_on(page)
    assert_accessible(page)
