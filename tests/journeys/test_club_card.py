"""The card on a phone: it can be put on the first screen, and is read from the glass.

What Chromium says of the manifest is asked over its own protocol; other browsers are not here to be asked.
"""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import select

from core.database import db
from core.testing.accessibility import assert_accessible
from core.testing.browser import PHONE, launch_options
from core.testing.chromium import find_chromium
from core.testing.codes import read_codes_on
from plugins.club.models import Member
from plugins.club.testing import make_programme

pytestmark = pytest.mark.browser


def get_a_card(page, address, slug):
    page.goto(f"{address}/{slug}/club/?lang=en")
    page.get_by_label("What shall we call you?").fill("Lin")
    page.get_by_label("You may keep my name").check()
    page.get_by_role("button", name="Get my card").tap()
    expect(page.locator(".pass .number")).to_be_visible()


@pytest.fixture
def phone_of_its_own(chromium, tmp_path):
    """A phone with a profile that lasts: in the private windows of other tests nothing can be installed."""
    options = launch_options(find_chromium()) | PHONE | {"locale": "en-US"}
    phone = chromium.browser_type.launch_persistent_context(tmp_path / "profile", **options)
    yield phone.new_page()
    phone.close()


def test_the_card_can_be_installed_and_is_read_from_the_glass(app, tenant, serve, phone_of_its_own):
    with tenant.scope():
        make_programme()
        db.session.commit()
    address = serve(app)
    page = phone_of_its_own
    get_a_card(page, address, tenant.slug)
    assert_accessible(page)

    browser = page.context.new_cdp_session(page)
    read = browser.send("Page.getAppManifest")
    manifest = json.loads(read["data"])
    assert read["errors"] == []
    assert browser.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert (manifest["start_url"], manifest["scope"]) == (f"/{tenant.slug}/club/", f"/{tenant.slug}/")
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(page.request.get(address + icon["src"]).body()))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]

    page.get_by_role("link", name="Large and bright").tap()
    expect(page.get_by_role("link", name="Close")).to_be_visible()
    (code,) = read_codes_on(page)
    with tenant.scope():
        member = db.session.scalars(select(Member)).one()
        assert code.endswith(f"/{tenant.slug}/club/card/{member.code}")
