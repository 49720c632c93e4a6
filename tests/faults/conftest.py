"""The chaos plugin in an application, and a host: somebody whose transaction its hooks run in."""

import pytest

from core import hook_calls, plugin_faults
from tests.faults.chaos import Chaos


@pytest.fixture
def engine(app):
    return app.extensions["hutong.plugins"]


@pytest.fixture
def chaos(app, engine):
    """The plugin, and answers that do not end the test where they fail."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    plugin = Chaos()
    engine.register(plugin)
    return plugin


@pytest.fixture
def patience(monkeypatch):
    """Nothing pauses, so that each fault is met, and nothing is slow: a busy machine makes everybody so."""
    monkeypatch.setattr(hook_calls, "SLOW_SECONDS", float("inf"))
    monkeypatch.setattr(plugin_faults, "FAULTS_TO_PAUSE", 1_000_000)
