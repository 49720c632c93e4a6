"""A meeting from "when?" to "who does what?", as a new organiser and new guests live it.

On phones of 360×740, in Chinese and in English; two of the three guests have no script. A date is found by a
vote, two guests have a seat and one moves up, a ticket lets in once, a question is asked, and the minutes say
who does what.
"""

import re
import time

import pytest
from playwright.sync_api import expect

from core.testing.accessibility import assert_accessible
from core.testing.browser import screenshot
from core.testing.codes import read_codes_on
from tests.journeys.owning import claim, try_scenario

pytestmark = pytest.mark.browser

SAID = {
    "zh": {
        "title": "春天聚一聚",
        "voter": "林小红",
        "second": "王芳",
        "third": "周师傅",
        "yes": "可以",
        "question": "雨天还走街吗？",
        "decision": "下雨也走，雨伞会务组备",
        "task": "备二十把伞",
    },
    "en": {
        "title": "A spring evening",
        "voter": "Lin Xiaohong",
        "second": "Wang Fang",
        "third": "Old Zhou",
        "yes": "Yes",
        "question": "Do we walk in the rain too?",
        "decision": "We walk in any weather; umbrellas are ours",
        "task": "Get twenty umbrellas",
    },
}


class Organiser:
    """The organiser's phone, in the console."""

    def __init__(self, thumb, language):
        self.thumb, self.page, self.language = thumb, thumb.page, language
        self.hub = ""

    def look(self, name):
        """Nothing scrolls sideways and axe finds nothing; a picture is kept."""
        look_at(self.page, name, self.language)

    def tap(self, target):
        """A tap that leads to another page, which has loaded."""
        with self.page.expect_navigation():
            self.thumb.tap(target)

    def open(self, room):
        """A room of the meeting."""
        self.page.goto(f"{self.hub}{room}")
        self.page.wait_for_load_state()

    def make(self, console, title, seats):
        """A meeting whose date is to be found."""
        self.page.goto(f"{console}/meeting/new")
        self.thumb.type(f"#title_{self.language}", title)
        self.page.locator("#polls").check()
        self.thumb.type("#capacity", seats)
        self.look("01-new")
        self.tap("button.door")
        self.hub = re.match(r".*/meeting/[0-9a-f-]{36}/", self.page.url)[0]

    def ask_for_dates(self, days, clock):
        """Two days of next month at one time."""
        self.open("poll")
        month = self.page.locator("details.month").nth(1)
        month.evaluate("month => month.open = true")
        for day in days:
            month.locator("label", has_text=re.compile(f"^{day}$")).click()
        self.page.locator("input[name=time]").first.fill(clock)
        self.look("02-dates")
        self.tap("button.door")
        self.tap('form[action$="/publish"] button')

    def code(self):
        """What the code on the meeting's page in the console says."""
        self.page.goto(self.hub)
        [code] = read_codes_on(self.page)
        return code


def look_at(page, name, language, *, has_script=True):
    """Nothing scrolls sideways and axe, which is a script itself, finds nothing; a picture is kept."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") == 360, page.url
    if has_script:
        assert_accessible(page)
    screenshot(page, f"meeting-{language}-{name}")


def register(page, name, email):
    """Keep a seat, by the meeting's own form."""
    page.locator('main a[href*="/register"]').first.click()
    page.locator('input[autocomplete="name"]').fill(name)
    page.locator('input[type="email"]').fill(email)
    page.locator("button.main").last.click()
    page.wait_for_load_state()


def ticket_on(page):
    """The code below the ticket's picture."""
    return page.locator(".stub .number").inner_text().replace(" ", "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_date_is_found_guests_come_and_somebody_does_what_was_decided(
    serve, app, new_page, thumb_on, figure, language
):
    address, words = serve(app), SAID[language]
    started = time.monotonic()
    organiser = Organiser(thumb_on(new_page(language=language)), language)
    slug = try_scenario(organiser.thumb, address, "conference")
    claim(organiser.thumb)
    organiser.make(f"{address}/console/{slug}", words["title"], "2")
    organiser.ask_for_dates((10, 11), "18:30")
    organiser.look("03-vote-runs")
    code = organiser.code()
    organiser.look("04-hub")
    figure(f"meeting, vote shared, {language}", f"{organiser.thumb.taps} taps")

    # A stranger scans the code and votes, without script.
    voter = new_page(language=language, javascript=False)
    voter.goto(code)
    look_at(voter, "05-page-without-a-date", language, has_script=False)
    voter.locator('main a[href*="/when"]').first.click()
    look_at(voter, "06-vote", language, has_script=False)
    voter.locator("#name").fill(words["voter"])
    voter.locator("#email").fill("lin@example.com")
    for number, answer in enumerate(("no", "yes")):
        voter.locator(f'input[value="{answer}"]').nth(number).check(force=True)
    voter.locator("button.main").last.click()
    look_at(voter, "07-voted", language, has_script=False)

    # The organiser takes the best date.
    organiser.open("poll")
    organiser.look("08-votes")
    organiser.tap("a.btn.door")
    organiser.look("09-choose")
    organiser.tap("button.door")
    organiser.look("10-decided")

    # The voter has a seat; the next guest takes the last one, the third one waits, and moves up.
    second, third = new_page(language=language, javascript=False), new_page(language=language)
    second.goto(code)
    look_at(second, "11-page", language, has_script=False)
    register(second, words["second"], "wang@example.com")
    look_at(second, "12-ticket", language, has_script=False)
    third.goto(code)
    register(third, words["third"], "zhou@example.com")
    look_at(third, "13-waits", language)
    expect(third.locator(".stub")).to_have_count(0)
    second.locator('a[href*="answer=no"]').click()
    look_at(second, "14-give-up", language, has_script=False)
    second.locator('button[value="no"]').click()
    third.reload()
    look_at(third, "15-moved-up", language)
    ticket, own_page = ticket_on(third), third.url.partition("?")[0]

    # At the door the ticket lets in once; the second scan is refused.
    organiser.open("guests")
    organiser.look("16-guests")
    organiser.open("door/")
    organiser.look("17-door")
    organiser.thumb.type("#q", ticket)
    organiser.page.keyboard.press("Enter")
    expect(organiser.page.locator(".verdict").first).to_contain_text(words["third"])
    expect(organiser.page.locator(".verdict.in")).to_be_visible()
    organiser.look("18-in")
    organiser.open("door/")
    organiser.thumb.type("#q", ticket)
    organiser.page.keyboard.press("Enter")
    expect(organiser.page.locator(".verdict.double")).to_be_visible()

    # In the room a question is asked.
    third.goto(f"{address}/{slug}/meeting/")
    third.locator("main a", has_text=words["title"]).first.click()
    page = third.url.partition("?")[0]
    third.goto(f"{page}/live")
    third.locator("#text").fill(words["question"])
    third.locator("#ask button").click()
    look_at(third, "19-asked", language)
    organiser.open("live")
    expect(organiser.page.locator("#questions")).to_contain_text(words["question"])
    organiser.look("20-live")

    # The minutes: a decision, and who does what.
    organiser.open("minutes")
    organiser.look("21-minutes")
    organiser.tap('a[href*="/decisions/new"]')
    organiser.thumb.type("#text", words["decision"])
    organiser.tap("button.door")
    organiser.tap('a[href*="/actions/new"]')
    organiser.thumb.type("#text", words["task"])
    organiser.thumb.type("#owner", words["third"])
    organiser.tap("button.door")
    organiser.tap('form[action*="/publish"] button.door')
    organiser.look("22-published")
    third.goto(f"{own_page}/minutes")
    expect(third.locator("main")).to_contain_text(words["decision"])
    expect(third.locator("main")).to_contain_text(words["task"])
    look_at(third, "23-minutes", language)
    figure(f"meeting, the whole story, {language}", f"{time.monotonic() - started:.0f} s")
