"""Coming back: five words open the talk. Every step is a POST of this one address to itself."""

import uuid
from typing import Any

from flask import abort, g, render_template, request
from flask.typing import ResponseReturnValue

from hutong import gettext as _, policy
from hutong.fields import TOKEN_FIELD, FormToken, FormTokenError, issue_form_token, judge_sender
from plugins.complaint.attachments import Uploads, about_of, attach, attachment_in, open_attachment
from plugins.complaint.codes import WORDS, BadCodeError, words_typed
from plugins.complaint.days import today
from plugins.complaint.errors import TokenUsedError
from plugins.complaint.handing_out import file_response
from plugins.complaint.letters import open_letter
from plugins.complaint.lookup import look_up
from plugins.complaint.models import Case
from plugins.complaint.public.blueprint import blueprint
from plugins.complaint.public.drawing import read_token
from plugins.complaint.public.files import uploads_sent
from plugins.complaint.public.taken import STEP, receipt_file
from plugins.complaint.public.talk_page import talk_page
from plugins.complaint.public.talk_state import TALK, talk_in
from plugins.complaint.push import unsubscribe
from plugins.complaint.queries import keyring, message_of_nonce
from plugins.complaint.talking import LONGEST, rate, write_message
from plugins.complaint.throttle import throttle
from plugins.complaint.writing import receipt_of

CODE, TEXT, STARS, FILE = "q_words", "text", "stars", "file"
_PURPOSE, _OBJECT = "complaint.code", "talk"
_REPLY = "complaint.reply"


@blueprint.route("/talk", methods=["GET", "POST"])
@policy("anyone", anonymous=True)
def talk() -> ResponseReturnValue:
    """Type the words, read, answer, rate."""
    if request.method == "GET":
        return _ask_for_words()
    if TALK not in request.form:
        return _open()
    known = talk_in(request.form[TALK])
    return _go_on(*known) if known else _gone()


def _gone() -> ResponseReturnValue:
    note = _("The talk was closed after half an hour, so that nobody finds it open on this phone.")
    return _ask_for_words(note=note, kept=_sent(TEXT)), 410


def _go_on(case: Case, talk_key: bytes) -> ResponseReturnValue:
    match request.form.get(STEP, ""):
        case "reply":
            return _reply(case, talk_key)
        case "rate":
            return _rate(case, talk_key)
        case "file":
            return _file(case, talk_key)
        case "silent":
            unsubscribe(case)
        case "receipt":
            letter, keys = open_letter(case, talk_key), keyring()
            if keys is not None:
                return receipt_file(receipt_of(g.tenant, keys, case, letter))
    return _show(case, talk_key)


def _ask_for_words(
    *, typed: str = "", error: str = "", note: str = "", kept: str = "", waits: bool = False
) -> str:
    """The input for the five words; `kept` is what was typed into a talk that has closed meanwhile."""
    return render_template(
        "complaint/public/words.html",
        typed=typed,
        error=error,
        note=note,
        kept=kept,
        waits=waits,
        token=_new_token(_OBJECT, _PURPOSE),
        **({"languages": []} if request.method == "POST" else {}),
    )


def _open() -> ResponseReturnValue:
    typed = request.form.get(CODE, "")[:500]
    try:
        found = look_up(typed, tenant_id=g.tenant.id, throttle=throttle, proof=_proof())
    except BadCodeError as wrong:
        return _ask_for_words(typed=typed, error=_wrong(typed, wrong)), 422
    if found.how == "later":
        note = _(
            "Many wrong words were typed here just now, by whomever. Press the button again in a moment."
        )
        return _ask_for_words(typed=typed, note=note, waits=True), 429
    if found.case is None:
        error = _(
            "These are five right words, but there is no letter under them. Were they given by another shop? "
            "Or was the letter closed long ago and has been deleted?"
        )
        return _ask_for_words(typed=typed, error=error), 422
    return _show(found.case, found.talk_key)


def _wrong(typed: str, wrong: BadCodeError) -> str:
    words = words_typed(typed)
    if wrong.wrong:
        unknown = _(", ").join(f"“{words[place]}”" for place in wrong.wrong)
        return _(
            "%(words)s is not a word of any code. Look at your note: is it another letter?", words=unknown
        )
    if wrong.count != WORDS:
        return _("A code has five words; these are %(count)s.", count=wrong.count)
    return _("One of the words is not right, or they are in another order: the five do not fit together.")


def _proof() -> str:
    """The form's nonce where a proof of work came with it: good for one try when the bucket is empty."""
    token = _token_sent(_OBJECT, _PURPOSE)
    return token.nonce if token and judge_sender(request.form, token, {}).proved else ""


def _reply(case: Case, talk_key: bytes) -> ResponseReturnValue:
    text, token = _sent(TEXT), _token_sent(case.id, _REPLY)
    if token is None:
        return _show(case, talk_key, text=text, note=_not_whole(), status=422)
    if not text:
        return _show(case, talk_key, error=_("Nothing is written yet."), status=422)
    if len(text) > LONGEST:
        error = _("At most %(limit)d characters; this has %(count)d.", limit=LONGEST, count=len(text))
        return _show(case, talk_key, text=text, error=error, status=422)
    uploads = Uploads() if message_of_nonce(token.nonce) else uploads_sent()
    if uploads.faults:
        return _show(case, talk_key, text=text, faults=uploads.faults, status=422)
    known = talk_in(request.form[TALK])  # cleaning files took its time
    if known is None:
        return _gone()
    case, day = known[0], today(g.tenant)
    try:
        message, is_new = write_message(case=case, talk_key=talk_key, text=text, nonce=token.nonce, day=day)
    except TokenUsedError:
        note = _("This page has sent other words before. Send these as well?")
        return _show(case, talk_key, text=text, note=note, status=422)
    if is_new:
        attach(case=case, uploads=uploads, talk_key=talk_key, message=message)
    return _show(case, talk_key, said=_("Sent. They read it when they open the box next."))


def _file(case: Case, talk_key: bytes) -> ResponseReturnValue:
    """One file of the talk; shown where that is safe, else downloaded."""
    try:
        wanted = uuid.UUID(request.form.get(FILE, ""))
    except ValueError:
        abort(404)
    found = attachment_in(case, wanted) or abort(404)
    return file_response(open_attachment(found, talk_key), about_of(found, talk_key))


def _rate(case: Case, talk_key: bytes) -> ResponseReturnValue:
    sent, token = request.form.get(STARS, ""), _token_sent(case.id, _REPLY)
    if token is None:
        return _show(case, talk_key, note=_not_whole(), status=422)
    stars = int(sent) if sent in ("1", "2", "3", "4", "5") else 0
    words = _sent(TEXT)[:LONGEST]
    if case.state != "closed" or not stars:
        return _show(case, talk_key, stars_error=_("Please tap one to five stars."), status=422)
    rate(case=case, talk_key=talk_key, stars=stars, words=words, nonce=token.nonce, day=today(g.tenant))
    return _show(case, talk_key, said=_("Thank you. It stands in the yearly figures, without your words."))


def _show(case: Case, talk_key: bytes, *, status: int = 200, **more: Any) -> ResponseReturnValue:
    return talk_page(case, talk_key, token=_new_token(case.id, _REPLY), **more), status


def _not_whole() -> str:
    return _(
        "The form didn’t arrive whole. What you typed is here: please look through it and send it again."
    )


def _sent(name: str) -> str:
    return request.form.get(name, "").replace("\r\n", "\n").strip()


def _new_token(object_id: object, purpose: str) -> str:
    return issue_form_token(tenant=g.tenant.id, object_id=object_id, version=1, purpose=purpose)


def _token_sent(object_id: object, purpose: str) -> FormToken | None:
    try:
        return read_token(request.form.get(TOKEN_FIELD, ""), object_id, purpose)
    except FormTokenError:
        return None
