"""Pages of an installation with every tool, while one more does everything wrong: they stay, whole."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from core import hook_calls
from core.database import db
from core.people.models import Person
from tests.faults.chaos import ALWAYS, READERS, WHILE_READING, WRONG_GIFTS, work

FAULTS = {fault.__name__: fault for fault in (*ALWAYS, *WHILE_READING)} | WRONG_GIFTS
ON_PAGES = {
    "raises",
    "leaves",
    "recurses",
    "calls_itself",
    "poisons",
    "commits",
    "empties_the_session",
    "puts_itself_in_place",
    "mutates_settings",
    "smuggles",
    "never_ends",
    "gives [None]",
}
"""Of the faults those that pages could notice in different ways; test_transactions.py has every one."""
ASKED = {"menu", "slot", "waiting", "share_targets", "photos_in_use", "public_home"}
"""The hooks that the pages below call."""


@pytest.fixture
def town(chaos, patience, make_tenant):
    """A community with every tool."""
    return make_tenant("corner")


def pages_of(tenant):
    yield tenant.owner, tenant.console("/")
    yield tenant.owner, tenant.console("/settings/tools/")
    yield tenant.owner, tenant.console("/share/")
    yield tenant.owner, tenant.console("/media/")
    yield tenant.app.test_client(), tenant.public("/")
    yield tenant.app.test_client(), tenant.public("/join")


def test_pages_stay_and_faults_are_counted_with_the_name(chaos, town, engine):
    pages, broken = list(pages_of(town)), []
    chaos.wrong = {}
    sizes = {path: len(client.get(path).text) for client, path in pages}

    for name, fault in ((name, FAULTS[name]) for name in sorted(ON_PAGES)):
        chaos.wrong = dict.fromkeys(READERS, fault)
        engine.faults.clear()
        for client, path in pages:
            answer = client.get(path)
            is_whole = len(answer.text) >= sizes[path] - 400
            if answer.status_code != 200 or "smuggled" in answer.text or not is_whole:
                broken.append((name, path, answer.status_code, len(answer.text)))
        saved = town.owner.post(
            town.console("/settings/business"),
            data={"name_en": "corner shop", "languages": ["en"], "first_language": "en", "time_zone": "UTC"},
        )
        if saved.status_code != 302:
            broken.append((name, "saving", saved.status_code))
        missed = ASKED - {hook for plugin, hook in engine.faults if plugin == "chaos"}
        if missed - {"public_home"} or (name in {fault.__name__ for fault in ALWAYS} and missed):
            broken.append((name, sorted(missed)))
        assert {plugin for plugin, _hook in engine.faults} == {"chaos"}

    with town.scope():
        assert {person.note for person in db.session.scalars(select(Person))} == {""}
    assert broken == []


def test_a_fault_is_logged_with_plugin_and_hook_and_no_more_than_needed(chaos, town, caplog):
    chaos.wrong = {"menu": FAULTS["recurses"], "slot": FAULTS["says_too_much"]}

    town.owner.get(town.console("/"))
    town.app.test_client().get(town.public("/"))

    assert {"plugin chaos failed in hook menu", "plugin chaos failed in hook slot"} <= set(caplog.messages)
    assert max(len(record.exc_text or "") for record in caplog.records) <= 8000


def test_a_hook_that_calls_itself_is_stopped_at_once(chaos, town, caplog):
    chaos.wrong = {"menu": FAULTS["calls_itself"]}

    town.app.test_client().get(town.public("/"))

    refused = [record for record in caplog.records if "menu of chaos caused itself" in str(record.exc_text)]
    assert len(refused) == chaos.calls.count("menu")


def test_a_slow_hook_is_a_counted_fault_and_is_heard(chaos, town, engine, monkeypatch):
    monkeypatch.setattr(hook_calls, "SLOW_SECONDS", 0.05)

    def slowly(_tenant, _hook):
        work(0.06)
        return "late but here"

    chaos.wrong = {"public_home": slowly}

    assert town.app.test_client().get(town.public("/")).text == "late but here"
    assert engine.faults["chaos", "public_home"] == 1


def test_who_waits_for_a_slow_hook_is_not_slow(chaos, engine, make_tenant, patience, monkeypatch):
    """The site draws its page within a hook of its own, and asks all tools for the menu there."""
    tenant = make_tenant("corner")
    monkeypatch.setattr(hook_calls, "SLOW_SECONDS", 0.2)
    chaos.wrong = {
        "public_home": lambda tenant, _hook: str(engine.gather(tenant, "menu", language="en")),
        "menu": lambda _tenant, _hook: work(0.25),
    }

    tenant.app.test_client().get(tenant.public("/"))

    assert engine.faults["chaos", "menu"] == 1
    assert engine.faults["chaos", "public_home"] == 0


def test_without_a_fault_the_plugin_is_heard(chaos, town):
    """The control: the same hooks, working."""
    chaos.wrong = {"public_home": lambda _tenant, _hook: "here is the plugin"}

    assert town.app.test_client().get(town.public("/")).text == "here is the plugin"


def test_a_page_that_answers_as_broken_is_not_shown(chaos, town):
    chaos.wrong = {"public_home": lambda _tenant, _hook: ("broken", 500)}

    answer = town.app.test_client().get(town.public("/"))

    assert (answer.status_code, "broken" in answer.text) == (200, False)


def test_no_photo_is_deleted_while_a_tool_does_not_say_what_it_shows(chaos, town):
    photo = town.owner.post(town.console("/media/"), data={"photo": (_picture(), "cup.png")})
    assert photo.status_code == 302
    code = town.owner.get(town.console("/media/")).text.partition("/delete")[0].rpartition("/")[2]
    chaos.wrong = {"photos_in_use": FAULTS["raises"]}

    refused = town.owner.post(town.console(f"/media/{code}/delete"))

    assert (refused.status_code, "A tool does not answer just now" in refused.text) == (409, True)
    chaos.wrong = {}
    assert town.owner.post(town.console(f"/media/{code}/delete")).status_code == 302


def _picture():
    file = BytesIO()
    Image.new("RGB", (32, 32), "red").save(file, "PNG")
    file.seek(0)
    return file
