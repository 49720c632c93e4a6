"""An owner with a phone and no script takes something from somebody, who then meets a closed gate."""

import pytest
from sqlalchemy import select, update

from core.accounts.models import Account
from core.database import db, writing
from core.people.models import Person
from core.testing.accessibility import assert_accessible

pytestmark = pytest.mark.browser


@pytest.fixture
def person(tenant):
    """The member of staff whose page is opened."""
    tenant.as_role("staff")
    tenant.as_role("owner")
    with tenant.scope():
        return db.session.scalar(select(Person.id).where(Person.role == "staff"))


@pytest.fixture
def open_as(app, tenant, serve, new_page):
    """Open a page of the console as somebody with a role, in their language."""
    address = serve(app)

    def open_it(role, path, language, **look):
        with app.app_context(), writing():
            db.session.execute(update(Account).values(language=language))
            db.session.commit()
        page = new_page(language=language, **look)
        cookie = tenant.as_role(role).get_cookie("hutong_session")
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
        page.goto(address + tenant.console(path))
        return page

    return open_it


@pytest.mark.parametrize(
    ("language", "switch", "save", "gate"),
    [
        ("zh", "改页面，看没发布的样子", "保存", "这件事没交给您"),
        ("en", "Change pages and see drafts", "Save", "This isn’t in your hands"),
    ],
)
def test_a_switch_holds_without_script(tenant, person, open_as, language, switch, save, gate):
    page = open_as("owner", f"/people/{person}", language=language, javascript=False)
    assert page.evaluate("document.documentElement.scrollWidth") == 360

    assert page.get_by_label(switch).is_checked()
    page.get_by_text(switch).click()
    page.get_by_role("button", name=save).click()

    assert not page.get_by_label(switch).is_checked()
    refused = open_as("staff", "/site/", language=language, javascript=False)
    assert refused.locator("h1").inner_text() == gate
    assert switch in refused.locator("main").inner_text()
    refused.get_by_role("link", name={"zh": "回到今天", "en": "Back to today"}[language]).click()
    assert refused.url.endswith(tenant.console("/"))


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_at_the_switches_and_at_the_closed_gate(tenant, person, open_as, dark):
    tenant.withhold("staff", "site.edit")

    assert_accessible(open_as("owner", f"/people/{person}", language="zh", dark=dark))
    assert_accessible(open_as("staff", "/site/", language="zh", dark=dark))
