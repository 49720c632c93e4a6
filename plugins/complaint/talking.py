"""What the writer says after the letter: in the talk, and at its end."""

import uuid
from datetime import date

from sqlalchemy import func, select

from hutong import db
from plugins.complaint import progress
from plugins.complaint.errors import TokenUsedError
from plugins.complaint.letters import lock_text, open_text
from plugins.complaint.models import Case, Message
from plugins.complaint.notices import ask_to_tell
from plugins.complaint.queries import hash_of_nonce, message_of_nonce
from plugins.complaint.sealing import SealError

LONGEST = 5_000
"""Characters of a message."""
STARS = range(1, 6)


def write_message(*, case: Case, talk_key: bytes, text: str, nonce: str, day: date) -> tuple[Message, bool]:
    """What the writer says, once for each form token, and whether it is new. It opens a closed case again.

    Raises `TokenUsedError` where the token brought other words before.
    """
    before = message_of_nonce(nonce)
    if before is not None:
        if before.case_id != case.id or _text_of(before, talk_key) != text:
            raise TokenUsedError
        return before, False
    message = _add(case=case, talk_key=talk_key, text=text, day=day, nonce=nonce)
    progress.writer_wrote(case, day)
    if case.is_named:
        ask_to_tell()
    db.session.flush()
    return message, True


def rate(*, case: Case, talk_key: bytes, stars: int, words: str, nonce: str, day: date) -> None:
    """What the writer thinks of how a closed case was handled; sent twice, it counts once.

    The words are a line of the talk and do not open the case again. Raises `ValueError` for a case that is
    not closed, and for what is no number of stars.
    """
    if case.state != "closed" or stars not in STARS:
        raise ValueError(stars)
    is_repeat = message_of_nonce(nonce) is not None if words else case.rating == stars
    if is_repeat:
        return
    progress.rate(case, day, stars)
    if words:
        _add(case=case, talk_key=talk_key, text=words, day=day, nonce=nonce)
        case.unread = True
    db.session.flush()


def read_message(message: Message, talk_key: bytes) -> str:
    """What a line of the talk says. Raises `SealError`."""
    return open_text(message.body, talk_key, message.tenant_id, message.id, "message")


def _add(*, case: Case, talk_key: bytes, text: str, day: date, nonce: str) -> Message:
    """One line of the talk, locked. Two who write at once take their numbers one after the other."""
    db.session.execute(select(Case.id).where(Case.id == case.id).with_for_update())
    number = select(func.coalesce(func.max(Message.number), 0)).where(Message.case_id == case.id)
    message_id = uuid.uuid4()
    message = Message(
        id=message_id,
        case_id=case.id,
        number=(db.session.scalar(number) or 0) + 1,
        written_on=day,
        handler_id=None,
        body=lock_text(text, talk_key, case.tenant_id, message_id, "message"),
        nonce_hash=hash_of_nonce(nonce),
    )
    db.session.add(message)
    db.session.flush()
    return message


def _text_of(message: Message, talk_key: bytes) -> str | None:
    try:
        return read_message(message, talk_key)
    except SealError:
        return None
