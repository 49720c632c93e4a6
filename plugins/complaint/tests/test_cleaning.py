"""What is left of a file: its picture, sound or words, and nothing that says who sent it."""

import io
import struct
import subprocess
import sys
import zlib

import av
import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from plugins.complaint.cleaning.files import clean_file
from plugins.complaint.cleaning.jpegs import without_boxes
from plugins.complaint.cleaning.limits import CleaningError
from plugins.complaint.testing_recordings import CANARY, IN_STREAM, record

TRACE = CANARY.encode()
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{CANARY}</x:xmpmeta>'.encode()


def exif():
    """Device, place, time, a maker's note and a thumbnail's comment."""
    data = Image.Exif()
    data[0x010F] = data[0x0110] = data[0x013B] = CANARY
    data[0x0132] = "2026:01:02 03:04:05"
    data.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 29: "2026:01:02"})
    data.get_ifd(0x8769).update({0x927C: TRACE, 0x9286: TRACE, 0xA420: CANARY})
    return data


def photo(kind="JPEG", size=(60, 40)):
    out, image = io.BytesIO(), Image.new("RGB", size, "teal")
    more = {"exif": exif()}
    if kind in ("JPEG", "PNG", "WEBP"):
        more["icc_profile"] = b"\0" * 128 + TRACE
    if kind in ("JPEG", "WEBP", "HEIF"):
        more["xmp"] = XMP
    if kind == "JPEG":
        more["comment"] = TRACE
    if kind == "PNG":
        more["pnginfo"] = PngImagePlugin.PngInfo()
        more["pnginfo"].add_text("Author", CANARY)
        more["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP.decode())
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    image.save(out, kind, **more)
    return out.getvalue() + (TRACE if kind == "JPEG" else b"")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_photo_keeps_its_pixels_only(kind):
    sent = photo(kind)
    assert TRACE in sent

    cleaned = clean_file(sent)

    assert (cleaned.kind, cleaned.type, cleaned.ending) == ("photo", "image/webp", "webp")
    with Image.open(io.BytesIO(cleaned.content)) as image:
        assert (image.format, image.size, dict(image.getexif()), image.info.get("xmp")) == (
            "WEBP",
            (60, 40),
            {},
            None,
        )
    assert TRACE not in cleaned.content
    assert not any(chunk in cleaned.content for chunk in (b"EXIF", b"XMP ", b"ICCP"))


def pdf():
    """A PDF with everything in it that a page does not need."""
    made = pikepdf.new()
    page = made.add_blank_page(page_size=(300, 200)).obj
    inner = io.BytesIO()
    Image.new("RGB", (32, 32), "red").save(inner, "JPEG", exif=exif(), comment=TRACE, progressive=True)
    picture = pikepdf.Stream(made, inner.getvalue())
    picture.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Image,
            "/Width": 32,
            "/Height": 32,
            "/ColorSpace": pikepdf.Name.DeviceRGB,
            "/BitsPerComponent": 8,
            "/Filter": pikepdf.Name.DCTDecode,
            "/Metadata": made.make_stream(XMP),
            "/PieceInfo": {"/App": {"/Private": CANARY}},
        }
    )
    look = made.make_stream(
        b"0 1 0 rg 0 0 20 20 re f", {"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Form}
    )
    look.BBox = [0, 0, 20, 20]
    page.Contents = made.make_stream(b"q 100 0 0 100 20 20 cm /Photo Do Q")
    page.Resources = pikepdf.Dictionary({"/XObject": {"/Photo": made.make_indirect(picture)}})
    page.Annots = [
        made.make_indirect(
            pikepdf.Dictionary(
                {
                    "/Type": pikepdf.Name.Annot,
                    "/Subtype": pikepdf.Name.Stamp,
                    "/Rect": [200, 100, 220, 120],
                    "/F": 4,
                    "/T": CANARY,
                    "/Contents": CANARY,
                    "/M": "D:20260102030405",
                    "/AP": {"/N": look},
                    "/A": {"/S": pikepdf.Name.JavaScript, "/JS": f"app.alert('{CANARY}')"},
                }
            )
        )
    ]
    page.AA = {"/O": {"/S": pikepdf.Name.Launch, "/F": CANARY}}
    page.LastModified = f"D:{CANARY}"
    made.Root.OpenAction = {"/S": pikepdf.Name.JavaScript, "/JS": f"app.alert('{CANARY}')"}
    made.Root.Names = {"/JavaScript": {"/Names": ["x", {"/S": pikepdf.Name.JavaScript, "/JS": CANARY}]}}
    made.Root.Metadata = made.make_stream(XMP, {"/Type": pikepdf.Name.Metadata, "/Subtype": pikepdf.Name.XML})
    made.attachments["secret.txt"] = pikepdf.AttachedFileSpec(made, TRACE, filename=f"{CANARY}.txt")
    made.docinfo.update({"/Author": CANARY, "/Producer": CANARY, "/CreationDate": "D:20260102030405+08'00'"})
    out = io.BytesIO()
    made.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def unfolded(content):
    """A PDF with nothing packed, so that a search sees it all."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        out = io.BytesIO()
        opened.save(
            out,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()


def test_a_pdf_keeps_its_pages_and_what_is_seen_on_them():
    sent = pdf()
    assert sent.count(TRACE) > 12

    cleaned = clean_file(sent)

    assert (cleaned.kind, cleaned.type) == ("pdf", "application/pdf")
    plain = unfolded(cleaned.content)
    for trace in (
        TRACE,
        b"2026",
        b"JavaScript",
        b"/Info",
        b"/Metadata",
        b"Exif",
        b"pikepdf",
        b"/Annots",
        b"EmbeddedFile",
    ):
        assert trace not in plain
    with pikepdf.open(io.BytesIO(cleaned.content)) as opened:
        assert len(opened.pages) == 1
        assert sorted(opened.Root.keys()) == ["/Pages", "/Type"]
        drawn = opened.pages[0].obj.Resources.XObject
        assert len(drawn) == 2  # the photo, and the stamp that was a comment
        with Image.open(io.BytesIO(drawn["/Photo"].read_raw_bytes())) as image:
            image.load()
            assert image.getpixel((5, 5))[0] > 240


SOUNDS = [
    ("webm", "libopus", 48_000),
    ("ogg", "libopus", 48_000),
    ("ogg", "flac", 44_100),
    ("ipod", "aac", 44_100),
    ("mp3", "libmp3lame", 44_100),
    ("adts", "aac", 44_100),
    ("wav", "pcm_s16le", 16_000),
    ("amr", "libopencore_amrnb", 8_000),
]
FILMS = [
    ("mp4", "libx264", "aac"),
    ("mov", "libx264", "aac"),
    ("webm", "libvpx", "libopus"),
    ("3gp", "mpeg4", ""),
]


@pytest.mark.parametrize(("container", "codec", "rate"), SOUNDS)
def test_a_recording_keeps_its_sound_only(container, codec, rate):
    sent = record(container, sound=codec, rate=rate)
    assert TRACE in sent or container in ("adts", "amr")  # these two have no room for it

    cleaned = clean_file(sent)

    assert (cleaned.kind, cleaned.type, cleaned.ending) == ("audio", "audio/mp4", "m4a")
    with av.open(io.BytesIO(cleaned.content)) as opened:
        assert 1.8 < opened.duration / av.time_base < 2.3
        assert loudness(opened) > 1000
        assert_says_nothing(opened, cleaned.content)


@pytest.mark.parametrize(("container", "codec", "sound"), FILMS)
def test_a_video_keeps_its_pictures_and_sound_only(container, codec, sound):
    sent = record(container, film=codec, sound=sound)
    assert TRACE in sent
    assert (IN_STREAM.encode() in sent) == (codec == "libx264")

    cleaned = clean_file(sent)

    assert (cleaned.kind, cleaned.type, cleaned.ending) == ("video", "video/mp4", "mp4")
    with av.open(io.BytesIO(cleaned.content)) as opened:
        assert [stream.type for stream in opened.streams if stream.type == "video"] == ["video"]
        assert len(opened.streams.audio) == bool(sound)
        assert 1.8 < opened.duration / av.time_base < 2.3
        pictures = [frame.to_image() for frame in opened.decode(video=0)]
        assert 55 <= len(pictures) <= 60
        assert pictures[9].getpixel((80, 20))[0] > 200 > 100 > pictures[9].getpixel((80, 100))[0]
        assert_says_nothing(opened, cleaned.content)


def loudness(opened):
    """The highest wave."""
    plain = av.AudioResampler("s16", "mono")
    pieces = [piece for frame in opened.decode(audio=0) for piece in plain.resample(frame)]
    return max(
        max(struct.unpack(f"<{one.samples}h", bytes(one.planes[0])[: 2 * one.samples])) for one in pieces
    )


def assert_says_nothing(opened, content):
    assert set(opened.metadata) <= {"major_brand", "minor_version", "compatible_brands"}
    for stream in opened.streams:
        assert set(stream.metadata) <= {"language", "handler_name"}
        assert stream.metadata["handler_name"] in ("SoundHandler", "VideoHandler")
    for trace in (TRACE, IN_STREAM.encode(), b"+31.2", b"Lavf", b"Lavc"):
        assert trace not in content
    assert content.endswith((8).to_bytes(4) + b"ilst")  # the list of descriptions, with nothing in it
    for box, skipped in ((b"mvhd", 4), (b"tkhd", 4), (b"mdhd", 4)):  # created and changed: the year 1904
        at = content.index(box) + 4 + skipped
        assert content[at : at + 8] == bytes(8)


def test_a_video_whose_sound_begins_before_its_pictures_keeps_them_together():
    sent = record("webm", film="libvpx", sound="libopus", late=20)

    with av.open(io.BytesIO(clean_file(sent).content)) as opened:
        begins = {stream.type: float(stream.start_time * stream.time_base) for stream in opened.streams}

    assert begins["audio"] < 0.1
    assert 0.6 < begins["video"] < 0.75


def test_a_video_that_was_filmed_sideways_stands_upright():
    sent = record("mp4", film="libx264")
    matrix = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    quarter = struct.pack(
        ">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 120 << 16, 0, 1 << 30
    )  # as a phone held upright writes it
    at = sent.index(matrix, sent.index(b"tkhd"))
    turned = sent[:at] + quarter + sent[at + len(matrix) :]

    with av.open(io.BytesIO(clean_file(turned).content)) as opened:
        image = next(opened.decode(video=0)).to_image()

    assert image.size == (120, 160)
    assert image.getpixel((110, 80))[0] > 200 > 100 > image.getpixel((10, 80))[0]


def test_text_keeps_its_words_without_marks_that_nobody_sees():
    marked = "\ufeffRe\u200bfund\u202e?\x1b[31m\r\n 10\u00a0元 \U0001f468\u200d\U0001f373 \U000e0041\x07"

    assert (
        clean_file(marked.encode()).content.decode()
        == "Refund?[31m\n 10\u00a0元 \U0001f468\u200d\U0001f373\n"
    )


def test_boxes_of_jpeg_2000_that_tell_are_left_out():
    boxes = [(b"jP  ", b"\r\n\x87\n"), (b"uuid", TRACE), (b"xml ", TRACE), (b"jp2c", b"pixels")]
    made = b"".join((8 + len(content)).to_bytes(4) + name + content for name, content in boxes)

    assert without_boxes(made) == made[:12] + (14).to_bytes(4) + b"jp2cpixels"


def test_a_file_that_takes_too_long_is_stopped():
    with pytest.raises(CleaningError, match="slow"):
        clean_file(record("mp4", film="libx264", seconds=4), seconds=0.05)


def test_the_process_that_cleans_cannot_write_a_file(tmp_path):
    tries = (
        "from plugins.complaint.cleaning.worker import _limit\n_limit()\n"
        "with open('kept', 'w') as kept: kept.write('plain')"
    )

    done = subprocess.run([sys.executable, "-c", tries], cwd=tmp_path, stderr=subprocess.PIPE, check=False)

    assert done.returncode != 0
    assert (tmp_path / "kept").read_bytes() == b""


def test_a_pdf_that_unfolds_without_end_is_refused():
    made = pikepdf.new()
    made.add_blank_page()
    bomb = zlib.compress(bytes(400_000_000), 9)
    made.pages[0].obj.Contents = pikepdf.Stream(made, bomb)
    made.pages[0].obj.Contents.Filter = pikepdf.Name.FlateDecode
    out = io.BytesIO()
    made.save(out)

    cleaned = clean_file(out.getvalue())

    assert len(cleaned.content) < 1_000_000
