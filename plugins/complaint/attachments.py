"""Files of letters and messages: read from a request, cleaned, locked, opened again.

What the talk needs (the cleaned file, its neutral name, type and size) is locked with the talk key. The
original, where its sender wants it kept, is sealed to the case's notes pair: a writer who comes back with
the return code can send one and can open none.
"""

import json
import time
import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from hutong import db
from plugins.complaint.cleaning.files import clean_file
from plugins.complaint.cleaning.limits import (
    MOST_BYTES,
    MOST_FILES,
    MOST_TOGETHER,
    SECONDS_TO_CLEAN,
    Cleaned,
    CleaningError,
    Kind,
)
from plugins.complaint.cleaning.sorts import sort_of
from plugins.complaint.cleaning.words import fault_words
from plugins.complaint.file_names import neutral_name, original_name, visible_name
from plugins.complaint.models import Attachment, Case, Message
from plugins.complaint.padding import fill_up, take_out
from plugins.complaint.sealing import lock, notes_pair, open_sealed, place, seal_for, unlock


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came. Its name was chosen by its sender: made harmless, but it may say who they are."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that can be kept. `original` only where its sender asked for it."""

    kind: Kind
    type: str
    ending: str
    cleaned: bytes
    original: Original | None


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that is not taken: its name for the eye, and what to do, in the reader's language."""

    file: str
    message: str


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files of one request. A letter is taken without `faults` only: none may go missing silently."""

    ready: tuple[Upload, ...] = ()
    faults: tuple[FileFault, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a list says of a file. `size` is that of the cleaned file, in bytes."""

    name: str
    kind: Kind
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a list; `message_id` is None for the files of the letter itself."""

    id: uuid.UUID
    message_id: uuid.UUID | None
    about: About
    has_original: bool


def read_uploads(files: Iterable[FileStorage], *, keep_originals: bool) -> Uploads:
    """Clean what came with a request; never raises for a bad file.

    Call it before anything is written: the running transaction ends here, because cleaning may take
    seconds and on SQLite nobody else could write meanwhile.
    """
    chosen = [file for file in files if file.filename]
    if not chosen:
        return Uploads()
    db.session.commit()
    ready, faults, left = [], [], MOST_TOGETHER
    until = time.monotonic() + SECONDS_TO_CLEAN
    for position, file in enumerate(chosen):
        try:
            data = _read(file, left, position)
            left -= len(data)
            cleaned = clean_file(data, seconds=until - time.monotonic())
            ready.append(_upload(file, data, cleaned, keep_originals=keep_originals))
        except CleaningError as error:
            faults.append(FileFault(visible_name(file.filename), fault_words(error.reason)))
    return Uploads(tuple(ready), tuple(faults))


def _read(file: FileStorage, left: int, position: int) -> bytes:
    if position >= MOST_FILES:
        raise CleaningError("many")
    data = file.stream.read(MOST_BYTES + 1)
    if not data:
        raise CleaningError("empty")
    if len(data) > MOST_BYTES:
        raise CleaningError("large")
    if len(data) > left:
        raise CleaningError("together")
    return data


def _upload(file: FileStorage, data: bytes, cleaned: Cleaned, *, keep_originals: bool) -> Upload:
    original = Original(original_name(file.filename, sort_of(data)), data) if keep_originals else None
    return Upload(cleaned.kind, cleaned.type, cleaned.ending, cleaned.content, original)


def attach(*, case: Case, uploads: Uploads, talk_key: bytes, message: Message | None = None) -> None:
    """Lock files and store them with the letter, or with a message of its talk (flushed before).

    Not for a repeat of what was taken already (`Written.is_new`): its files are there.
    """
    for position, upload in enumerate(uploads.ready, start=_count(case) + 1):
        row_id = uuid.uuid4()
        about = About(
            neutral_name(upload.kind, position, upload.ending), upload.kind, upload.type, len(upload.cleaned)
        )
        db.session.add(
            Attachment(
                id=row_id,
                case_id=case.id,
                message_id=message.id if message else None,
                position=position,
                about=lock(talk_key, json.dumps(asdict(about)).encode(), _where(case, row_id, "about")),
                cleaned=lock(talk_key, fill_up(upload.cleaned), _where(case, row_id, "cleaned")),
                original=_sealed(case, row_id, upload.original),
            )
        )
    db.session.flush()


def _count(case: Case) -> int:
    last = select(func.max(Attachment.position)).where(Attachment.case_id == case.id)
    return db.session.scalar(last) or 0


def _sealed(case: Case, row_id: uuid.UUID, original: Original | None) -> bytes | None:
    if original is None:
        return None
    plain = fill_up(original.name.encode() + b"\0" + original.content)
    return seal_for(case.notes_public, plain, _where(case, row_id, "original"))


def attachments_of(case: Case, talk_key: bytes) -> Sequence[Listed]:
    """All files of a case in the order in which they came, without their content. Raises `SealError`."""
    rows = db.session.execute(
        select(Attachment, Attachment.original.is_not(None))
        .where(Attachment.case_id == case.id)
        .order_by(Attachment.position, Attachment.id)
    )
    return [
        Listed(row.id, row.message_id, about_of(row, talk_key), has_original) for row, has_original in rows
    ]


def of_message(listed: Collection[Listed], message_id: uuid.UUID | None) -> list[Listed]:
    """The files of one message; None: of the letter itself."""
    return [one for one in listed if one.message_id == message_id]


def attachment_in(case: Case, attachment_id: uuid.UUID) -> Attachment | None:
    """A file of this case by its id; None where it belongs to another or is gone."""
    return db.session.scalar(
        select(Attachment).where(Attachment.case_id == case.id, Attachment.id == attachment_id)
    )


def about_of(row: Attachment, talk_key: bytes) -> About:
    """What a list says of a file. Raises `SealError`."""
    return About(**json.loads(unlock(talk_key, row.about, _place_of(row, "about"))))


def open_attachment(row: Attachment, talk_key: bytes) -> bytes:
    """The cleaned file. Raises `SealError`."""
    return take_out(unlock(talk_key, row.cleaned, _place_of(row, "cleaned")))


def open_original(row: Attachment, notes_key: bytes) -> Original | None:
    """The file as it came; None where its sender did not want it kept. Raises `SealError`."""
    if row.original is None:
        return None
    plain = take_out(open_sealed(notes_pair(notes_key), row.original, _place_of(row, "original")))
    name, _, content = plain.partition(b"\0")
    return Original(name.decode(), content)


def _place_of(row: Attachment, column: str) -> bytes:
    return place(row.tenant_id, row.case_id, row.id, column)


def _where(case: Case, row_id: uuid.UUID, column: str) -> bytes:
    return place(case.tenant_id, case.id, row_id, column)
