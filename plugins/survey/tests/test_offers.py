"""What the rest of the house is given: menu, share targets, the card that asks."""

import pytest
from sqlalchemy import event

from hutong import db, first_link
from plugins.survey.operations import publish_survey
from plugins.survey.queries import survey_by_code


@pytest.fixture
def offered(app, tenant):
    """What a hook gives on the tenant's public side."""

    def read(hook, **arguments):
        info = tenant.info()
        with app.test_request_context("/?lang=en"), tenant.scope():
            return app.extensions["hutong.plugins"].gather_items(info, hook, **arguments)

    return read


def titles(offered):
    menu = [entry.label for entry in offered("menu", language="en") if entry.icon == "survey"]
    shared = [target.title for target in offered("share_targets") if target.plugin == "survey"]
    return menu, shared


def card(app, tenant, code):
    info = tenant.info()
    with app.test_request_context("/?lang=en"), tenant.scope():
        blocks = app.extensions["hutong.plugins"].gather_items(info, "page_blocks")
        block = next(block for block in blocks if block.kind == "survey.ask")
        return block.render(code, "en", "Tell us")


def test_a_changed_title_is_offered_when_it_is_published(app, tenant, survey_of, offered):
    code = survey_of()
    with tenant.scope():
        survey_by_code(code).title = {"en": "A new title"}
        db.session.commit()
    assert titles(offered) == (["How did we do?"], ["How did we do?"])
    assert "How did we do?" in card(app, tenant, code)

    with tenant.scope():
        publish_survey(survey=survey_by_code(code))
        db.session.commit()
    assert titles(offered) == (["A new title"], ["A new title"])
    assert "A new title" in card(app, tenant, code)


@pytest.mark.parametrize("state", ["paused", "closed"])
def test_what_takes_no_answers_leaves_the_menu_but_keeps_its_codes(app, tenant, survey_of, offered, state):
    code = survey_of(state=state)

    assert titles(offered) == ([], ["How did we do?"])
    assert [target.state for target in offered("share_targets")] == [state]
    assert card(app, tenant, code) == ""


def test_many_surveys_cost_as_many_questions_to_the_database_as_one(app, tenant, survey_of, offered):
    survey_of()
    with app.app_context():
        bind = db.session.get_bind()
    sent = []
    event.listen(bind, "before_cursor_execute", lambda *arguments: sent.append(arguments[2]))

    def cost():
        sent.clear()
        for hook, more in (("waiting", {}), ("menu", {"language": "en"}), ("share_targets", {})):
            offered(hook, **more)
        return len(sent)

    one = cost()
    survey_of()
    survey_of()

    assert cost() == one


def test_its_poster_invites_to_say_something(tenant, survey_of):
    code = survey_of()
    with tenant.scope():
        link = first_link(plugin="survey", object_kind="survey", object_id=survey_by_code(code).id)
        db.session.commit()
        address = tenant.console(f"/share/links/{link.id}/poster?lang=en")

    poster = tenant.owner.get(address).text

    assert "<h1>How did we do?<br>Scan and tell us</h1>" in poster
    assert "<li>We read every word</li>" in poster
