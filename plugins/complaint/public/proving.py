"""Receipts: whether one is real, and the key by which anybody can check that elsewhere."""

from typing import Any

from flask import Response, abort, g, render_template, request
from flask.typing import ResponseReturnValue

from hutong import interface_language, policy
from plugins.complaint.days import whole_day_in_words
from plugins.complaint.public.blueprint import blueprint
from plugins.complaint.queries import keyring
from plugins.complaint.receipts import BadReceiptError, public_key_pem, read_receipt


@blueprint.route("/receipt", methods=["GET", "POST"])
@policy("anyone", anonymous=True)
def receipt() -> ResponseReturnValue:
    """Paste a receipt: it is ours, or it is not."""
    typed = request.form.get("receipt", "")[:2000]
    keys = keyring()
    shown: dict[str, Any] = {"typed": typed, "is_valid": None, "day": "", "community": ""}
    if request.method == "GET" or keys is None:
        return render_template("complaint/public/receipt.html", **shown)
    try:
        read = read_receipt(typed, keys.receipt_public)
    except BadReceiptError:
        return render_template("complaint/public/receipt.html", **shown | {"is_valid": False}), 422
    shown |= {
        "is_valid": True,
        "day": whole_day_in_words(read.day),
        "community": g.tenant.name_in(interface_language()),
    }
    return render_template("complaint/public/receipt.html", **shown)


@blueprint.get("/key.txt")
@policy("anyone", anonymous=True)
def key() -> Response:
    """The public key that receipts of this community are signed with, as PEM."""
    keys = keyring() or abort(404)
    words = render_template("complaint/public/key.txt", community=g.tenant.slug)
    return Response(f"{words}\n{public_key_pem(keys.receipt_public)}", mimetype="text/plain")
