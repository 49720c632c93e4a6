"""Files and voice of a letter, as a writer lives it in a browser."""

import io

import av
import pytest
from flask import render_template_string, request
from PIL import Image

from hutong import policy
from hutong.testing import DESKTOP, PHONE, assert_accessible, screenshot
from plugins.complaint.attachments import read_uploads
from plugins.complaint.cleaning.words import file_limits

pytestmark = pytest.mark.browser

PAGE = """{% extends "layouts/form.html" %}
{% from "complaint/_files.html" import files_input, files_styles, files_script %}
{% block styles %}{{ super() }}{{ files_styles() }}{% endblock %}
{% block content %}<h1>{{ title }}</h1><form method="post" enctype="multipart/form-data">
{{ files_input(limits=limits, faults=faults) }}
<p class="send"><button class="btn main">Send</button></p></form>{% endblock %}
{% block scripts %}{{ files_script() }}{% endblock %}"""


@pytest.fixture
def letters(app, tenant, serve):
    """A page with the input of files; what was cleaned is kept in a list."""
    kept = []

    @policy("anyone", anonymous=True)
    def letter():
        uploads = read_uploads(
            request.files.getlist("files"), keep_originals=bool(request.form.get("keep_originals"))
        )
        kept.extend(uploads.ready)
        return render_template_string(
            PAGE, title="投诉信箱", limits=file_limits() | request.args.to_dict(), faults=uploads.faults
        )

    app.add_url_rule("/letter", "letter", letter, subdomain="public", methods=["GET", "POST"])
    return serve(app) + tenant.public("/letter"), kept


def photo(colour="teal"):
    out = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, "JPEG")
    return out.getvalue()


def file(name, content, kind="image/jpeg"):
    return {"name": name, "mimeType": kind, "buffer": content}


def test_a_spoken_letter_arrives_as_a_recording_that_plays(letters, new_page):
    address, kept = letters
    page = new_page(language="zh", permissions=["microphone"])
    page.goto(address)
    page.get_by_role("button", name="录一段话").click()
    page.get_by_role("timer").get_by_text("0:02 / 3:00").wait_for()
    page.get_by_role("button", name="停", exact=True).click()

    player = page.locator("audio")
    player.evaluate(
        "sound => new Promise(done => { sound.muted = true; sound.onplaying = done; sound.play(); })"
    )
    assert page.locator("[data-list] .name").inner_text() in ("语音 0:02", "语音 0:03")
    page.get_by_role("button", name="Send").click()
    page.wait_for_function("() => !document.querySelector('[data-list] li')")

    (voice,) = kept
    assert (voice.kind, voice.type, voice.original) == ("audio", "audio/mp4", None)
    with av.open(io.BytesIO(voice.cleaned)) as opened:
        assert 1.5 < opened.duration / av.time_base < 5
        plain = av.AudioResampler("s16", "mono")
        pieces = [piece for frame in opened.decode(audio=0) for piece in plain.resample(frame)]
        assert any(any(bytes(piece.planes[0])) for piece in pieces)  # the beep


def test_a_recording_stops_by_itself_and_one_that_runs_goes_with_the_letter(letters, new_page):
    address, kept = letters
    page = new_page(language="en", permissions=["microphone"])
    page.goto(f"{address}?voice=1")
    page.get_by_role("button", name="Record your voice").click()
    page.locator("audio").wait_for()
    assert page.locator("[data-list] .name").all_inner_texts() == ["Voice 0:01"]

    page.get_by_role("button", name="Record your voice").click()
    page.get_by_role("timer").wait_for()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Send").click()
    page.wait_for_function("() => !document.querySelector('[data-list] li')")

    assert [voice.kind for voice in kept] == ["audio", "audio"]


def test_files_are_added_one_by_one_taken_out_and_sent_together(letters, new_page):
    address, kept = letters
    page = new_page(language="en")
    page.goto(address)
    chooser = page.get_by_label("Add photos or files")
    chooser.set_input_files([file("one.jpg", photo()), file("two.txt", b"words", "text/plain")])
    chooser.set_input_files([file("three.jpg", photo("red")), file("one.jpg", photo("navy"))])
    assert page.locator("[data-list] .name").all_inner_texts() == [
        "one.jpg",
        "two.txt",
        "three.jpg",
        "one.jpg",
    ]

    page.get_by_role("button", name="Leave out two.txt").click()
    chooser.set_input_files([file("big.mp4", bytes(10 * 1024 * 1024 + 1), "video/mp4")])
    assert page.locator("[data-told]").inner_text().startswith("big.mp4: Larger than 10 MB.")
    chooser.set_input_files([file("bill.docx", b"PK", "application/vnd.ms-word")])
    assert page.locator("[data-told]").inner_text().startswith("bill.docx: We don’t take this sort of file.")
    chooser.set_input_files([file(f"more-{number}.jpg", photo()) for number in range(3)])
    assert page.locator("[data-told]").inner_text().startswith("5 files go with one message.")
    page.get_by_label("Also keep the originals").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_load_state()

    assert [upload.original.name for upload in kept] == [
        "one.jpg", "three.jpg", "one.jpg", "more-0.jpg", "more-1.jpg",
    ]  # fmt: skip


@pytest.mark.parametrize("javascript", [True, False])
def test_a_file_that_is_not_taken_is_told_beside_the_input(letters, new_page, javascript):
    address, kept = letters
    page = new_page(language="en", javascript=javascript)
    page.goto(address)
    page.locator("input[type=file]").set_input_files([file("bill.jpg", b"<html>"), file("ok.txt", b"words")])
    page.get_by_role("button", name="Send").click()

    assert page.locator(".why").all_inner_texts() == [
        "bill.jpg: This is a web page or a drawing in code. Send it as a PDF or a photo."
    ]
    assert page.get_by_role("button", name="Record your voice").count() == javascript
    assert [upload.kind for upload in kept] == ["text"]


def test_a_microphone_that_is_refused_is_told_and_writing_goes_on(letters, new_page):
    page = new_page(language="en", permissions=[])
    page.goto(letters[0])
    page.get_by_role("button", name="Record your voice").click()
    page.get_by_text("The microphone isn’t free or not allowed.").wait_for()
    assert page.get_by_role("button", name="Record your voice").is_enabled()


@pytest.mark.parametrize(("device", "language", "dark"), [(PHONE, "zh", False), (DESKTOP, "en", True)])
def test_the_input_is_accessible_and_its_targets_are_tall_enough(letters, new_page, language, dark, device):
    page = new_page(device, language=language, dark=dark, permissions=["microphone"])
    page.goto(letters[0])
    page.locator("input[type=file]").set_input_files(
        [
            file("a-name-that-is-much-too-long-for-a-narrow-phone-in-the-hand.jpg", photo()),
            file("x.zip", b"PK"),
        ]
    )
    page.locator("[data-record]").click()
    page.wait_for_timeout(1300)
    screenshot(page, f"files-recording-{language}-{page.viewport_size['width']}")
    page.locator("[data-stop]").click()
    page.locator("audio").wait_for()

    assert_accessible(page)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    for target in page.locator(".files :is(button, .face, label.opt):visible").all():
        assert target.bounding_box()["height"] >= 44
    screenshot(page, f"files-{language}-{page.viewport_size['width']}")
    page.get_by_role("button", name="Send").click()
    page.locator(".why").wait_for()
    assert_accessible(page)
    screenshot(page, f"files-faults-{language}-{page.viewport_size['width']}")
