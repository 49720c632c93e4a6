"""A flyer on paper: A4, A5, or four of A6 on one A4 to cut apart; as PDF, or printed by the browser."""

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

from flask import render_template

from hutong import TenantInfo, gettext as _, html_language, lazy_gettext as _l, speaking
from hutong.exports import pdf_of
from hutong.pages import Kept, qr_svg, theme_colours, theme_in_force
from hutong.photos import photo_bytes, photos_by_code
from hutong_flyer.content import FlyerContent
from hutong_flyer.covers import look_of
from hutong_flyer.drawing import cover_of, plain
from hutong_flyer.face import Words, face_of, words_in

SIZES = {
    "a4": _l("A4, for the door"),
    "a5": _l("A5, for the counter"),
    "four": _l("A6, four on an A4 sheet to cut"),
}
_made: Kept[bytes] = Kept(20)
STYLE = Path(__file__).parent / "static" / "flyer" / "paper.css"


@dataclass(frozen=True, slots=True)
class Fit:
    """How a sheet is filled. Lengths are in hundredths of its width; paper.css knows each `name`."""

    name: str
    cover: float
    headline: float
    text: float


FITS = (
    Fit("fit-1", 56, 12, 5),
    Fit("fit-2", 50, 11.4, 4.8),
    Fit("fit-3", 44, 10.8, 4.6),
    Fit("fit-4", 38, 10.2, 4.4),
    Fit("fit-5", 33, 9.6, 4.2),
    Fit("fit-6", 28, 9, 4),
    Fit("fit-7", 24, 8.4, 3.8),
    Fit("fit-8", 19, 7.6, 3.5),
    Fit("fit-9", 12, 6.6, 3.1),
)
"""From a few words to all that a flyer can say; the largest that fits is taken."""
WIDTH, HEIGHT = 86, 127.4
"""Of the printed area: the sheet without its margins."""
CODE = {"a4": 26, "a5": 26, "four": 32}
"""How large the code is, with its quiet zone: 33 mm and more on each sheet, so that the symbol has 25."""


def fit_of(words: Words, size: str) -> Fit:
    """The largest setting in which everything finds room; of what `is_too_much`, the smallest."""
    return next((fit for fit in FITS if _finds_room(words, fit, size)), FITS[-1])


def is_too_much(content: FlyerContent) -> bool:
    """Whether it says more, in one of its languages, than finds room on the sheet with the largest code."""
    languages = list(content.headline)
    said = [words_in(content, language, languages) for language in languages]
    return any(not _finds_room(words, FITS[-1], "four") for words in said)


def _finds_room(words: Words, fit: Fit, size: str) -> bool:
    return fit.cover + height_of(words, fit) <= HEIGHT - CODE[size] - 4


def height_of(words: Words, fit: Fit) -> float:
    """What the words take, estimated from above."""
    headline = sum(_rows(line, fit.headline) for line in words.headline) * fit.headline * 1.2
    lines = sum(_rows(line, fit.text) for line in words.lines) * fit.text * 1.5
    if stands_in_pairs(words, fit):
        points = math.ceil(len(words.points) / 2) * fit.text * 2
    else:
        points = sum(_rows(f"{text}{price}　", fit.text * 1.2) for text, price in words.points) * fit.text * 2
    return 4 + fit.text * 1.5 + headline + lines + points + (2 if lines else 0) + (3.5 if points else 0)


def stands_in_pairs(words: Words, fit: Fit) -> bool:
    """Whether three points or four are short enough to stand two on a row."""
    widest = max((_width(text) * 1.1 + _width(price) * 1.4 + 1.5 for text, price in words.points), default=0)
    return len(words.points) > 2 and widest * fit.text <= (WIDTH - 5) / 2


def _rows(text: str, size: float) -> int:
    return max(1, math.ceil(_width(text) * size / WIDTH))


def _width(text: str) -> float:
    """In its own size; a Chinese character is as wide as it is high, a row of letters breaks at a space."""
    return sum(1 if east_asian_width(mark) in "WF" else 0.56 for mark in text)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed: one of `SIZES`, the address of the code and the place it is for."""

    size: str
    address: str
    channel: str
    is_pdf: bool
    back: str


def sheet(tenant: TenantInfo, content: FlyerContent, language: str, order: Order) -> str:
    """The page for paper, in the colours of the theme by day."""
    face = face_of(tenant, content, language)
    fit = fit_of(face.words, order.size)
    with speaking(face.language):
        return render_template(
            "flyer/paper.html",
            face=face,
            fit=fit,
            in_pairs=stands_in_pairs(face.words, fit),
            order=order,
            look=look_of(tenant),
            cover=cover_of(face, tenant, ratio=WIDTH / fit.cover),
            code=qr_svg(order.address, _("QR code for %(address)s", address=order.address)),
            short_address=plain(order.address),
            content_html_lang=html_language(face.language),
            **theme_in_force(tenant),
        )


def printed(page: str, tenant: TenantInfo, content: FlyerContent) -> bytes:
    """The same as PDF, made once for all who print the same; raises `NoPdfError` where none can be made."""
    shape = theme_in_force(tenant)["theme"].shape
    face = '"Noto Serif CJK SC", "Noto Serif SC", serif' if shape.title == "serif" else "var(--sans)"
    tokens = {**theme_colours(tenant), "title": face, "tw": shape.tw}
    style = f":root{{{_rules(tokens)}}}\n{STYLE.read_text()}"
    key = (tenant.id, hashlib.sha256(f"{style}{page}".encode()).digest())
    return _made.get(key, lambda: pdf_of(page, style, pictures=_pictures(content.photo)))


def _pictures(code: str) -> dict[str, bytes]:
    """The photo of a cover by the name that the sheet has for it, as large as it is kept."""
    photo = photos_by_code([code]).get(code)
    kept = photo_bytes(code, photo.widths[-1]) if photo else None
    return {f"photo:{code}": kept} if kept else {}


def _rules(tokens: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{value}" for name, value in tokens.items())
