"""The flyer on paper, judged from outside: the size of its pages, and what a scanner reads on them."""

import io
import sys

import pikepdf
import pypdfium2
import pytest
from hutong_flyer.content import parse_content
from hutong_flyer.face import words_in
from hutong_flyer.paper import CODE, FITS, SIZES, fit_of
from hutong_flyer.testing import make_flyer

from hutong import db, links_of
from hutong.exports import can_print
from hutong.testing import leave_out

from .conftest import WORDS, some_photo

DPI = 200
TEAL = (0, 128, 128)
"""The photo's colour."""


@pytest.fixture
def pdf(tenant, flyer):
    """Print the flyer: ``pdf(size="a4")`` gives the file."""
    if not can_print():
        leave_out("pdf", "WeasyPrint or what it draws with is missing")
    path = tenant.console(f"/flyer/{flyer[0]}/flyer.pdf")

    def print_it(**query):
        answer = tenant.staff.get(path, query_string=query)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        return answer.data

    return print_it


def codes_on(data):
    """The codes on a picture of the first page: what each says, its width in millimetres, the level."""
    import zxingcpp

    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=DPI / 72).to_pil()
    found = zxingcpp.read_barcodes(picture)
    return [(code.text, width_of(code.position)) for code in found], {code.ec_level for code in found}


def width_of(position):
    pixels = abs(position.top_right.x - position.top_left.x)
    return pixels / DPI * 25.4


@pytest.mark.parametrize(
    ("size", "millimetres", "copies"), [("a4", [210, 297], 1), ("a5", [148, 210], 1), ("four", [210, 297], 4)]
)
def test_each_size_is_one_sheet_whose_code_leads_to_the_flyer(tenant, flyer, pdf, size, millimetres, copies):
    with tenant.scope():
        code = links_of(flyer[0])[1].code
    address = f"http://localhost{tenant.public(f'/s/{code}')}"

    data = pdf(size=size, code=code, words="zh")
    found, levels = codes_on(data)

    with pikepdf.open(io.BytesIO(data)) as made:
        pages = [[round(float(edge) / 72 * 25.4) for edge in page.MediaBox[2:]] for page in made.pages]
    assert pages == [millimetres]
    assert [text for text, _width in found] == [address] * copies
    assert min(width for _text, width in found) >= 25
    assert levels == {"M"}


def test_chinese_is_printed_with_glyphs_and_read_as_text(pdf):
    data = pdf(words="zh")

    with pypdfium2.PdfDocument(data) as document:
        text = document[0].get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(data)) as made:
        fonts = {str(font.BaseFont) for font in made.pages[0].Resources.Font.values()}
    assert [line for line in text.splitlines() if line in ("深夜面馆", "今晚开火")] == [
        "深夜面馆",
        "今晚开火",
    ]
    assert any("CJK" in font or "Han" in font for font in fonts), fonts


def test_the_most_that_can_be_said_stands_above_the_code(tenant, pdf):
    most = {
        "headline": {"zh": "老" * 12 + "\n" + "街" * 12},
        "lines": {"zh": "\n".join(["汤" * 27] * 3)},
        "points": [{"text": {"zh": "面" * 16}, "price": {"zh": "¥28.50"}}] * 4,
        "until": "2026-12-31",
    }
    with tenant.scope():
        flyer_id = make_flyer(**most).id
        db.session.commit()
    for size in SIZES:
        data = tenant.staff.get(tenant.console(f"/flyer/{flyer_id}/flyer.pdf?size={size}")).data
        with pypdfium2.PdfDocument(data) as document:
            page, width = document[0].get_textpage(), document[0].get_width()
            points = [at for at in range(page.count_chars()) if page.get_text_range(at, 1) == "面"]
            lowest = min(page.get_charbox(at)[1] for at in points)
            printed = (len(document), page.get_text_range().count("¥28.50"))
        assert printed == (1, 16 if size == "four" else 4)
        assert lowest > (7 + CODE[size]) * width / (200 if size == "four" else 100), size


def test_a_photo_on_the_cover_is_printed_once_for_all_copies(tenant, pdf):
    with tenant.scope():
        flyer_id = make_flyer(cover=f"photo:{some_photo()}").id
        db.session.commit()
    data = tenant.staff.get(tenant.console(f"/flyer/{flyer_id}/flyer.pdf?size=four")).data

    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=1).to_pil()
    with pikepdf.open(io.BytesIO(data)) as made:
        images = {str(image.objgen) for image in made.pages[0].get_images().values()}
    corners = [picture.getpixel((x, y)) for x in (150, 450) for y in (100, 520)]
    assert [max(abs(a - b) for a, b in zip(seen, TEAL, strict=True)) < 6 for seen in corners] == [True] * 4
    assert len(images) == 1


def test_more_than_a_sheet_can_carry_is_not_kept(tenant):
    typed = {
        "headline_zh": "老" * 60,
        "lines_zh": "汤" * 200,
        "cover": "art:tag",
        "target": "",
        **{f"point{number}_zh": "面" * 40 for number in range(1, 5)},
    }
    path = tenant.console("/flyer/new?lang=en")

    refused = tenant.owner.post(path, data={**typed, "do": "publish"})
    kept = tenant.owner.post(path, data={**typed, "lines_zh": "", "point1_zh": "", "point2_zh": ""})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert "more than a sheet can carry" in refused.text


def test_a_sheet_is_filled_as_much_as_there_is_to_say():
    few = words_in(parse_content({"headline": {"zh": "开张"}}), "zh", ["zh"])
    many = words_in(parse_content({**WORDS, "points": WORDS["points"] * 2}), "zh", ["zh"])

    assert fit_of(few, "a4") == FITS[0]
    assert [fit_of(many, size).name for size in SIZES] == ["fit-5", "fit-5", "fit-6"]


def test_where_no_pdf_can_be_made_the_page_is_printed(tenant, flyer, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    path = tenant.console(f"/flyer/{flyer[0]}")

    answer = tenant.staff.get(f"{path}/flyer.pdf?size=a5")
    page = tenant.staff.get(answer.location)

    assert (answer.status_code, answer.location) == (302, f"{path}/paper?size=a5")
    assert ('<main class="a5">' in page.text, "This server makes no PDF" in tenant.staff.get(path).text) == (
        True,
        True,
    )
