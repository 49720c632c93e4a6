"""A year in one click: the page, what is hidden in a report to pass on, the table, the PDF."""

import csv
import io
import re
from collections import Counter
from datetime import date, timedelta
from statistics import median
from uuid import uuid4

import pikepdf
import pytest
from sqlalchemy import insert

from hutong import db
from hutong.exports import NoPdfError, pdf_of
from hutong.testing import DESKTOP, PHONE, assert_accessible, leave_out, screenshot
from plugins.complaint.models import Event
from plugins.complaint.report import shown_counts
from plugins.complaint.statistics import _median
from plugins.complaint.testing import make_box, topic_of

DAY = date(2025, 1, 6)


@pytest.fixture
def year(tenant):
    """61 letters of 2025 about two topics, some answered late; and one of the year before."""
    with tenant.scope():
        box = make_box()
        damage, staff = topic_of(box), topic_of(box, "staff")
        lines = []

        def log(case_id, topic, day, kind, value=""):
            about = {"case_id": case_id, "box_id": box.id, "topic_id": topic.id}
            lines.append(about | {"day": day, "kind": kind, "value": value})

        for number in range(61):
            case_id, topic = uuid4(), staff if number % 20 == 0 else damage
            day = DAY + timedelta(days=5 * number)
            log(case_id, topic, day, "received", "named" if number % 3 == 0 else "anonymous")
            log(
                case_id,
                topic,
                day + timedelta(days=1 + number % 3),
                "answered",
                ("-1", "0", "+1")[number % 3],
            )
            if number % 2:
                log(
                    case_id,
                    topic,
                    day + timedelta(days=9),
                    "closed",
                    "solved" if number % 4 == 1 else "partly",
                )
                log(case_id, topic, day + timedelta(days=9), "rated", str(1 + number % 5))
        log(uuid4(), staff, date(2024, 12, 30), "received", "anonymous")
        db.session.execute(insert(Event), lines)
        db.session.commit()
    return tenant.console("/complaint/statistics/2025")


def table_of(tenant, year, query=""):
    answer = tenant.owner.get(f"{year}.csv{query}")
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    return {
        (matter, what): (this, before) for matter, what, this, before in csv.reader(io.StringIO(text[1:]))
    }


def test_the_table_has_every_number_and_one_to_pass_on_hides_the_small_ones(tenant, year):
    own, others = table_of(tenant, year), table_of(tenant, year, "?for=others")
    assert own["Promises", "Answered in time"] == ("67%", "–")
    assert own["Promises", "Days to an answer, typically"] == ("2", "–")
    assert own["Letters by topic", "Damage"] == ("57", "0")
    assert own["Letters by topic", "Staff"] == ("4", "1")
    assert own["With or without a name", "Anonymous letters"] == ("40", "1")
    assert own["And besides", "Open at the end of the year"] == ("32", "1")
    assert others["Letters by topic", "Staff"] == ("<5", "<5")
    assert others["Letters by topic", "Damage"] == ("not said", "0")  # else the total would tell the other
    assert others["With or without a name", "Anonymous letters"] == ("40", "<5")


def test_small_numbers_are_hidden_in_company():
    def hide(*counts):
        return shown_counts(counts, to_pass_on=True)

    assert hide(0, 5, 120) == ["0", "5", "120"]
    assert hide(4, 9, 30, 0) == ["<5", "not said", "30", "0"]
    assert hide(4, 1, 30) == ["<5", "<5", "30"]
    assert hide(1, 1, 30, 9) == ["<5", "<5", "30", "not said"]  # they are all that is missing in the total
    assert hide(4, 4, 30) == ["<5", "<5", "not said"]
    assert hide(3) == ["<5"]
    assert shown_counts([4, 9], to_pass_on=False) == ["4", "9"]


@pytest.mark.parametrize("values", [[3], [1, 2], [1, 1, 1, 9], [0, 0, 5, 7, 7, 30]])
def test_the_median_of_counted_days(values):
    assert _median(Counter(values)) == median(values)


def test_who_may_not_handle_letters_sees_no_figures(tenant, year, visitor):
    assert tenant.member.get(year).status_code == 403
    assert visitor.get(year).status_code in (302, 404)
    assert tenant.owner.get(tenant.console("/complaint/statistics/1999")).status_code == 404
    assert tenant.owner.get(tenant.console("/complaint/statistics/9999")).status_code == 404


def words_of(made):
    """The text of a PDF, as a reader that copies it gets it."""
    text = []
    with pikepdf.open(io.BytesIO(made)) as pdf:
        for page in pdf.pages:
            maps = {name: _unicode_of(font) for name, font in page.Resources.Font.items()}
            known = {}
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    known = maps[str(operands[0])]
                if str(operator) in ("Tj", "TJ"):
                    parts = operands[0] if str(operator) == "TJ" else operands
                    glyphs = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String)).hex()
                    text += [known[glyphs[at : at + 4]] for at in range(0, len(glyphs), 4)]
    return "".join(text)


def _unicode_of(font):
    """What each glyph of a font stands for."""
    pairs = re.findall(
        r"<(\w{4})> <(\w+)>\n", font.ToUnicode.read_bytes().decode().partition("beginbfchar")[2]
    )
    return {glyph.lower(): bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs}


def test_the_pdf_is_text_in_chinese_too(tenant, year):
    try:
        pdf_of("<p>a</p>", "")
    except NoPdfError as error:
        leave_out("pdf", f"WeasyPrint: {error.__cause__}")
    answer = tenant.owner.get(f"{year}.pdf?lang=zh")
    assert answer.mimetype == "application/pdf"
    words = words_of(answer.data)
    for expected in ("2025 年来信", "弄坏了", "服务态度", "按时答复", "67%", "corner 小店"):
        assert expected.replace(" ", "") in words.replace(" ", "")


@pytest.mark.browser
@pytest.mark.parametrize(("language", "dark"), [("zh", False), ("en", True)])
def test_the_year_is_a_page_for_everybody(serve, app, tenant, year, new_page, language, dark):
    base = serve(app)
    for device in (PHONE, DESKTOP):
        page = new_page(device, language=language, dark=dark)
        sign_in(tenant, page, base)
        for name, address in (("year", year), ("others", f"{year}?for=others"), ("report", f"{year}/report")):
            answer = page.goto(f"{base}{address}{'&' if '?' in address else '?'}lang={language}")
            assert answer.ok
            assert_accessible(page)
            width = page.viewport_size["width"]
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            screenshot(page, f"statistics-{name}-{language}-{width}{'-dark' if dark else ''}")


def sign_in(tenant, page, base):
    """Give the browser the owner's session."""
    cookies = [{"name": c.key, "value": c.value, "url": base} for c in tenant.owner._cookies.values()]
    page.context.add_cookies(cookies)
