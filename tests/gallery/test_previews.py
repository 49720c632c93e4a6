"""Previews are kept: whoever asks for one that is there waits for no rendering."""

from threading import Event, Thread

import pytest

from core.gallery.catalog import template_named
from core.gallery.previews import Files, Previews
from tests.gallery.scene import write_template

SECONDS = 20
"""How long a test that has failed already hangs."""


class SlowSheet:
    """A stylesheet's address that a rendering has to wait for."""

    def __init__(self):
        self.is_asked, self.may_go = Event(), Event()

    def __str__(self):
        self.is_asked.set()
        self.may_go.wait(SECONDS)
        return "/slow.css"


FILES = Files("/quick.css", lambda code: code)


@pytest.fixture
def rendering(app):
    """Starts to render a preview in a thread, and stops halfway."""
    started = []

    def start(previews, template):
        sheet = SlowSheet()
        thread = Thread(target=previews.html, args=(app, template, "en", Files(sheet, lambda code: code)))
        thread.start()
        started.append((sheet, thread))
        assert sheet.is_asked.wait(SECONDS)
        return sheet, thread

    yield start
    for sheet, thread in started:
        sheet.may_go.set()
        thread.join()


@pytest.fixture
def template(app, templates_folder):
    def named(name="corner-shop"):
        with app.app_context():
            return template_named(name)

    return named


def test_kept_preview_does_not_wait_for_the_rendering_of_another(app, templates_folder, template, rendering):
    write_template(templates_folder, "heavy")
    previews = Previews()
    kept = previews.html(app, template(), "en", FILES)
    _, thread = rendering(previews, template("heavy"))

    assert previews.html(app, template(), "en", FILES) == kept
    assert [way.label for way in previews.ways(app, template(), "en", FILES)] == [
        "Second tale",
        "Third tale",
        "Fourth tale",
    ]
    assert thread.is_alive()


def test_former_preview_is_shown_while_one_renders_it_anew(app, templates_folder, template, rendering):
    previews = Previews()
    former = previews.html(app, template(), "en", FILES)
    write_template(templates_folder, lines={"first": {"zh": "新", "en": "New words"}})
    sheet, thread = rendering(previews, template())

    assert previews.html(app, template(), "en", FILES) == former
    assert thread.is_alive()

    sheet.may_go.set()
    thread.join()
    renewed = previews.html(app, template(), "en", FILES)
    assert "<h1>New words</h1>" in renewed
    assert "/slow.css" in renewed  # by the one that was at it, and by nobody else
