"""Drawing the page of a flyer: for customers, and in the console's preview."""

from typing import Any

from flask import render_template
from markupsafe import Markup

from hutong import TenantInfo, gettext as _, html_language, speaking
from hutong.pages import qr_svg, theme_in_force
from hutong.photos import photo_url
from hutong_flyer.content import FlyerContent
from hutong_flyer.covers import drawn_cover
from hutong_flyer.face import Face, face_of

VIA = {"?": Markup("<!--?via-->"), "&": Markup("<!--&via-->")}
"""Stand in a kept page where a reader's attribution goes. What owners write is escaped and never says so."""


def draw_flyer(
    tenant: TenantInfo, content: FlyerContent, language: str, *, address: str, own_url: str, **layout: Any
) -> str:
    """The whole page in the language it is written in. `address` is what its code says."""
    face = face_of(tenant, content, language)
    with speaking(face.language):
        return render_template(
            "flyer/flyer.html",
            face=face,
            spoken=content.speaks(tenant.languages),
            cover=cover_of(face, tenant),
            code=qr_svg(address, _("QR code for %(address)s", address=address)),
            short_address=plain(address),
            via="" if "preview" in layout else VIA["&" if "?" in face.address else "?"],
            content_lang=face.language,
            content_html_lang=html_language(face.language),
            og=_card(face, tenant, own_url),
            messages=[],
            **theme_in_force(tenant),
            **layout,
        )


def cover_of(face: Face, tenant: TenantInfo, *, ratio: float = 4 / 3) -> dict[str, Any]:
    """The cover for a template: the photo with its addresses, or the drawing."""
    if face.photo is None:
        return {"svg": drawn_cover(face.art, tenant, ratio=ratio)}
    code, widths = face.photo.code, face.photo.widths
    return {
        "photo": face.photo,
        "url": photo_url(tenant, code, face.photo.nearest(960)),
        "sizes": [(photo_url(tenant, code, width), width) for width in widths],
    }


def plain(address: str) -> str:
    """An address as people read it."""
    return address.partition("://")[2]


def _card(face: Face, tenant: TenantInfo, own_url: str) -> dict[str, str]:
    photo = face.photo
    return {
        "title": f"{face.title} · {face.shop}",
        "description": " ".join(face.words.lines) or face.until,
        "image": photo_url(tenant, photo.code, photo.nearest(960)) if photo else "",
        "url": own_url,
    }
