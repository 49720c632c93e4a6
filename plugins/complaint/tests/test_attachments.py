"""Files of a letter: who can open what, and what the database shows of them."""

import io
import tempfile
import uuid

import pytest
from flask import request
from PIL import Image
from sqlalchemy import func, inspect, select
from werkzeug.datastructures import FileStorage

from hutong import db, policy
from plugins.complaint.attachments import (
    attach,
    attachment_in,
    attachments_of,
    of_message,
    open_attachment,
    open_original,
    read_uploads,
)
from plugins.complaint.cleaning.limits import MOST_BYTES, MOST_FILES
from plugins.complaint.keyholding import unlock_handler
from plugins.complaint.models import Attachment, CaseKey
from plugins.complaint.padding import SMALLEST, fill_up, padme, take_out
from plugins.complaint.sealing import CaseKeys, SealError
from plugins.complaint.testing import BOX_PASSWORD, make_box, make_case, set_up
from plugins.complaint.testing_recordings import record

CANARY = b"CANARY-7731"


def photo(*, place=True, size=(64, 48)):
    exif = Image.Exif()
    if place:
        exif[0x010F] = CANARY.decode()
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(data, name="IMG_Wang_Xiaomei.jpg", media_type="image/jpeg"):
    return FileStorage(io.BytesIO(data), filename=name, content_type=media_type)


def stored_bytes():
    rows = db.session.scalars(select(Attachment)).all()
    values = [getattr(row, column.key) for row in rows for column in inspect(Attachment).columns]
    return b"".join(value for value in values if isinstance(value, bytes))


@pytest.mark.both_databases
def test_the_writer_opens_the_cleaned_file_and_only_a_handler_the_original(tenant):
    sent = photo()
    with tenant.scope():
        handler, _ = set_up()
        written, _ = make_case(tenant.info(), make_box())
        case, talk_key = written.case, written.talk_key
        uploads = read_uploads([upload(sent), upload(b"Receipt 42")], keep_originals=True)
        attach(case=case, uploads=uploads, talk_key=talk_key)
        db.session.commit()

        listed = attachments_of(case, talk_key)
        assert [(one.about.name, one.about.kind, one.about.type) for one in listed] == [
            ("photo-1.webp", "photo", "image/webp"),
            ("text-2.txt", "text", "text/plain"),
        ]
        assert [one.about.size for one in listed] == [len(one.cleaned) for one in uploads.ready]
        row = attachment_in(case, listed[0].id)
        assert CANARY in sent
        assert CANARY not in open_attachment(row, talk_key)
        assert Image.open(io.BytesIO(open_attachment(row, talk_key))).size == (64, 48)
        with pytest.raises(SealError):
            open_original(row, talk_key)

        keys = CaseKeys.unsealed(
            db.session.scalars(select(CaseKey)).one().sealed, unlock_handler(handler, BOX_PASSWORD)
        )
        original = open_original(row, keys.notes)
        assert (original.name, original.content) == ("IMG_Wang_Xiaomei.jpg", sent)
        for trace in (CANARY, b"Xiaomei", b"photo-1", b"image/webp", b"Receipt", b"WEBP"):
            assert trace not in stored_bytes()


def test_originals_are_kept_only_where_the_sender_wants_it(tenant):
    with tenant.scope():
        set_up()
        written, _ = make_case(tenant.info(), make_box())
        uploads = read_uploads([upload(photo())], keep_originals=False)
        attach(case=written.case, uploads=uploads, talk_key=written.talk_key)

        (listed,) = attachments_of(written.case, written.talk_key)
        assert not listed.has_original
        assert open_original(attachment_in(written.case, listed.id), b"k" * 32) is None


def test_a_file_is_found_in_its_own_case_only_and_opens_nowhere_else(tenant):
    with tenant.scope():
        set_up()
        box = make_box()
        one, _ = make_case(tenant.info(), box)
        other, _ = make_case(tenant.info(), box)
        uploads = read_uploads([upload(b"Receipt 42")], keep_originals=False)
        attach(case=one.case, uploads=uploads, talk_key=one.talk_key)
        attach(case=other.case, uploads=uploads, talk_key=other.talk_key)
        mine, theirs = (attachments_of(each.case, each.talk_key)[0].id for each in (one, other))

        assert attachment_in(one.case, theirs) is None
        assert attachment_in(one.case, uuid.uuid4()) is None
        with pytest.raises(SealError):
            open_attachment(attachment_in(other.case, theirs), one.talk_key)
        row = attachment_in(one.case, mine)
        row.cleaned = attachment_in(other.case, theirs).cleaned
        with pytest.raises(SealError):
            open_attachment(row, other.talk_key)
        assert of_message(attachments_of(one.case, one.talk_key), uuid.uuid4()) == []


def test_what_is_stored_has_one_of_few_sizes(tenant):
    with tenant.scope():
        set_up()
        written, _ = make_case(tenant.info(), make_box())
        files = [upload(b"a"), upload(b"b" * 9000), upload(photo()), upload(b"c" * 20_000)]
        uploads = read_uploads(files, keep_originals=True)
        attach(case=written.case, uploads=uploads, talk_key=written.talk_key)
        lengths = [
            func.length(column) for column in (Attachment.cleaned, Attachment.original, Attachment.about)
        ]
        sizes = db.session.execute(select(*lengths).order_by(Attachment.position)).all()

        assert len(set(sizes[:3])) == 1
        assert sizes[3][0] == padme(20_009) + 256 + 40
        assert len({about for _, _, about in sizes}) == 1


@pytest.mark.parametrize("size", [0, 1, SMALLEST - 9, SMALLEST, 1_000_000, 10_485_760])
def test_padding_gives_back_what_it_took_for_an_eighth_more_at_most(size):
    filled = fill_up(b"x" * size)
    assert take_out(filled) == b"x" * size
    assert len(filled) <= max(SMALLEST, (size + 8) * 1.12)


def test_too_many_too_large_and_empty_files_are_told_one_by_one_and_the_others_are_ready(tenant):
    with tenant.scope():
        files = [
            upload(b"x" * (MOST_BYTES + 1), "big.txt"),
            upload(b"", "empty.txt"),
            *(upload(words) for words in (b"fine", b"also fine", b"so is this")),
            upload(b"one too many", "last.txt"),
        ]
        uploads = read_uploads([*files, FileStorage(io.BytesIO(), filename="")], keep_originals=False)

        assert len(uploads.ready) == MOST_FILES - 2
        assert [(fault.file, fault.message) for fault in uploads.faults] == [
            ("big.txt", "Larger than 10 MB. Send a part of it, or a photo of it."),
            ("empty.txt", "There is nothing in this file. Choose it again."),
            ("last.txt", "5 files go with one message. Send this one with your next message."),
        ]


def test_together_files_may_not_exceed_what_a_request_takes(tenant):
    with tenant.scope():
        heavy = [upload(photo() + bytes(9_000_000), f"{number}.jpg") for number in range(3)]
        uploads = read_uploads(heavy, keep_originals=False)

        assert len(uploads.ready) == 2
        assert [fault.file for fault in uploads.faults] == ["2.jpg"]
        assert uploads.faults[0].message.startswith("Your files come to more than 25 MB.")


def test_no_file_of_an_anonymous_letter_lies_on_disk_while_it_is_cleaned(app, tenant, visitor, monkeypatch):
    """There is no temporary folder at all: whoever wanted one would fail."""
    ready = []

    @policy("anyone", anonymous=True)
    def letter():
        uploads = read_uploads(request.files.getlist("files"), keep_originals=True)
        ready.extend((upload.kind, len(upload.original.content)) for upload in uploads.ready)
        return ""

    app.add_url_rule("/letter", "letter", letter, subdomain="public", methods=["POST"])
    files = [
        photo() + bytes(2_000_000),
        record("webm", sound="libopus"),
        record("mp4", film="libx264", seconds=1),
    ]
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\n'
    body = b"".join(head + file + b"\r\n" for file in files) + b"--x--\r\n"
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    sent = {"content_type": "multipart/form-data; boundary=x", "content_length": len(body)}
    answer = visitor.post(tenant.public("/letter"), input_stream=io.BytesIO(body), **sent)

    assert answer.status_code == 200
    assert ready == [("photo", len(files[0])), ("audio", len(files[1])), ("video", len(files[2]))]


def test_routes_that_take_files_keep_them_in_memory(app):
    """`core/uploads.py` does, where the policy says so."""
    policies = {name: getattr(view, "policy", None) for name, view in app.view_functions.items()}

    assert all(policies[f"complaint.{name}"].anonymous for name in ("write", "talk"))
    assert all(policies[name].sealed for name in ("complaint.named", "complaint_console.send_reply"))


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Wang\\a.pdf", "a.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("a\x00b\r\nSet-Cookie: x.jpg", "abSet-Cookie: x.jpg"),
        ("n" * 10_000 + ".jpg", "n" * 67 + "…" + "n" * 8 + ".jpg"),
        ("🔥投诉 信.jpg", "🔥投诉 信.jpg"),
        (".\u200b.", "File without a name"),
        ("<script>alert(1)</script>", "script>"),
    ],
)
def test_hostile_names_are_harmless_and_stay_with_the_original(tenant, name, seen):
    with tenant.scope():
        set_up()
        written, _ = make_case(tenant.info(), make_box())
        uploads = read_uploads([upload(b"words", name), upload(b"PK\3\4", name)], keep_originals=True)
        attach(case=written.case, uploads=uploads, talk_key=written.talk_key)

        assert uploads.ready[0].original.name == f"{seen}.txt"  # it may be called .exe, but is opened as text
        assert uploads.faults[0].file == seen
        assert attachments_of(written.case, written.talk_key)[0].about.name == "text-1.txt"
