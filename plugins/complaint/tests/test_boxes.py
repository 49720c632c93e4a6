"""Boxes as their owner edits them: words, topics and their questions, promises, switches."""

import pytest

from hutong import db, links_of
from plugins.complaint.deadlines import Terms
from plugins.complaint.models import Box
from plugins.complaint.queries import boxes, topics_of
from plugins.complaint.testing import make_box, make_case, set_up, topic_of
from plugins.complaint.tests.conftest import hidden


@pytest.fixture
def box_id(tenant):
    """A box that takes letters."""
    with tenant.scope():
        set_up()
        box = make_box()
        db.session.commit()
        return box.id


@pytest.fixture
def say(tenant):
    """Post as the owner to a page of the box: gives status and text."""

    def post(path, **data):
        response = tenant.owner.post(tenant.console(f"/complaint/boxes{path}?lang=en"), data=data)
        return response.status_code, response.get_data(as_text=True)

    return post


def saved(tenant, box_id):
    """The box as it is stored."""
    box = db.session.get(Box, (tenant.id, box_id))
    db.session.refresh(box)
    return box


@pytest.mark.both_databases
def test_a_box_is_hung_up_with_topics_and_a_code_to_share(tenant, say):
    assert say("/new", title="Say it here")[0] == 302
    with tenant.scope():
        box = boxes()[0]
        assert (box.title, box.state, len(topics_of(box.id))) == ({"en": "Say it here"}, "open", 4)
        assert [link.object_id for link in links_of(box.id)] == [box.id]
    assert say("/new", title="")[0] == 422


@pytest.mark.both_databases
def test_words_change_at_once_and_the_second_editor_sees_both_versions(tenant, say, box_id):
    typed = {"title_en": "Tell us", "title_zh": "说吧", "intro_en": "CANARY intro"}
    assert say(f"/{box_id}/words", base="1", **typed)[0] == 302
    status, page = say(f"/{box_id}/words", base="1", **typed | {"title_en": "Mine"})
    assert (status, "Somebody was faster" in page) == (409, True)
    assert [words in page for words in ("<ins>Mine</ins>", "<ins>Tell us</ins>")] == [True, True]
    assert say(f"/{box_id}/words", base="2", title_en="", title_zh="")[0] == 422
    with tenant.scope():
        box = saved(tenant, box_id)
        assert (box.title, box.texts["intro"], box.revision) == (
            {"en": "Tell us", "zh": "说吧"},
            {"en": "CANARY intro"},
            2,
        )


def test_a_promise_is_one_of_three_and_days_are_dates(tenant, say, box_id):
    own = {
        "base": "1",
        "pack": "own",
        "ack_days": "1",
        "answer_days": "5",
        "business_days": "y",
        "country": "CN",
    }
    assert say(f"/{box_id}/terms", **own | {"closed": "2027-02-06\n2027-02-07"})[0] == 302
    with tenant.scope():
        terms = Terms.of(saved(tenant, box_id).terms)
        assert (terms.pack, terms.ack_days, terms.answer_days, len(terms.closed)) == ("own", 1, 5, 2)
    status, page = say(f"/{box_id}/terms", **own | {"base": "2", "closed": "tomorrow"})
    assert (status, "“tomorrow” is no date" in page) == (422, True)
    assert say(f"/{box_id}/terms", **own | {"base": "2", "answer_days": ""})[0] == 422
    fixed = {"base": "2", "pack": "eu", "ack_days": "many", "answer_days": "999"}  # not seen, not read
    assert say(f"/{box_id}/terms", **own | fixed)[0] == 302
    with tenant.scope():
        assert Terms.of(saved(tenant, box_id).terms).pack == "eu"


def test_one_way_to_write_stays(tenant, say, box_id):
    status, page = say(f"/{box_id}/rules", base="1", keep_days="365", escalation_id="")
    assert (status, "nobody can write" in page) == (422, True)
    assert say(f"/{box_id}/rules", base="1", keep_days="90", escalation_id="", takes_named="y")[0] == 302
    with tenant.scope():
        box = saved(tenant, box_id)
        assert (box.takes_anonymous, box.takes_named, box.keep_days) == (False, True, 90)


@pytest.mark.both_databases
def test_topics_are_added_ordered_and_withdrawn_without_touching_letters(tenant, say, box_id):
    with tenant.scope():
        box = saved(tenant, box_id)
        make_case(tenant.info(), box)
        damage, staff = topic_of(box).id, topic_of(box, "staff").id
        db.session.commit()
    assert say(f"/{box_id}/topics/new", title_en="Lost things", title_zh="丢东西")[0] == 302
    assert say(f"/{box_id}/topics/order", order="staff,damage")[0] == 302
    assert say(f"/{box_id}/topics/{damage}/withdraw")[0] == 302
    with tenant.scope():
        box = saved(tenant, box_id)
        assert [topic.title["en"] for topic in topics_of(box.id)] == ["Staff", "Lost things"]
        assert topic_of(box).is_active is False  # a letter is about it
    assert say(f"/{box_id}/topics/{staff}/withdraw")[0] == 302
    with tenant.scope():
        assert len(topics_of(box_id)) == 1


@pytest.mark.both_databases
def test_a_topic_asks_questions_whose_choices_keep_their_ids(tenant, say, box_id):
    with tenant.scope():
        topic_id = topic_of(saved(tenant, box_id), "staff").id
    at = f"/{box_id}/topics/{topic_id}"
    assert (
        say(
            f"{at}/ask/single",
            title_en="Who?",
            options_en="At the till\nOn the phone",
            options_zh="柜台\n电话",
        )[0]
        == 302
    )
    with tenant.scope():
        (question,) = topic_of(saved(tenant, box_id), "staff").questions
    assert [option["label"] for option in question["options"]] == [
        {"en": "At the till", "zh": "柜台"},
        {"en": "On the phone", "zh": "电话"},
    ]
    assert say(f"{at}/q/{question['id']}", title_en="Who?", options_en="On the phone\nAt the door")[0] == 302
    with tenant.scope():
        (changed,) = topic_of(saved(tenant, box_id), "staff").questions
    assert changed["options"][0]["id"] == question["options"][1]["id"]
    assert len({option["id"] for option in (*changed["options"], *question["options"])}) == 3
    assert say(f"{at}/ask/single", title_en="Empty?", options_en="")[0] == 422
    assert say(f"{at}/ask/nonsense", title_en="?")[0] == 404
    assert say(f"{at}/q/{question['id']}/delete")[0] == 302


@pytest.mark.both_databases
@pytest.mark.parametrize("deleted", [False, True], ids=["saved", "deleted"])
@pytest.mark.parametrize("what", ["topic", "question"])
def test_the_second_editor_of_a_topic_or_question_sees_both_versions(tenant, say, box_id, what, deleted):
    with tenant.scope():
        at = f"/{box_id}/topics/{topic_of(saved(tenant, box_id), 'staff').id}"
    say(f"{at}/ask/short_text", title_en="Who?", title_zh="谁？")
    with tenant.scope():
        (asked,) = topic_of(saved(tenant, box_id), "staff").questions
    path, gone = (at, "withdraw") if what == "topic" else (f"{at}/q/{asked['id']}", "delete")
    page = tenant.owner.get(tenant.console(f"/complaint/boxes{path}")).text
    mine = {"base": hidden(page, "base"), "kind": "short_text", "title_en": "CANARY mine", "title_zh": "我的"}
    theirs = say(f"{path}/{gone}" if deleted else path, **mine | {"title_en": "CANARY theirs"})
    assert theirs[0] == 302

    status, page = say(path, **mine)

    assert status == 409
    assert ["<ins>CANARY theirs</ins>" in page, "<p>Deleted</p>" in page] == [not deleted, deleted]
    assert "CANARY mine" in page
    assert say(path, **mine | {"base": hidden(page, "base")})[0] == 302
    with tenant.scope():
        topics = {topic.title["en"]: topic for topic in topics_of(box_id)}
        named = topics if what == "topic" else {q["title"]["en"] for q in topics["Staff"].questions}
        assert ["CANARY mine" in named, "CANARY theirs" in named] == [True, False]


def test_a_box_goes_to_the_bin_and_comes_back(tenant, say, box_id):
    assert say(f"/{box_id}/state/paused")[0] == 302
    assert say(f"/{box_id}/state/burnt")[0] == 404
    assert say(f"/{box_id}/bin")[0] == 302
    assert say(f"/{box_id}/words")[0] == 404
    assert say(f"/{box_id}/restore")[0] == 302
    with tenant.scope():
        box = saved(tenant, box_id)
        assert (box.state, box.deleted_on) == ("paused", None)


def test_staff_and_strangers_change_nothing(tenant, other_tenant, box_id):
    path = f"/complaint/boxes/{box_id}/words"
    assert tenant.staff.get(tenant.console(path)).status_code == 403
    assert other_tenant.owner.get(other_tenant.console(path)).status_code == 404
