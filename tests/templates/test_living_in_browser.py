"""An owner adds what another trade has and takes it back, on a phone and a desk, with script and without."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from core.accounts.models import Account
from core.database import db, writing
from core.testing.accessibility import assert_accessible
from core.testing.application import TenantUnderTest
from core.testing.browser import DESKTOP
from tests.templates.scenario import apply

pytestmark = pytest.mark.browser

WORDS = {
    "zh": ("从模板里添", "行业大会", "老街新生：两天聊透", "都添上", "撤回", "都撤回了"),
    "en": (
        "Add from a template",
        "Trade conference",
        "Old streets, new life",
        "Add all this",
        "Take it back",
        "All of it is gone again.",
    ),
}


@pytest.mark.parametrize(
    ("language", "options"),
    [("zh", {"javascript": False}), ("zh", {}), ("en", {"device": DESKTOP, "dark": True})],
)
def test_added_and_taken_back(
    app: Flask,
    serve: Callable[..., str],
    new_page: Any,
    make_tenant: Any,
    language: str,
    options: dict[str, Any],
) -> None:
    tenant: TenantUnderTest = make_tenant("corner", plugins=[])
    apply(tenant, "laundry")
    owner = tenant.owner
    with app.app_context(), writing():
        db.session.execute(update(Account).values(language=language))
        db.session.commit()
    link, trade, meeting, add, back, gone = WORDS[language]
    address = serve(app)
    page = new_page(language=language, **options)
    cookies = [cookie for cookie in owner._cookies.values() if cookie.key == "hutong_session"]
    page.context.add_cookies([{"name": one.key, "value": one.value, "url": address} for one in cookies])

    check = assert_accessible if options.get("javascript", True) else str  # axe is a script
    page.goto(f"{address}/console/corner/settings/")
    page.get_by_role("link", name=link).click()
    page.get_by_role("link", name=trade).click()
    assert page.get_by_text(meeting).is_visible()
    check(page)
    page.get_by_role("button", name=add).click()
    page.wait_for_url("**/added/**")
    assert "meeting" in tenant.info().plugins
    check(page)
    page.get_by_role("button", name=back).click()
    page.get_by_text(gone).wait_for()
    assert "meeting" not in tenant.info().plugins
    check(page)
