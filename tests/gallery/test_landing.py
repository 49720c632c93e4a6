"""The landing page and its previews."""

import re

import pytest
from sqlalchemy import func, select

from core.database import db
from core.sharing.models import ShareLink
from core.tenancy import all_tenants_unsafe
from core.tenants.models import Tenant, TenantAddress
from tests.gallery.scene import write_template


def count(app, *models):
    with app.app_context(), all_tenants_unsafe("count for a test"):
        return [db.session.scalar(select(func.count()).select_from(model)) for model in models]


@pytest.mark.both_databases
def test_preview_is_rendered_and_leaves_no_row_behind(app, visitor, tenant):
    before = count(app, Tenant, TenantAddress, ShareLink)

    page = visitor.get("/-/gallery/corner-shop/preview?lang=en")

    assert page.status_code == 200
    assert "<h1>Once there was a lane</h1>" in page.text
    assert '"/-/gallery/corner-shop/theme.css' in page.text
    assert re.findall(r"<a\s[^>]*href=\"[^#]", page.text) == []
    assert "frame-ancestors 'self'" in page.headers["Content-Security-Policy"]
    assert count(app, Tenant, TenantAddress, ShareLink) == before


def test_preview_speaks_the_language_asked_for(visitor):
    assert "<h1>从前有一条胡同</h1>" in visitor.get("/-/gallery/corner-shop/preview?lang=zh").text
    assert "<h1>Once there was a lane</h1>" in visitor.get("/-/gallery/corner-shop/preview?lang=en").text


def test_preview_is_kept_until_the_template_changes(visitor, templates_folder):
    visitor.get("/-/gallery/corner-shop/preview?lang=en")
    write_template(templates_folder, lines={"first": {"zh": "新", "en": "New words"}})

    assert "<h1>New words</h1>" in visitor.get("/-/gallery/corner-shop/preview?lang=en").text


def test_theme_of_a_preview_loads(visitor):
    sheet = visitor.get("/-/gallery/corner-shop/theme.css")

    assert (sheet.status_code, sheet.mimetype) == (200, "text/css")
    assert "--main:" in sheet.text


def test_landing_shows_every_usable_template(visitor, templates_folder):
    write_template(templates_folder, "broken", plugins=["nowhere"])
    write_template(templates_folder, "second", order=200)

    page = visitor.get("/?lang=en").text

    assert page.index('id="corner-shop"') < page.index('id="second"')
    assert 'id="broken"' not in page


def test_template_whose_content_is_refused_does_not_break_the_gallery(visitor, templates_folder, caplog):
    """It can be read, but not applied."""
    write_template(templates_folder, "broken", lines=None)
    write_template(templates_folder, "bare", lines=None, blank=True)

    pages = [visitor.get("/?lang=en") for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert 'id="corner-shop"' in pages[0].text
    assert not any(f'id="{name}"' in page.text for page in pages for name in ("broken", "bare"))
    assert visitor.get("/-/gallery/broken/preview?lang=en").status_code == 404
    left_out = [line for line in caplog.messages if "template left out: broken/content/tale.yaml" in line]
    assert len(left_out) == 1
    assert not any("failed in hook" in line for line in caplog.messages)  # the tool did what it should


def test_blank_template_comes_last_and_has_no_preview(visitor, templates_folder):
    write_template(templates_folder, "white", order=1, blank=True)

    trade, blank = (
        re.search(rf'<li class="card[^"]*" id="{name}">(.*?)</li>', visitor.get("/?lang=en").text, re.DOTALL)
        for name in ("corner-shop", "white")
    )

    assert trade.end() < blank.start()
    assert ("<iframe" in trade[1], "<iframe" in blank[1]) == (True, False)
    assert "/-/try/white?lang=en" in blank[1]


@pytest.mark.parametrize(
    "path", ["/-/gallery/nothing", "/-/gallery/nothing/preview", "/-/gallery/../theme.css"]
)
def test_unknown_template_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404


def test_card_names_what_the_menu_offers_beside_the_first_page(visitor):
    page = visitor.get("/?lang=en").text

    names = re.search(r'<p class="has">(.*?)</p>', page, re.DOTALL)[1]
    assert re.findall(r"</svg>([^<]+)</span>", names) == ["Second tale", "Third tale", "Fourth tale"]
