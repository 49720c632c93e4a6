"""QR codes: SVG for screens and posters, PNG for sending on. Drawing one counts as nothing.

Error level M, a quiet zone of four modules, square modules, black on white in every theme.
"""

import io

import qrcode
import segno
from markupsafe import Markup, escape
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4  # modules, ISO/IEC 18004 section 5.3.8
PNG_MODULE = 12  # pixels


def qr_svg(address: str, label: str, *, css_class: str = "qr") -> Markup:
    """An inline SVG of `address` without size of its own; `label` names it for screen readers."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    svg = code.svg_inline(border=QUIET_ZONE, omitsize=True, svgclass=css_class, lineclass=None)
    head = f'<svg role="img" aria-label="{escape(label)}"'
    return Markup(head + svg.removeprefix("<svg"))  # noqa: S704 - segno's output; the label is escaped


def qr_svg_file(address: str) -> bytes:
    """The code as an SVG file on a white ground."""
    buffer = io.BytesIO()
    code = segno.make(address, error="m", micro=False, boost_error=False)
    code.save(buffer, kind="svg", border=QUIET_ZONE, light="#fff", scale=8)
    return buffer.getvalue()


def qr_png(address: str) -> bytes:
    """A PNG of `address`, large enough to print at five centimetres."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, box_size=PNG_MODULE, border=QUIET_ZONE)
    code.add_data(address)
    code.make(fit=True)
    buffer = io.BytesIO()
    code.make_image(fill_color="black", back_color="white").save(buffer, "PNG")
    return buffer.getvalue()


def qr_terminal(address: str) -> str:
    """The code as characters for a dark terminal."""
    buffer = io.StringIO()
    segno.make(address, error="l", micro=False).terminal(out=buffer, compact=True)
    return buffer.getvalue()
