"""A new writer's whole story on a phone of 360×740: without script, and with it."""

import pytest
from sqlalchemy import select

from hutong import db
from hutong.testing import assert_accessible
from plugins.complaint.handling import close_case, reply
from plugins.complaint.keyholding import unlock_handler
from plugins.complaint.models import Case, CaseKey, Handler
from plugins.complaint.opened import OpenCase
from plugins.complaint.sealing import CaseKeys
from plugins.complaint.testing import BOX_PASSWORD, make_box

pytestmark = pytest.mark.browser

TEXT = "袖子破了一个洞 / a hole in the sleeve"
WORDS = {
    "zh": {
        "door": "不留名",
        "topic": "弄坏了",
        "send": "投进信箱",
        "left": "还差",
        "noted": "记好了",
        "wrong": "这个字不一样",
        "on": "下一步",
        "done": "信已投好",
        "back": "我有取信暗号",
        "open": "打开我的信",
        "answer": "发出去",
        "stars": "打这个分",
        "real": "是真的",
        "check": "验一验",
    },
    "en": {
        "door": "Without my name",
        "topic": "Damage",
        "send": "Put it in the box",
        "left": "What you typed is kept.",
        "noted": "I wrote them down",
        "wrong": "That is not the same word.",
        "on": "Go on",
        "done": "It’s in the box",
        "back": "I have five words",
        "open": "Open my letter",
        "answer": "Send",
        "stars": "Give these stars",
        "real": "It is real",
        "check": "Check it",
    },
}


def handle(tenant, step, **words):
    """What a handler does meanwhile with the one letter."""
    with tenant.scope():
        case, handler = db.session.scalars(select(Case)).one(), db.session.scalars(select(Handler)).one()
        sealed = db.session.scalars(select(CaseKey.sealed)).one()
        keys = CaseKeys.unsealed(sealed, unlock_handler(handler, BOX_PASSWORD))
        step(tenant=tenant.info(), opened=OpenCase(case, keys, handler), **words)
        db.session.commit()


class Phone:
    """A page, and what is looked at on each step."""

    def __init__(self, page, *, script):
        self.page, self.script, self.address = page, script, ""

    def look(self):
        """No step scrolls sideways, breaks a rule of axe, or leaves the address it began at."""
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth") == 360
        if self.script:
            assert_accessible(self.page)
        if self.address:
            assert self.page.url == self.address

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).last.click()
        self.page.wait_for_load_state()

    def type_back(self, words):
        for box in self.page.locator(".two input").all():
            box.fill(words[int(box.get_attribute("name").removeprefix("word_"))])


@pytest.mark.parametrize("script", [False, True], ids=["no script", "script"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_somebody_upset_writes_waits_reads_answers_and_gives_stars(
    app, tenant, box_of, serve, new_page, language, script
):
    words, base = WORDS[language], serve(app)
    page = new_page(language=language, javascript=script)
    phone = Phone(page, script=script)

    page.goto(base + tenant.public(f"/complaint/{box_of()}"))
    phone.look()
    page.get_by_role("link", name=words["door"]).click()
    phone.address = page.url
    phone.look()
    page.locator("#q_text").fill(TEXT)
    phone.press(words["send"])
    assert words["left"] in page.locator(".oops").inner_text()
    assert page.locator("#q_text").input_value() == TEXT
    phone.look()
    page.get_by_text(words["topic"], exact=True).click()
    phone.press(words["send"])
    code = page.locator(".five li").all_inner_texts()
    assert len(code) == 5
    phone.look()
    page.reload()  # sends the form once more
    assert page.locator(".five li").all_inner_texts() == code
    phone.press(words["noted"])
    phone.press(words["on"])
    assert words["wrong"] in page.locator(".oops").inner_text()
    phone.look()
    phone.type_back(code)
    phone.press(words["on"])
    assert page.locator("h1").inner_text() == words["done"]
    receipt = page.locator(".receipt").inner_text()
    phone.look()

    handle(tenant, reply, text="Bring it, we mend it.", asks=True)
    page.goto(phone.address.replace("/write", ""))
    page.get_by_role("link", name=words["back"]).click()
    phone.address = page.url
    phone.look()
    page.locator("#q_words").fill("".join(code) if language == "zh" else ", ".join(code).upper())
    phone.press(words["open"])
    assert "Bring it, we mend it." in page.locator(".talk").inner_text()
    phone.look()
    page.locator("#text").fill("Tomorrow then")
    phone.press(words["answer"])
    assert "Tomorrow then" in page.locator(".talk").inner_text()

    handle(tenant, close_case, outcome="solved")
    page.goto(phone.address)
    page.locator("#q_words").fill(" ".join(code))
    phone.press(words["open"])
    page.locator(".stars label").nth(3).click()
    phone.look()
    phone.press(words["stars"])
    with tenant.scope():
        case = db.session.scalars(select(Case)).one()
        assert (case.rating, case.state) == (4, "closed")

    page.goto(base + tenant.public("/complaint/receipt"))
    page.locator("#receipt").fill(receipt)
    phone.press(words["check"])
    assert words["real"] in page.locator("main").inner_text()
    assert page.context.cookies() == []
    if script:
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_beside_the_story(app, tenant, box_of, serve, new_page, dark):
    base, page = serve(app), new_page(language="en", dark=dark)
    code = box_of()
    with tenant.scope():
        paused = make_box(state="paused").code
        db.session.commit()

    for path in (f"/{code}/named", f"/{paused}", "/talk", "/receipt"):
        page.goto(base + tenant.public(f"/complaint{path}"))
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert_accessible(page)
    page.goto(base + tenant.public(f"/complaint/{code}/named"))
    page.get_by_role("button", name="Put it in the box").last.click()
    assert_accessible(page)


def test_the_first_load_of_the_form_is_light(app, tenant, box_of, serve, new_page):
    address = serve(app) + tenant.public(f"/complaint/{box_of()}/write")
    page = new_page(language="zh")
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))

    page.goto(address, wait_until="networkidle")

    assert sum(sizes) <= 60_000


def test_a_browser_that_cannot_be_told_says_so_and_wechat_is_not_asked(app, tenant, writer, serve, new_page):
    writer.write()
    words = " ".join(writer.words)
    address = serve(app) + tenant.public("/complaint/talk?lang=en")
    page = new_page(language="en")  # allows no notifications
    page.goto(address)
    page.locator("#q_words").fill(words)
    page.get_by_role("button", name="Open my letter").click()

    page.get_by_role("button", name="Tell this browser").click()
    page.get_by_text("This browser can’t be told.").wait_for()
    scope = page.evaluate(
        "navigator.serviceWorker.register(document.querySelector('[data-push]').dataset.worker)"
        ".then(() => navigator.serviceWorker.ready).then((ready) => ready.scope)"
    )
    assert scope.endswith("/corner/complaint/")

    wechat = new_page(language="en", user_agent="Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.50")
    wechat.goto(address)
    wechat.locator("#q_words").fill(words)
    wechat.get_by_role("button", name="Open my letter").click()
    wechat.get_by_text("WeChat’s browser can’t be told of answers.").wait_for()
    assert not wechat.get_by_role("button", name="Tell this browser").is_visible()
