"""A page that carries a block of a tool that is gone is read and edited as before; the block waits in it."""

import pytest
from markupsafe import Markup
from sqlalchemy import select

from core.database import Base, db
from core.hookspecs import hookimpl
from core.plugin_types import PageBlock, Starter
from core.tenants.operations import touch_tenant
from tests.life.conftest import Postcards

HOME = {
    "pages": [
        {
            "key": "home",
            "slug": "home",
            "title": {"en": "Home", "zh": "首页"},
            "blocks": [
                {"key": "words", "kind": "text", "body": {"en": "Always here", "zh": "一直都在"}},
                {"key": "card", "kind": "postcards.card", "card": "summer"},
                {"key": "go", "kind": "button", "label": {"en": "The card"}, "to": "tool:postcards/summer"},
            ],
        }
    ]
}


class WithBlock(Postcards):
    """Draws a card on pages."""

    @hookimpl
    def page_blocks(self, tenant):
        return [
            PageBlock(
                kind="postcards.card",
                title={"zh": "一张明信片", "en": "A postcard"},
                icon="mail",
                field="card",
                choices=lambda _language: [("summer", "Summer")],
                render=lambda key, _language, _button: Markup("<p>Greetings, {}</p>").format(key),
            )
        ]


@pytest.fixture
def plugin_packages():
    return ["plugins"]


def draft(tenant):
    page = next(one.class_ for one in Base.registry.mappers if one.local_table.name == "site_page")
    with tenant.scope():
        row = db.session.scalars(select(page)).one()
        return row.id, [block["key"] for block in row.draft["blocks"]]


def test_the_block_vanishes_and_comes_back_with_its_tool(app, make_tenant, visitor, leave, tmp_path):
    engine = app.extensions["hutong.plugins"]
    engine.register(WithBlock())
    tenant = make_tenant("corner", plugins=["site", "postcards"])
    info = tenant.info()
    with tenant.scope():
        starter = Starter(template="scene", content=HOME, folder=tmp_path, languages=("en", "zh"))
        engine.write(info, "site", "starter_apply", starter=starter)
        db.session.commit()
    page_id, blocks = draft(tenant)
    edit = tenant.console(f"/site/pages/{page_id}")
    assert "Greetings, summer" in visitor.get("/corner/?lang=en").text

    leave()
    with tenant.scope():
        touch_tenant(tenant_id=tenant.id)  # as the start of another process does: no page is kept from before
        db.session.commit()

    page = visitor.get("/corner/?lang=en")
    assert (page.status_code, "Always here" in page.text, "Greetings" in page.text) == (200, True, False)
    for path in ("", "/preview", "/publish", "/add"):
        assert tenant.owner.get(f"{edit}{path}").status_code == 200
    assert tenant.owner.get(f"{edit}/blocks/card").status_code == 200
    answer = tenant.owner.post(f"{edit}/publish")
    assert answer.status_code == 302
    assert draft(tenant)[1] == blocks

    engine.register(WithBlock())
    with tenant.scope():
        touch_tenant(tenant_id=tenant.id)
        db.session.commit()
    assert "Greetings, summer" in visitor.get("/corner/?lang=en").text
