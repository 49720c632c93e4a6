"""A tenant whose site uses every kind of block, and a tool that contributes one."""

import uuid
from pathlib import Path

import pytest
import yaml
from markupsafe import Markup, escape

from hutong import Manifest, MenuEntry, PageBlock, ShareTarget, Starter, db, hookimpl

HERE = Path(__file__).parent


class FakeTool:
    """Contributes a block and a thing to link to; `fails` makes its block raise."""

    fails = False

    @hookimpl
    def manifest(self):
        words = {"zh": "试", "en": "Fake"}
        return Manifest(name="fake", title=words, summary=words, icon="dot", api="1.0")

    @hookimpl
    def menu(self, tenant, language):
        return [MenuEntry("Fake tool", "/corner/fake/visit")]

    @hookimpl
    def share_targets(self, tenant, object_id=None):
        url = "http://localhost/corner/fake/visit"
        return [ShareTarget("fake", "thing", uuid.UUID(int=7), "A thing", url, key="visit")]

    @hookimpl
    def page_blocks(self, tenant):
        return [
            PageBlock(
                kind="fake.ask",
                title={"zh": "问一句", "en": "A question"},
                icon="dot",
                field="thing",
                choices=lambda language: [("visit", "The visit")],
                render=self.draw,
            )
        ]

    def draw(self, key, language, button):
        if self.fails:
            raise RuntimeError("broken tool")
        return Markup(
            f"<section class='block ask'>{escape(key)} {escape(language)} {escape(button)}</section>"
        )


@pytest.fixture
def fake_tool(app):
    """Registered; and forms come without their forgery token, which the core's own tests look after."""
    app.config["WTF_CSRF_ENABLED"] = False
    tool = FakeTool()
    app.extensions["hutong.plugins"].register(tool)
    return tool


@pytest.fixture
def content():
    """The sample file as data, fresh for each test."""
    return yaml.safe_load((HERE / "every-kind.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def apply(app, content):
    """Apply the sample file, or other content, to a tenant through the hook."""

    def apply_to(tenant, other=None):
        info = tenant.info()
        starter = Starter(template="sample", content=other or content, folder=HERE)
        with tenant.scope():
            app.extensions["hutong.plugins"].write(info, "site", "starter_apply", starter=starter)
            db.session.commit()

    return apply_to


@pytest.fixture
def shop(fake_tool, make_tenant, apply):
    """The tenant "corner" with the sample pages, in English first."""
    tenant = make_tenant("corner", plugins=["site", "fake"])
    apply(tenant)
    return tenant
