"""What ``hutong up`` prints: addresses, the operator's link, a QR code for a phone in the same network."""

import io
import socket

import qrcode
from flask import Flask

from core.config import Settings
from core.operator.entering import issue_operator_link


def welcome(app: Flask) -> str:
    """The text, with a fresh link for the operator. Older links of the operator that nobody used end."""
    settings: Settings = app.extensions["hutong.settings"]
    lines = ["", f"  Hutong is at        {settings.base_url}"]
    nearby = address_nearby(settings)
    if nearby:
        lines.append(f"  On your network     {nearby}")
    lines.append(f"  Operator, once      {issue_operator_link(app)}")
    lines.append(f"  Everything is in    {settings.home}")
    if nearby:
        lines += ["", "  Open it on a phone in the same network:", "", qr_for_terminal(nearby)]
    return "\n".join([*lines, ""])


def address_nearby(settings: Settings) -> str:
    """The address for others in the local network; empty where only this machine is served."""
    if settings.host not in ("0.0.0.0", "::"):  # noqa: S104 - a comparison
        return ""
    host = _own_address()
    return f"http://{host}:{settings.port}" if host else ""


def _own_address() -> str:
    """The address of the interface that leads out. Connecting a datagram socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return ""
        host: str = probe.getsockname()[0]
    return host


def qr_for_terminal(text: str) -> str:
    """A QR code drawn with half blocks."""
    code = qrcode.QRCode(border=2)
    code.add_data(text)
    drawing = io.StringIO()
    code.print_ascii(out=drawing, invert=True)
    return drawing.getvalue()
