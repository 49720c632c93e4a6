"""The editor: forms that keep what they were given, drafts that stay inside, two people at one page."""

import io

import pytest
from PIL import Image

from hutong import db
from hutong.photos import store_photo
from plugins.site.content import parse_content
from plugins.site.operations import save_draft
from plugins.site.queries import page_by_key, pages, versions
from plugins.site.tests.sent_form import sent_fields

KEYS = ["hero", "ways", "ask", "words", "picture", "hours", "address", "contact", "faq", "secret"]


@pytest.fixture
def home(shop):
    """The address of the home page's editor."""
    with shop.scope():
        return f"/console/corner/site/pages/{page_by_key('home').id}"


@pytest.fixture
def draft(shop):
    """The draft of a page as typed blocks."""

    def current(key="home"):
        with shop.scope():
            return parse_content(page_by_key(key).draft)

    return current


@pytest.fixture
def fill(shop):
    """Open a form, change some fields, send it."""

    def send(url, form_id="block-form", client=None, drop=(), **changes):
        client = client or shop.staff
        fields = sent_fields(client.get(url).text, form_id)
        fields.update({name.replace("__", "-"): value for name, value in changes.items()})
        return client.post(url, data={name: fields[name] for name in fields if name not in drop})

    return send


@pytest.mark.parametrize("key", KEYS)
def test_a_form_sent_back_untouched_changes_nothing(home, draft, fill, key):
    before = draft()

    answer = fill(f"{home}/blocks/{key}", do="save")

    assert (answer.status_code, draft()) == (302, before)


def test_a_price_list_sent_back_untouched_changes_nothing(shop, draft, fill):
    with shop.scope():
        url = f"/console/corner/site/pages/{page_by_key('prices').id}/blocks/list"
    before = draft("prices")

    answer = fill(url, do="save")

    assert (answer.status_code, draft("prices")) == (302, before)


def test_editing_changes_the_draft_and_not_the_page(home, draft, fill, visitor):
    fill(f"{home}/blocks/hero", title__en="Fresh shirts", do="save")

    assert draft().block("hero").title == {"zh": "衣服交给我们，\n周末留给自己", "en": "Fresh shirts"}
    assert "Fresh shirts" not in visitor.get("/corner/?lang=en").text


def test_languages_that_are_not_shown_are_carried_along(make_tenant, fake_tool, apply, fill):
    tenant = make_tenant("single", plugins=["site", "fake"], languages=["en"])
    apply(tenant)
    with tenant.scope():
        url = f"/console/single/site/pages/{page_by_key('home').id}/blocks/faq"

    fill(url, client=tenant.staff, title__en="Asked", do="save")

    with tenant.scope():
        assert parse_content(page_by_key("home").draft).block("faq").title == {"zh": "常问", "en": "Asked"}


def test_rows_are_added_moved_and_dropped_without_saving(home, draft, fill):
    before = draft()

    added = fill(f"{home}/blocks/ways", do="add:items").text
    dropped = fill(f"{home}/blocks/ways", do="drop:items-0").text
    moved = fill(f"{home}/blocks/ways", do="down:items-0").text

    rows = [
        sent_fields(html, "block-form").get(f"items-{row}-label-en")
        for html in (added, dropped, moved)
        for row in range(4)
    ]
    assert rows == [
        *("Prices", "Survey", "Lost", ""),
        *("Survey", "Lost", None, None),
        *("Survey", "Prices", "Lost", None),
    ]
    assert draft() == before


def test_blank_rows_are_left_out(home, draft, fill):
    fill(
        f"{home}/blocks/contact",
        **{"items-1-label-en": "", "items-1-label-zh": "", "items-1-value": "", "do": "save"},
    )

    assert [item.value for item in draft().block("contact").items] == ["010-5550 0142"]


def test_a_link_is_made_whole_or_refused_with_what_was_typed(home, draft, fill):
    to_pick, to_free = "buttons-0-to-pick", "buttons-0-to-free"

    fill(f"{home}/blocks/hero", **{to_pick: "free", to_free: "010 5550-0142", "do": "save"})
    refused = fill(f"{home}/blocks/hero", **{to_pick: "free", to_free: "javascript:alert(1)", "do": "save"})

    assert draft().block("hero").buttons[0].to == "tel:01055500142"
    assert refused.status_code == 422
    assert "This leads nowhere." in refused.text
    assert 'value="javascript:alert(1)"' in refused.text


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        ("text", {"body-en": ""}, "Write something here."),
        ("text", {"body-en": "x" * 20_001}, "This has 20001 characters; 20000 fit."),
        ("image", {"alt-en": ""}, "Say what the picture shows, or mark it as decoration."),
        ("hours", {"mon-0-from": "9:00", "mon-0-to": ""}, "Give both times, like 9:00 and 18:00."),
        ("contact", {"items-0-label-en": "Phone"}, "Write something here."),
        ("button", {"label-en": "Go"}, "Choose where it leads."),
    ],
)
def test_mistakes_come_back_with_a_sentence_and_add_nothing(shop, home, draft, kind, fields, message):
    before = draft()

    answer = shop.staff.post(f"{home}/add/{kind}", data={**fields, "do": "save"})

    assert answer.status_code == 422
    assert message in answer.text
    assert draft() == before


def test_every_kind_on_offer_has_a_form(shop, home):
    sheet = shop.staff.get(f"{home}/add").text
    kinds = [part.partition('"')[0] for part in sheet.split('name="kind" value="')[1:]]

    statuses = {kind: shop.staff.get(f"{home}/add/{kind}").status_code for kind in kinds}

    assert set(statuses.values()) == {200}
    assert [*statuses][-2:] == ["contact", "fake.ask"]


@pytest.mark.both_databases
def test_moving_hiding_copying_deleting_and_undoing(shop, home, draft):
    keys = [block.key for block in draft().blocks]

    shop.staff.post(f"{home}/order", data={"order": ",".join(reversed(keys))})
    assert [block.key for block in draft().blocks] == keys[::-1]
    shop.staff.post(f"{home}/blocks/secret/move?to=down")
    assert [block.key for block in draft().blocks][:2] == ["faq", "secret"]
    shop.staff.post(f"{home}/blocks/faq/hide")
    assert draft().block("faq").hidden
    shop.staff.post(f"{home}/blocks/faq/duplicate")
    assert len(draft().blocks) == len(keys) + 1
    shop.staff.post(f"{home}/blocks/faq/delete")
    assert draft().block("faq") is None
    for _step in range(5):
        shop.staff.post(f"{home}/undo")
    assert [block.key for block in draft().blocks] == keys
    assert not draft().block("faq").hidden


@pytest.mark.both_databases
def test_the_second_of_two_sees_both_versions_and_loses_nothing(shop, home, draft, fill):
    url = f"{home}/blocks/faq"
    mine = sent_fields(shop.staff.get(url).text, "block-form")
    fill(url, client=shop.owner, title__en="Theirs", do="save")

    both = shop.staff.post(url, data={**mine, "title-en": "Mine", "do": "save"})

    assert both.status_code == 409
    assert "<ins>Mine</ins>" in both.text
    assert "<ins>Theirs</ins>" in both.text
    assert draft().block("faq").title["en"] == "Theirs"

    kept = sent_fields(both.text, "keep-mine")
    shop.staff.post(url, data=kept)
    assert draft().block("faq").title["en"] == "Mine"
    shop.staff.post(f"{home}/undo")
    assert draft().block("faq").title["en"] == "Theirs"


def test_a_full_page_says_so(shop, home, draft):
    with shop.scope():
        page = page_by_key("home")
        content = parse_content(page.draft)
        many = [content.blocks[3].model_copy(update={"key": f"copy{number}"}) for number in range(100)]
        save_draft(page=page, content=content.with_blocks(tuple(many)))
        db.session.commit()

    shop.staff.post(f"{home}/blocks/copy1/duplicate")
    shop.staff.post(f"{home}/add/text", data={"body-en": "One more", "do": "save"})

    assert "A page holds 100 blocks at most." in shop.staff.get(home).text
    assert len(draft().blocks) == 100


def test_two_people_at_two_blocks_do_not_get_in_each_others_way(shop, home, draft, fill):
    mine = sent_fields(shop.staff.get(f"{home}/blocks/faq").text, "block-form")
    fill(f"{home}/blocks/hero", client=shop.owner, title__en="Theirs", do="save")

    shop.staff.post(f"{home}/blocks/faq", data={**mine, "title-en": "Mine", "do": "save"})

    assert (draft().block("hero").title["en"], draft().block("faq").title["en"]) == ("Theirs", "Mine")


def test_two_people_at_the_title_see_both(shop, home, draft, fill):
    url = f"{home}/settings"
    mine = sent_fields(shop.staff.get(url).text, "page-form")
    fill(url, "page-form", client=shop.owner, title__en="Theirs")

    both = shop.staff.post(url, data={**mine, "title-en": "Mine"})
    assert (both.status_code, draft().title["en"]) == (409, "Theirs")
    shop.staff.post(url, data=sent_fields(both.text, "keep-mine"))

    assert draft().title["en"] == "Mine"


def test_what_somebody_deleted_meanwhile_can_be_brought_back(shop, home, draft):
    url = f"{home}/blocks/faq"
    mine = sent_fields(shop.staff.get(url).text, "block-form")
    shop.owner.post(f"{url}/delete")

    both = shop.staff.post(url, data={**mine, "title-en": "Mine", "do": "save"})
    shop.staff.post(url, data=sent_fields(both.text, "keep-mine"))

    assert both.status_code == 409
    assert draft().block("faq").title["en"] == "Mine"


@pytest.mark.both_databases
def test_publishing_says_what_changes_and_keeps_every_version(shop, home, fill, visitor):
    fill(f"{home}/blocks/hero", title__en="Fresh shirts", do="save")
    shop.staff.post(f"{home}/blocks/faq/delete")

    summary = shop.staff.get(f"{home}/publish").text
    shop.staff.post(f"{home}/publish")

    assert "Sign and headline" in summary
    assert "Gone" in summary
    assert "Fresh shirts" in visitor.get("/corner/?lang=en").text
    with shop.scope():
        assert [row.number for row in versions(page_by_key("home").id)] == [2, 1]

    shop.staff.post(f"{home}/versions/1/restore")
    shop.staff.post(f"{home}/publish")
    assert "keep your weekend" in visitor.get("/corner/?lang=en").text


def test_a_page_that_changed_after_the_summary_is_shown_again(shop, home, fill, visitor):
    fill(f"{home}/blocks/hero", title__en="Fresh shirts", do="save")

    answer = shop.staff.post(f"{home}/publish", data={"revision": "1"})

    assert answer.headers["Location"].endswith("/publish")
    assert "Fresh shirts" not in visitor.get("/corner/?lang=en").text


def test_discarding_goes_back_to_what_visitors_see(shop, home, draft, fill):
    before = draft()
    fill(f"{home}/blocks/hero", title__en="Fresh shirts", do="save")

    shop.staff.post(f"{home}/discard")

    assert draft() == before


@pytest.mark.both_databases
def test_pages_are_made_copied_ordered_binned_and_put_back(shop, home, visitor):
    shop.staff.post("/console/corner/site/new", data={"title-en": "Jobs"})
    copied = shop.staff.post(f"{home}/duplicate").headers["Location"]
    with shop.scope():
        made = [(page.draft["title"].get("en"), page.published) for page in pages()]
        slug = pages()[-1].slug
    assert made == [("Home", 1), ("Prices", 1), ("Jobs", None), ("Home, copy", None)]
    assert visitor.get(f"/corner/site/{slug}").status_code == 404

    shop.staff.post(f"{copied}/publish")
    assert visitor.get(f"/corner/site/{slug}").status_code == 200
    shop.staff.post(f"{copied}/move?to=up")
    shop.staff.post(f"{copied}/delete")
    assert visitor.get(f"/corner/site/{slug}").status_code == 404
    assert shop.staff.get(copied).status_code == 404
    shop.staff.post(f"{copied}/restore")
    with shop.scope():
        titles = [page.draft["title"].get("en") for page in pages()]
    assert titles == ["Home", "Prices", "Home, copy", "Jobs"]


def test_the_first_page_cannot_leave_before_another_takes_its_place(shop, home):
    with shop.scope():
        prices = f"/console/corner/site/pages/{page_by_key('prices').id}"

    shop.staff.post(f"{home}/delete")
    shop.staff.post(f"{home}/withdraw")
    with shop.scope():
        assert (page_by_key("home").deleted_at, page_by_key("home").published) == (None, 1)
    shop.staff.post(f"{prices}/home")
    shop.staff.post(f"{home}/delete")

    with shop.scope():
        assert [(page.key, page.is_home) for page in pages()] == [("prices", True)]


@pytest.mark.both_databases
def test_settings_hold_address_and_menu_at_once_and_the_title_after_publishing(shop, home, fill, visitor):
    with shop.scope():
        prices = f"/console/corner/site/pages/{page_by_key('prices').id}"

    fill(f"{prices}/settings", "page-form", slug="what-it-costs", title__en="Costs", drop=["in_menu"])
    page = visitor.get("/corner/site/what-it-costs?lang=en")
    taken = fill(f"{prices}/settings", "page-form", slug="home")

    assert (page.status_code, "<h1>Prices</h1>" in page.text, "Costs" in page.text) == (200, True, False)
    assert 'href="/corner/site/what-it-costs' not in page.text
    assert (taken.status_code, "Another page has this address" in taken.text) == (422, True)
    shop.staff.post(f"{prices}/publish")
    assert "<h1>Costs</h1>" in visitor.get("/corner/site/what-it-costs?lang=en").text


def test_the_preview_shows_the_draft_and_may_be_framed_by_the_console_only(shop, home, fill):
    fill(f"{home}/blocks/hero", title__en="Fresh shirts", do="save")

    answer = shop.staff.get(f"{home}/preview?lang=en")

    assert "Fresh shirts" in answer.text
    assert "<script" not in answer.text
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.both_databases
def test_another_tenants_page_does_not_exist(shop, make_tenant, home):
    other = make_tenant("elsewhere", plugins=["site", "fake"])

    paths = ["", "/preview", "/publish", "/versions", "/settings", "/blocks/hero", "/add"]
    answers = [other.owner.get(home.replace("corner", "elsewhere") + path).status_code for path in paths]

    assert answers == [404] * len(paths)
    with other.scope():
        assert pages() == []


def test_a_photo_that_a_page_shows_cannot_be_deleted(shop, home, draft, fill):
    picture = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(picture, "PNG")
    picture.seek(0)
    with shop.scope():
        code = store_photo(file=picture).code
        db.session.commit()
    fill(f"{home}/blocks/picture", picture=f"photo:{code}", do="save")

    in_use = shop.staff.post(f"/console/corner/media/{code}/delete")
    fill(f"{home}/blocks/picture", picture="", do="save")
    free = shop.staff.post(f"/console/corner/media/{code}/delete")

    assert (in_use.status_code, "A page still shows this photo." in in_use.text) == (409, True)
    assert free.status_code == 302
    assert draft().block("picture").photo == ""
