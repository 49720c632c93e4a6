"""Results that are open on a screen follow the answers by themselves, while somebody looks."""

import pytest
from playwright.sync_api import expect

from hutong.testing import assert_accessible

pytestmark = pytest.mark.browser


@pytest.fixture
def open_results(app, tenant, serve, new_page):
    """Open the results of a survey on a phone of the owner."""

    def at(code, **options):
        base = serve(app)
        page = new_page(language="en", **options)
        cookie = tenant.owner.get_cookie("hutong_session")
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])
        if options.get("javascript", True):
            page.clock.install()
        page.goto(base + tenant.console(f"/survey/{code}/results"))
        return page

    return at


def told_seen(page):
    """Wait for the last thing that an update does: it tells that the answers were seen."""
    return page.expect_response(lambda response: response.url.endswith("/seen"))


def test_new_answers_appear_by_themselves(open_results, survey_of, respondent):
    code = survey_of()
    page = open_results(code)
    expect(page.get_by_role("heading", name="The door is open. Nobody has come in yet.")).to_be_visible()

    respondent(code).answer({"q_often": "weekly", "q_score": "3", "q_wrong": "The lid was loose"})
    with told_seen(page):
        page.clock.run_for(10_000)
    expect(page.get_by_text("The lid was loose")).to_be_visible()
    page.get_by_role("link", name="Last 7 days").focus()
    respondent(code).answer({"q_often": "weekly", "q_score": "3", "q_wrong": "And the bag, too"})
    with told_seen(page):
        page.clock.run_for(10_000)

    expect(page.get_by_text("And the bag, too")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="New since")).to_have_text(
        "New since you opened this page: 2"
    )
    expect(page.get_by_role("link", name="Last 7 days")).to_be_focused()
    assert_accessible(page)


def test_nothing_is_asked_while_nobody_looks(open_results, survey_of, respondent):
    code = survey_of()
    page = open_results(code)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "results.json" in request.url else None)
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => window.away, configurable: true })")

    page.evaluate("window.away = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.clock.run_for(60_000)
    assert asked == []
    respondent(code).answer({"q_often": "weekly", "q_score": "3", "q_wrong": "While you were away"})
    with told_seen(page):
        page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")

    expect(page.get_by_text("While you were away")).to_be_visible()


def test_without_script_the_page_shows_what_there_is(open_results, survey_of, respondent):
    code = survey_of()
    respondent(code).answer({"q_often": "weekly", "q_score": "3", "q_wrong": "The lid was loose"})

    page = open_results(code, javascript=False)

    expect(page.get_by_text("The lid was loose")).to_be_visible()
