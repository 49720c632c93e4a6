"""What the writer says after the letter: in the talk, and at its end."""

import uuid
from datetime import date

from sqlalchemy import func, select

from hutong import db
from plugins.complaint import progress
from plugins.complaint.errors import TokenUsedError
from plugins.complaint.letters import lock_text, open_text
from plugins.complaint.models import Case, Message
from plugins.complaint.queries import hash_of_nonce, message_of_nonce
from plugins.complaint.sealing import SealError

LONGEST = 5_000
"""Characters of a message."""
STARS = range(1, 6)


def write_message(*, case: Case, talk_key: bytes, text: str, nonce: str, day: date) -> tuple[Message, bool]:
    """What the writer says, once for each form token, and whether it is new. It opens a closed case again.

    Raises `TokenUsedError` where the token brought other words before.
    """
    _take_in_hand(case)
    before = message_of_nonce(nonce)
    if before is not None:
        if before.case_id != case.id or _text_of(before, talk_key) != text:
            raise TokenUsedError
        return before, False
    message = _add(case=case, talk_key=talk_key, text=text, day=day, nonce=nonce)
    progress.writer_wrote(case, day)
    db.session.flush()
    return message, True


def rate(*, case: Case, talk_key: bytes, stars: int, words: str, nonce: str, day: date) -> None:
    """What the writer thinks of how a closed case was handled; sent twice, it counts once.

    The words are a line of the talk and do not open the case again. Raises `ValueError` for a case that is
    not closed, and for what is no number of stars.
    """
    _take_in_hand(case)
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


def _take_in_hand(case: Case) -> None:
    """Read a case anew, and let nobody else change it: it may have been closed a moment ago.

    The one it went into comes first, as with handlers: two who wait for each other would wait for ever.
    """
    for case_id in filter(None, (case.merged_into_id, case.id)):
        statement = select(Case).where(Case.id == case_id).with_for_update()
        db.session.scalars(statement.execution_options(populate_existing=True)).one()


def _add(*, case: Case, talk_key: bytes, text: str, day: date, nonce: str) -> Message:
    """One line of the talk, locked; the case is in hand."""
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
