"""A letter as a ZIP file, readable anywhere: one text, the files, and the notes where they are asked for."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from uuid import UUID

from hutong import gettext as _
from plugins.complaint.attachments import attachment_in, attachments_of, open_attachment
from plugins.complaint.opened import OpenCase, Said, answers_in_words, notes_of, talk_of

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: a copy says the day and nothing finer."""


def zip_of(
    opened: OpenCase,
    *,
    title: str,
    language: str,
    names: Mapping[UUID, str],
    with_identity: bool = False,
    with_notes: bool = False,
) -> bytes:
    """The copy of a case as its handler takes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        letter = _letter(opened, title, language, names, with_identity=with_identity)
        _add(archive, _("letter.txt"), _text(letter))
        if with_notes:
            _add(archive, _("internal-notes.txt"), _text(_lines(notes_of(opened), names)))
        for listed in attachments_of(opened.case, opened.keys.talk):
            row = attachment_in(opened.case, listed.id)
            if row is not None:
                _add(archive, listed.about.name, open_attachment(row, opened.keys.talk))
    return buffer.getvalue()


def _letter(
    opened: OpenCase, title: str, language: str, names: Mapping[UUID, str], *, with_identity: bool
) -> Iterable[str]:
    letter, identity = opened.letter, opened.identity
    yield title
    yield _("Received on %(day)s", day=opened.case.received_on.isoformat())
    if with_identity and identity is not None:
        yield f"{identity.name} · {identity.contact}"
    yield f"\n{letter.text}\n"
    for question, words in answers_in_words(letter, language):
        yield f"{question}\n{words}\n"
    yield from _lines(talk_of(opened), names)


def _lines(said: Iterable[Said], names: Mapping[UUID, str]) -> Iterable[str]:
    for one in said:
        who = names.get(one.handler_id, _("Somebody")) if one.handler_id else _("The writer")
        yield f"{one.day.isoformat()} · {who}\n{one.text}\n"


def _text(lines: Iterable[str]) -> bytes:
    """UTF-8 with the mark that Windows' editor needs to see that it is."""
    return "\r\n".join("\n".join(lines).splitlines()).encode("utf-8-sig")


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
