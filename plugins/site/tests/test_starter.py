"""A template's pages: made once, exported as they came, refused with file and place."""

from pathlib import Path

import pytest
import yaml
from sqlalchemy import select

from hutong import Starter, StarterError, db
from hutong.testing import plugins
from plugins.site.art import ArtError, clean_drawing
from plugins.site.models import SiteArt, SitePage, SiteStep, SiteVersion
from plugins.site.operations import add_block, bin_page, create_page
from plugins.site.queries import page_by_key, pages
from plugins.site.starter import StarterPage, export_starter

SCENARIOS = Path(__file__).resolve().parents[3] / "tenant_templates"
NAMES = sorted(path.parent.name for path in SCENARIOS.glob("*/template.yaml"))


def rows(tenant):
    """Every row of the site, in the shape it is stored in."""
    with tenant.scope():
        return [
            {column.name: getattr(row, column.key) for column in model.__table__.columns}
            for model in (SitePage, SiteStep, SiteVersion, SiteArt)
            for row in db.session.scalars(select(model).order_by(model.id))
        ]


def typed(site):
    """The file with defaults filled in: whether they are written out makes no difference."""
    pages = [StarterPage.model_validate(page) for page in site["pages"]]
    return [(page.model_dump(exclude={"blocks"}), page.content()) for page in pages]


@pytest.mark.both_databases
@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_comes_out_as_it_went_in_however_often(app, tenant, name):
    folder = SCENARIOS / name
    content = yaml.safe_load((folder / "content" / "site.yaml").read_text(encoding="utf-8"))
    starter = Starter(template=name, content=content, folder=folder)
    states = []

    for _time in range(2):
        info = tenant.info()
        with tenant.scope():
            plugins().write(info, "site", "starter_apply", starter=starter)
            db.session.commit()
            exported = export_starter(info)
        states.append((exported, rows(tenant)))

    assert states[0] == states[1]
    assert typed(states[0][0]) == typed(content)


def test_what_the_owner_changed_stays(shop, apply):
    with shop.scope():
        page = page_by_key("prices")
        add_block(page=page, data={"kind": "text", "body": {"en": "Mine"}})
        db.session.commit()
    before = rows(shop)

    apply(shop)

    assert rows(shop) == before


def test_what_lies_in_the_bin_stays_there(shop, apply):
    with shop.scope():
        bin_page(page=page_by_key("prices"))
        db.session.commit()

    apply(shop)

    with shop.scope():
        assert page_by_key("prices").is_deleted


def test_a_page_that_nobody_has_seen_stays_a_draft(shop, make_tenant, apply):
    with shop.scope():
        create_page(title={"en": "Not yet"})
        db.session.commit()
    info = shop.info()
    with shop.scope():
        written = export_starter(info)
    empty = make_tenant("empty", plugins=["site"])

    apply(empty, written)

    info = empty.info()
    with empty.scope():
        assert export_starter(info) == written
        assert [page.published for page in pages()][-1] is None


def first(site, number):
    """A block of the first page."""
    return site["pages"][0]["blocks"][number]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda site: site.update(pages=[]), "pages: List should have at least 1 item"),
        (
            lambda site: site["pages"][1].update(colour="red"),
            "pages[1].colour: there is no such field",
        ),
        (lambda site: site["pages"][0].update(slug="A B"), "pages[0].slug: String should match pattern"),
        (
            lambda site: first(site, 0)["buttons"][0].update(to="javascript:alert(1)"),
            "pages[0].blocks[0].buttons[0].to: javascript:alert(1) is no link",
        ),
        (
            lambda site: first(site, 5)["week"].update(mon=[["7:30", "21:00"]]),
            "pages[0].blocks[5].week.mon[0][0]: '7:30' is not a time like 07:30",
        ),
        (
            lambda site: site["pages"][0]["blocks"][4].update(alt={}),
            "pages[0].blocks[4]: alt is required",
        ),
        (lambda site: site["pages"][0]["blocks"][0].update(kind="carousel"), "pages[0].blocks[0]"),
        (
            lambda site: site["pages"][0]["blocks"][0].update(art="lost.svg"),
            "pages[0].blocks[0].art: there is no drawing art/lost.svg",
        ),
    ],
)
def test_a_file_with_a_wrong_shape_names_the_place_and_leaves_nothing(
    shop, make_tenant, apply, content, spoil, message
):
    empty = make_tenant("empty", plugins=["site"])
    spoil(content)

    with pytest.raises(StarterError) as refused:
        apply(empty, content)

    assert str(refused.value).startswith(f"sample/content/site.yaml: {message}")
    assert rows(empty) == []


@pytest.mark.parametrize(
    "svg",
    [
        "<svg viewBox='0 0 1 1'><script>alert(1)</script></svg>",
        "<svg viewBox='0 0 1 1' onload='alert(1)'/>",
        "<svg viewBox='0 0 1 1'><image href='https://example.com/x.png'/></svg>",
        "<svg viewBox='0 0 1 1'><path style='fill:red'/></svg>",
        "<svg viewBox='0 0 1 1'><path d='M0 0' class='f1 danger'/></svg>",
        "<svg viewBox='0 0 1 1'><path d='url(https://example.com)'/></svg>",
        "<svg viewBox='0 0 1 1'>words</svg>",
        "<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg viewBox='0 0 1 1'/>",
        "<html viewBox='0 0 1 1'/>",
        "<svg/>",
        "not a drawing",
    ],
)
def test_a_drawing_is_plain_shapes_or_nothing(svg):
    with pytest.raises(ArtError):
        clean_drawing(svg)


def test_a_drawing_stands_in_the_page_as_one_element():
    drawn = clean_drawing(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g><path class="f1" d="M0 0"/></g></svg>'
    )

    assert drawn == (
        '<svg class="art" aria-hidden="true" viewBox="0 0 9 9"><g><path class="f1" d="M0 0"/></g></svg>'
    )
