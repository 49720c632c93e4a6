"""What visitors see: every kind of block in both languages, and nothing that is not meant for them."""

import re

import pytest
import time_machine
from sqlalchemy import Engine, event

from hutong import db
from plugins.site.content import parse_content
from plugins.site.operations import bin_page, publish_page, save_draft, withdraw_page
from plugins.site.queries import page_by_key

SATURDAY_EVENING = "2026-11-21T12:00:00Z"  # 20:00 in Shanghai


def words(html):
    """The text of a page's main part, in one line."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


@time_machine.travel(SATURDAY_EVENING, tick=False)
def test_every_kind_of_block_reads_in_english(shop, visitor):
    html = visitor.get("/corner/?lang=en").text

    assert words(html) == (
        "Closed now, opens Monday at 7:30 Leave us the wash, keep your weekend In today, out tomorrow. "
        "See prices Call us Prices Survey visit en Tell us Stains A price first, see prices . At the door "
        "Opening hours Monday to Tuesday 7:30 – 21:00 Wednesday to Thursday closed Friday 18:00 – 2:00 "
        "Saturday to Sunday (today) closed Wed 25 Nov closed Stocktaking Come early. "
        "Qinghe Laundry 12 Qingxing Lane Copy Open the map "
        "Get in touch Phone 010-5550 0142 Call 010-5550 0142 WeChat ID qinghe Copy "
        "Questions How long? Next day."
    )
    assert '<a class="btn main" href="/corner/site/prices?lang=en">See prices</a>' in html
    assert '<a class="btn" href="tel:+861055500142">Call us</a>' in html
    assert 'href="http://localhost/corner/fake/visit"' in html
    assert "<h1>Leave us the wash,<br>keep your weekend</h1>" in html
    assert 'role="img" aria-label="A washing line"' in html


@time_machine.travel(SATURDAY_EVENING, tick=False)
def test_every_kind_of_block_reads_in_chinese(shop, visitor):
    html = visitor.get("/corner/?lang=zh").text

    assert words(html) == (
        "休息中，周一 7:30 开 衣服交给我们， 周末留给自己 今天送来明天取。 看看价目 打电话 "
        "价目 小调查 visit zh 说说 "
        "去渍 先 报价 ，看 价目 。 门口 营业时间 周一至周二 7:30 – 21:00 周三至周四 休息 周五 18:00 – 2:00 "
        "周六至周日 (今天) 休息 11 月 25 日 周三 休息 盘点 早点来。 清和洗衣 青杏巷 12 号 复制 打开地图 "
        "联系我们 电话 010-5550 0142 拨打 010-5550 0142 微信号 qinghe 复制 常问 几天能取？ 第二天。"
    )
    assert '<html lang="zh-Hans">' in html


def test_a_page_without_a_picture_begins_with_its_title_once(shop, visitor):
    html = visitor.get("/corner/site/prices?lang=en").text

    assert words(html) == "Prices Everyday Shirt ¥12 Pressed Call for a price"
    assert "<title>Prices · corner shop</title>" in html


def test_hidden_blocks_and_unpublished_changes_stay_inside(shop, visitor):
    with shop.scope():
        page = page_by_key("home")
        content = parse_content(page.draft)
        save_draft(page=page, content=content.with_blocks(content.blocks[3:4]))
        db.session.commit()

    html = visitor.get("/corner/?lang=en").text

    assert "Hidden thing" not in html
    assert "example.com/hidden" not in html
    assert "keep your weekend" in html


def test_publishing_shows_the_draft_at_the_next_request(shop, visitor):
    visitor.get("/corner/?lang=en")
    with shop.scope():
        page = page_by_key("home")
        content = parse_content(page.draft)
        save_draft(page=page, content=content.with_blocks(content.blocks[3:4]))
        publish_page(page=page, by=None)
        db.session.commit()

    assert words(visitor.get("/corner/?lang=en").text) == "Home Stains A price first, see prices ."


@pytest.mark.parametrize("leave", [withdraw_page, bin_page])
def test_a_page_that_is_withdrawn_or_binned_is_gone(shop, visitor, leave):
    with shop.scope():
        leave(page=page_by_key("prices"))
        db.session.commit()

    gone, never = visitor.get("/corner/site/prices"), visitor.get("/corner/site/never")
    home = visitor.get("/corner/?lang=en").text

    assert (gone.status_code, gone.data.replace(b"prices", b"never")) == (404, never.data)
    assert "See prices" not in home


def test_the_home_page_lives_at_the_address_of_the_site(shop, visitor):
    answer = visitor.get("/corner/site/home?via=abc")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/corner/?via=abc")


def test_members_and_visitors_get_the_same_page(shop, visitor):
    kept_for_a_member = shop.member.get("/corner/?lang=en")

    assert visitor.get("/corner/?lang=en").data == kept_for_a_member.data
    assert b"member" not in kept_for_a_member.data


def test_a_page_is_kept_for_its_address_and_language_only(shop, visitor):
    pages = [
        visitor.get("/corner/", headers={"Accept-Language": "zh"}).text,
        visitor.get("/corner/", headers={"Accept-Language": "en"}).text,
        visitor.get("/corner/?lang=zh").text,
        visitor.get("/corner/", headers={"Accept-Language": "zh", "Host": "127.0.0.1:5000"}).text,
    ]

    assert [re.search('property="og:url" content="([^"]+)"', page)[1] for page in pages] == [
        "http://localhost/corner/",
        "http://localhost/corner/",
        "http://localhost/corner/",
        "http://127.0.0.1:5000/corner/",
    ]
    assert ["周末留给自己" in page for page in pages] == [True, False, True, True]
    assert ["?lang=zh" in page.partition("<main")[2] for page in pages] == [False, False, True, False]


def test_an_etag_saves_sending_the_page_again(shop, visitor):
    first = visitor.get("/corner/?lang=en")
    again = visitor.get("/corner/?lang=en", headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in first.headers


def test_the_open_sign_follows_the_clock_although_the_page_is_kept(shop, visitor):
    signs = []
    with time_machine.travel("2026-11-20T09:59:00Z", tick=False) as clock:  # Friday 17:59 in Shanghai
        for moment in ("10:00", "15:30", "17:59", "18:00"):
            signs.append(re.search(r'class="now[^>]*>([^<]+)', visitor.get("/corner/?lang=en").text)[1])
            clock.move_to(f"2026-11-20T{moment}:00Z")
        signs.append(re.search(r'class="now[^>]*>([^<]+)', visitor.get("/corner/?lang=en").text)[1])

    assert signs == [
        "Closed now, opens at 18:00",
        "Open now, until 2:00 at night",
        "Open now, until 2:00 at night",
        "Open now, until 2:00",
        "Closed now, opens Monday at 7:30",
    ]


def test_a_tool_that_fails_leaves_the_page_whole(shop, visitor, fake_tool):
    fake_tool.fails = True

    html = visitor.get("/corner/?lang=en").text

    assert "visit en" not in html
    assert "Come early." in html


def reads(statement):
    """Whether a statement asks for rows; savepoints of hooks are not counted."""
    return statement.startswith("SELECT")


@pytest.mark.parametrize("number", [1, 3])
def test_drawing_takes_the_same_number_of_queries_for_any_number_of_pages(
    app, shop, visitor, apply, content, number
):
    pages = [{**content["pages"][1], "key": f"more{page}", "slug": f"more{page}"} for page in range(number)]
    apply(shop, {"pages": pages})
    statements = []
    event.listen(
        Engine, "before_cursor_execute", count := lambda *args: reads(args[2]) and statements.append(args[2])
    )

    visitor.get("/corner/?lang=en")
    drawn = len(statements)
    visitor.get("/corner/?lang=en")
    event.remove(Engine, "before_cursor_execute", count)

    assert (drawn, len(statements) - drawn) == (7, 2)
