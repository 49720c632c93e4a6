"""Files on their way to a reader: what a browser may do with them."""

import pytest
from flask import request

from hutong import policy
from plugins.complaint.attachments import About, Original
from plugins.complaint.cleaning.files import clean_file
from plugins.complaint.file_names import original_name
from plugins.complaint.handing_out import file_response, original_response
from plugins.complaint.testing_recordings import record


@pytest.fixture
def hand_out(app, tenant, visitor):
    """Serve one file and give the answer; `headers` go with the request."""

    def serve(answer, **headers):
        view = policy("anyone", anonymous=True)(answer)
        app.add_url_rule("/file", "file", view, subdomain="public", methods=["GET", "POST"])
        return visitor.get(tenant.public("/file"), headers=headers)

    return serve


@pytest.mark.parametrize(
    ("name", "media_type", "disposition", "content_type"),
    [
        ("photo-1.webp", "image/webp", "inline", "image/webp"),
        ("audio-1.m4a", "audio/mp4", "inline", "audio/mp4"),
        ("video-1.mp4", "video/mp4", "inline", "video/mp4"),
        ("pdf-1.pdf", "application/pdf", "attachment", "application/pdf"),
        ("text-1.txt", "text/plain", "attachment", "text/plain; charset=utf-8"),
    ],
)
def test_only_what_was_made_anew_is_shown_in_the_page(hand_out, name, media_type, disposition, content_type):
    answer = hand_out(lambda: file_response(b"0123456789", About(name, "photo", media_type, 10)))

    assert (answer.status_code, answer.data) == (200, b"0123456789")
    assert answer.headers["Content-Disposition"] == f"{disposition}; filename={name}"
    assert answer.headers["Content-Type"] == content_type
    assert_safe(answer)


def test_a_recording_is_downloaded_after_a_form_and_a_photo_shows(app):
    for name, media_type, disposition in (
        ("audio-1.m4a", "audio/mp4", "attachment"),
        ("photo-1.webp", "image/webp", "inline"),
    ):
        with app.test_request_context(method="POST"):
            answer = file_response(b"0123456789", About(name, "photo", media_type, 10))
        assert answer.headers["Content-Disposition"] == f"{disposition}; filename={name}"


def test_an_original_is_downloaded_as_bytes_under_its_senders_name(hand_out):
    name = original_name('王"小\r\n美.exe', "photo")
    answer = hand_out(lambda: original_response(Original(name, b"<script>")))

    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert disposition.endswith("filename*=UTF-8''%E7%8E%8B%22%E5%B0%8F%E7%BE%8E.exe.jpg")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert_safe(answer)


def assert_safe(answer):
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    is_played = answer.mimetype in ("audio/mp4", "video/mp4")
    assert ("sandbox" in answer.headers["Content-Security-Policy"]) != is_played
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert "Last-Modified" not in answer.headers


def test_players_may_ask_for_a_part(hand_out):
    about = About("audio-1.m4a", "audio", "audio/mp4", 10)
    answer = hand_out(lambda: file_response(b"0123456789", about), Range="bytes=2-5")

    assert (answer.status_code, answer.data) == (206, b"2345")
    assert answer.headers["Content-Range"] == "bytes 2-5/10"
    assert_safe(answer)


@pytest.mark.browser
def test_recordings_play_in_a_page_and_in_a_tab(app, tenant, serve, chromium, new_page):
    files = {
        "sound": clean_file(record("webm", sound="libopus")),
        "film": clean_file(record("mp4", film="libx264", sound="aac")),
    }

    @policy("anyone", anonymous=True)
    def one():
        cleaned = files[request.args["of"]]
        return file_response(cleaned.content, About(f"x.{cleaned.ending}", cleaned.kind, cleaned.type, 1))

    @policy("anyone", anonymous=True)
    def page():
        players = '<audio src="file?of=sound"></audio><video src="file?of=film"></video>'
        return f"<!doctype html><title>x</title>{players}"

    app.add_url_rule("/file", "file", one, subdomain="public")
    app.add_url_rule("/page", "page", page, subdomain="public")
    shown = new_page()
    shown.goto(serve(app) + tenant.public("/page"))

    lasts = shown.evaluate("""() => Promise.all([...document.querySelectorAll("audio, video")].map(player =>
        new Promise((done, failed) => {
            player.muted = true;
            player.onerror = () => failed(player.error.message);
            player.onended = () => done(Math.round(player.duration));
            player.play();
        })))""")

    assert lasts == [2, 2]
    assert shown.evaluate("document.querySelector('video').videoWidth") == 160
    # In a tab of its own, as handlers follow a link to it. (Not `new_page`: the tab's icon is refused, which
    # the browser mentions.)
    tab = chromium.new_page()
    tab.goto(serve(app) + tenant.public("/file?of=film"))
    film = tab.locator("video")
    film.evaluate("film => { film.muted = true; film.currentTime = 0; film.play(); }")
    tab.wait_for_function("() => document.querySelector('video').currentTime > 0.5", timeout=20_000)
    assert film.evaluate("film => film.videoWidth") == 160
    tab.close()
