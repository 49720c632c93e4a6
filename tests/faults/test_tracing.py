"""HUTONG_TRACE_HOOKS=1 shows each hook, who answered and how long it took."""

import re

import pytest

from core.plugin_types import MenuEntry
from tests.faults.chaos import raises
from tests.faults.test_pausing import fail_five_times


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"trace_hooks": True})


def lines(capsys):
    """What was traced, without how long it took."""
    return re.sub(r"\d+\.\d", "#", capsys.readouterr().err).splitlines()


def test_each_hook_is_a_line_and_what_it_called_stands_above(chaos, engine, make_tenant, capsys):
    tenant = make_tenant("corner")
    chaos.wrong = {
        "menu": lambda *_: [MenuEntry(label="Thing", url="/")],
        "slot": lambda tenant, _hook: f"{len(engine.gather_items(tenant, 'menu', language='en'))} things",
        "waiting": raises,
    }
    with tenant.scope():
        capsys.readouterr()
        engine.gather(tenant.info(), "slot", name="console.today", language="en")
        engine.gather(tenant.info(), "waiting")
        engine.write(tenant.info(), "chaos", "act_recorded", act=None)

    assert lines(capsys) == [
        "    hook menu(language='en') · corner · # ms · chaos 1 in #",
        "hook slot(name='console.today', language='en') · corner · # ms · chaos 8 letters in #",
        "hook waiting() · corner · # ms · chaos FAILED ValueError in #",
        "hook act_recorded(act=None) · corner · # ms · chaos nothing in #",
    ]


def test_who_pauses_is_named(chaos, engine, make_tenant, capsys):
    tenant = make_tenant("corner")
    chaos.wrong = {"menu": raises}
    fail_five_times(tenant)
    capsys.readouterr()

    with tenant.scope():
        engine.gather(tenant.info(), "menu", language="en")

    assert lines(capsys) == ["hook menu(language='en') · corner · # ms · nobody; chaos pauses"]


def test_what_is_called_at_the_start_is_shown_too(engine, chaos, capsys):
    engine.app("jobs")

    assert lines(capsys) == ["hook jobs() · everybody · # ms · nobody"]
