"""After a letter was taken: the return code, two of its words typed back, the receipt."""

import secrets
import uuid
from typing import Any

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from hutong import gettext as _, interface_language, text_in
from plugins.complaint.carrying import A_DAY, carried, carry
from plugins.complaint.codes import WORDS, is_same_word
from plugins.complaint.models import Box
from plugins.complaint.public.talk_state import talk_field
from plugins.complaint.writing import Written

STEP, WRITTEN = "step", "written"
_PURPOSE = "written"


def code_page(written: Written, words: tuple[str, ...]) -> str:
    """The five words, to be written down."""
    what = {
        "words": words,
        "asked": sorted(secrets.SystemRandom().sample(range(WORDS), 2)),
        "receipt": written.receipt,
        "case": str(written.case.id),
        "key": written.talk_key.hex(),
    }
    return _code_page(what)


def after_writing(box: Box) -> ResponseReturnValue:
    """A step that follows: words typed back, going on without, the receipt as a file."""
    field = request.form.get(WRITTEN, "")
    what = carried(field, _PURPOSE, g.tenant.id, lifetime=A_DAY)
    if what is None:
        return render_template("complaint/public/too_late.html", **_around()), 410
    match request.form[STEP]:
        case "receipt":
            return receipt_file(what["receipt"])
        case "noted":
            return _typed_back_page(what, [])
        case "words":
            return _check_words(box, what)
        case "later":
            return _finish(box, what, knows_words=False)
    return _code_page(what)


def _check_words(box: Box, what: dict[str, Any]) -> ResponseReturnValue:
    wrong = [place for place in what["asked"] if not _is_typed(place, what["words"])]
    if wrong:
        return _typed_back_page(what, wrong), 422
    return _finish(box, what, knows_words=True)


def receipt_file(receipt: str) -> Response:
    """A receipt to be kept as a file."""
    response = Response(receipt, mimetype="text/plain")
    response.headers.set("Content-Disposition", "attachment", filename=_("receipt") + ".txt")
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_typed(place: int, words: list[str]) -> bool:
    return is_same_word(request.form.get(f"word_{place}", "")[:100], words[place])


def _code_page(what: dict[str, Any]) -> str:
    written = carry(what, _PURPOSE, g.tenant.id)
    return render_template("complaint/public/code.html", words=what["words"], written=written, **_around())


def _typed_back_page(what: dict[str, Any], wrong: list[int]) -> str:
    """Without the words themselves: they are to come from the note."""
    return render_template(
        "complaint/public/typed_back.html",
        asked=what["asked"],
        wrong=wrong,
        typed=request.form,
        written=carry(what, _PURPOSE, g.tenant.id),
        **_around(),
    )


def _finish(box: Box, what: dict[str, Any], *, knows_words: bool) -> str:
    thanks = text_in(box.texts.get("thanks"), interface_language(), g.tenant.languages)
    return render_template(
        "complaint/public/finish.html",
        box=box,
        thanks=thanks,
        knows_words=knows_words,
        receipt=what["receipt"],
        written=carry(what, _PURPOSE, g.tenant.id),
        talk=talk_field(uuid.UUID(what["case"]), bytes.fromhex(what["key"])),
        **_around(),
    )


def _around() -> dict[str, Any]:
    """Nothing on these pages leads away by mistake: another language would be another, empty page."""
    return {"languages": [], "public_menu": []}
