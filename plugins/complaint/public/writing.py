"""Writing a letter: every step is a POST of the address to itself, answered with a page."""

from typing import Any

from flask import abort, g, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from hutong import gettext as _, policy, record_act
from hutong.fields import (
    TOKEN_FIELD,
    ExpiredTokenError,
    FormToken,
    FormTokenError,
    TamperedTokenError,
    Turn,
    judge_sender,
    take_turn,
    with_nonce,
)
from plugins.complaint.asking import Asking, asking_of, excluded_in, identity_in
from plugins.complaint.attachments import Uploads, attach
from plugins.complaint.drawn_codes import FIELD, read_drawn
from plugins.complaint.errors import TokenUsedError
from plugins.complaint.models import Box
from plugins.complaint.notices import ask_to_tell
from plugins.complaint.opening import why_closed
from plugins.complaint.public.blueprint import blueprint, box_or_404
from plugins.complaint.public.choosing import closed_page
from plugins.complaint.public.drawing import (
    Sealed,
    author_id,
    first_page,
    form_page,
    new_sealed,
    own_words,
    read_token,
)
from plugins.complaint.public.files import uploads_sent
from plugins.complaint.public.taken import STEP, after_writing, code_page
from plugins.complaint.queries import case_of_nonce, topics_of
from plugins.complaint.sealing import SealError
from plugins.complaint.writing import Written, stretch_code, write_letter

_TYPED = ("q_", "other_")
_AGES = 10 * 365 * 24 * 3600
"""Seconds: an old token is still read, so that what was typed under it can be shown again."""


@blueprint.route("/<code>/write", methods=["GET", "POST"])
@policy("anyone", anonymous=True)
def write(code: str) -> ResponseReturnValue:
    """Without a name."""
    return _serve(box_or_404(code), is_named=False)


@blueprint.route("/<code>/named", methods=["GET", "POST"])
@policy("anyone", sealed=True)
def named(code: str) -> ResponseReturnValue:
    """With one's name."""
    return _serve(box_or_404(code), is_named=True)


def _serve(box: Box, *, is_named: bool) -> ResponseReturnValue:
    if request.method == "POST" and STEP in request.form:
        return after_writing(box)
    asking = asking_of(box, is_named=is_named)
    why = why_closed(box, is_named=is_named)
    if asking is None or (request.method == "GET" and why):
        return closed_page(box, why or "unset")
    if request.method == "GET":
        return first_page(box, asking)
    return _read_letter(box, asking, why)


def _read_letter(box: Box, asking: Asking, why: str) -> ResponseReturnValue:
    """What came with the form: to be put right, to be sent once more, or taken."""
    token, is_old = _token_sent(asking)
    if token is None or not _has_code(token):
        return (closed_page(box, why), 409) if why else _begin_again(box, asking)
    try:
        turn = take_turn(asking.compiled, request.form, nonce=token.nonce)
    except TamperedTokenError:
        return _begin_again(box, asking)
    if why and case_of_nonce(token.nonce) is None:
        return closed_page(box, why, own_words(asking, turn.typed)), 409
    if not turn.finished:
        return form_page(box, asking, turn=turn, sealed=_sealed_sent(token)), 422
    if is_old:
        note = _("This page was open for a long time. Please look through it and send it again.")
        return _ask_again(box, asking, turn, note)
    uploads = Uploads() if case_of_nonce(token.nonce) else uploads_sent()
    if uploads.faults:
        sealed = _sealed_sent(token)
        return form_page(box, asking, turn=turn, sealed=sealed, faults=uploads.faults), 422
    return _take(box, asking, token, turn, uploads)


def _sealed_sent(token: FormToken) -> Sealed:
    """The form's own token and code: they are not used up yet."""
    return Sealed(request.form[TOKEN_FIELD], token.nonce, request.form[FIELD])


def _take(box: Box, asking: Asking, token: FormToken, turn: Turn, uploads: Uploads) -> ResponseReturnValue:
    words = read_drawn(request.form[FIELD], token, tenant_id=g.tenant.id)
    stretched = stretch_code(words)
    key = asking.topic_key(turn.answers)
    topic = next((topic for topic in topics_of(box.id) if topic.key == key), None) or abort(409)
    try:
        written = write_letter(
            tenant=g.tenant,
            box=box,
            topic=topic,
            letter=asking.letter(turn.answers, topic),
            code=words,
            nonce=token.nonce,
            identity=identity_in(turn.answers) if asking.is_named else None,
            person_id=author_id() if asking.is_named else None,
            excluded=excluded_in(turn.answers),
            is_aside=judge_sender(request.form, token, turn.answers).suspicious,
            stretched=stretched,
        )
    except TokenUsedError:
        note = _("This form brought a letter before, with other words. It is safe in the box.")
        return _ask_again(box, asking, turn, note, again=True)
    if written.is_new:
        attach(case=written.case, uploads=uploads, talk_key=written.talk_key)
    if written.is_new and asking.is_named:
        _record(written)
    return code_page(written, words)


def _record(written: Written) -> None:
    """The ledger knows that a named letter came, not of whom: staff may read it. Handlers hear soon."""
    record_act(
        stage="service",
        verb="complain",
        plugin="complaint",
        object_kind="box",
        object_id=written.case.box_id,
    )
    ask_to_tell()


def _begin_again(box: Box, asking: Asking) -> ResponseReturnValue:
    """Token or code cannot be read: show what was typed under new ones."""
    posted = MultiDict(
        (key, value) for key, value in request.form.items(multi=True) if key.startswith(_TYPED)
    )
    turn = take_turn(asking.compiled, posted, nonce="")
    note = _(
        "The form didn’t arrive whole. What you typed is here: please look through it and send it again."
    )
    return _ask_again(box, asking, turn, note)


def _ask_again(
    box: Box, asking: Asking, turn: Turn, note: str, *, again: bool = False
) -> ResponseReturnValue:
    """The same form with what was typed, under a new token and code."""
    sealed = new_sealed(asking)
    shown = with_nonce(turn, sealed.nonce)
    return form_page(box, asking, turn=shown, sealed=sealed, note=note, again=again), 422


def _token_sent(asking: Asking) -> tuple[FormToken | None, bool]:
    """The token that came with the form, and whether it is too old to be taken."""
    sent, options = request.form.get(TOKEN_FIELD, ""), dict[str, Any]()
    for is_old in (False, True):
        try:
            return read_token(sent, asking.box_id, asking.purpose, **options), is_old
        except ExpiredTokenError:
            options = {"max_age": _AGES}
        except FormTokenError:
            break
    return None, False


def _has_code(token: FormToken) -> bool:
    """Whether the return code came back that went out with the form of this token."""
    try:
        read_drawn(request.form.get(FIELD, ""), token, tenant_id=g.tenant.id)
    except SealError:
        return False
    return True
