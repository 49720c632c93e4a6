"""A tool that can be there, be off and be gone, inside one process."""

import uuid

import pytest

from core.hookspecs import hookimpl
from core.jobs.registry import Job, job_registry
from core.plugin_types import Manifest, ShareTarget
from tests.outside.conftest import installed

__all__ = ["installed"]
collect_ignore = ["postcard", "postcard_later"]
WORDS = {"zh": "明信片", "en": "Postcards"}
CARD = uuid.UUID(int=77)


class Postcards:
    """Knows one card, and hears of acts; `fails` makes it raise where it is asked for the card."""

    fails, photos = False, ()

    __name__, __file__ = "postcards.plugin", __file__

    def __init__(self):
        self.heard = []

    @hookimpl
    def manifest(self):
        return Manifest(name="postcards", title=WORDS, summary=WORDS, icon="mail", api="1.0")

    @hookimpl
    def share_targets(self, tenant, object_id=None):
        if self.fails:
            raise RuntimeError("broken tool")
        return [ShareTarget("postcards", "card", CARD, "A card", f"http://localhost/{tenant.slug}/")]

    @hookimpl
    def photos_in_use(self, tenant):
        return self.photos

    @hookimpl
    def act_recorded(self, tenant, act):
        self.heard.append(act.verb)


@pytest.fixture
def plugin_packages():
    """No other tool."""
    return []


@pytest.fixture
def come(app):
    """``come(jobs={"send": handler})``: from now on the tool is installed."""

    def arrive(**jobs):
        tool = Postcards()
        app.extensions["hutong.plugins"].register(tool)
        for name, handler in jobs.items():
            job_registry(app).jobs[f"postcards.{name}"] = Job(handler, plugin="postcards")
        return tool

    return arrive


@pytest.fixture
def leave(app):
    """From now on it is not installed any more."""

    def depart():
        engine = app.extensions["hutong.plugins"]
        engine._manager.unregister(name="postcards")
        del engine.manifests["postcards"]
        registry = job_registry(app)
        registry.jobs = {kind: job for kind, job in registry.jobs.items() if job.plugin != "postcards"}

    return depart
