"""The editor of what registration asks, and what becomes of guests' answers when it changes."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from hutong import db
from hutong.fields import DefinitionError
from plugins.meeting.links import guest_token
from plugins.meeting.models import Guest, Meeting
from plugins.meeting.question_editing import drop_question, new_question, order_questions
from plugins.meeting.starting.meetings import Section
from plugins.meeting.testing import DIET, make_guest, make_meeting

SIZE = {"id": "size", "kind": "short_text", "title": {"en": "Which size?"}}


@pytest.fixture
def meeting_id(tenant):
    with tenant.scope():
        meeting_id = make_meeting(questions=[DIET, SIZE]).id
        db.session.commit()
        return meeting_id


def asked(tenant):
    with tenant.scope():
        return list(db.session.scalars(select(Meeting.questions)).one())


def opened(client, path):
    page = client.get(path).text
    fields = re.findall(r'<input[^>]+type="hidden"[^>]*>', page)
    pairs = [(re.search(r'name="([^"]+)"', one), re.search(r'value="([^"]*)"', one)) for one in fields]
    return {name.group(1): unescape(value.group(1)) for name, value in pairs if name and value}


def test_a_question_is_added_changed_moved_and_dropped(tenant, meeting_id):
    owner, path = tenant.owner, tenant.console(f"/meeting/{meeting_id}/questions")
    new = {"title_en": "Bring tea?", "options_en": "Green\nBlack", "other": "y"}
    owner.post(f"{path}/new/multiple", data=opened(owner, f"{path}/new/multiple") | new)
    added = asked(tenant)[-1]
    assert [option["label"] for option in added["options"]] == [{"en": "Green"}, {"en": "Black"}]
    assert (added["kind"], added["other"], added["required"]) == ("multiple", True, False)

    change = {"title_en": "Tea?", "options_en": "Black\nGreen", "required": "y"}
    one = f"{path}/{added['id']}"
    owner.post(one, data=opened(owner, one) | change)
    changed = asked(tenant)[-1]
    assert [option["id"] for option in changed["options"]] == [
        option["id"] for option in reversed(added["options"])
    ]
    csrf = {"csrf_token": opened(owner, one)["csrf_token"]}
    owner.post(f"{path}/order?key={added['id']}&way=up", data=csrf)
    assert [one["id"] for one in asked(tenant)] == ["diet", added["id"], "size"]
    owner.post(f"{path}/order", data={**csrf, "order": f"size,{added['id']},diet"})
    assert [one["id"] for one in asked(tenant)] == ["size", added["id"], "diet"]
    owner.post(f"{one}/drop", data=csrf)
    assert [one["id"] for one in asked(tenant)] == ["size", "diet"]


def test_of_two_editors_the_second_sees_both_versions(tenant, meeting_id):
    owner, path = tenant.owner, tenant.console(f"/meeting/{meeting_id}/questions/size")
    first, second = opened(owner, path), opened(owner, path)

    assert owner.post(path, data=first | {"title_en": "Shirt size?"}).status_code == 302
    answer = owner.post(path, data=second | {"title_en": "Shoe size?"})

    assert answer.status_code == 409
    assert "Shirt size?" in answer.text
    assert "Shoe size?" in answer.text
    assert asked(tenant)[1]["title"] == {"en": "Shirt size?"}


def test_a_question_dropped_meanwhile_can_still_be_kept(tenant, meeting_id):
    owner, path = tenant.owner, tenant.console(f"/meeting/{meeting_id}/questions/size")
    form = opened(owner, path) | {"title_en": "Shoe size?"}
    owner.post(f"{path}/drop", data={"csrf_token": form["csrf_token"]})

    answer = owner.post(path, data=form)

    assert (answer.status_code, "Shoe size?" in answer.text) == (409, True)
    mine = {**form, "base": ""}
    assert owner.post(path, data=mine).status_code == 302
    assert asked(tenant)[-1]["title"] == {"en": "Shoe size?"}


@pytest.mark.parametrize("sort", ["diet", "company", "source", "yes-no"])
def test_a_ready_made_question_is_offered_in_every_language(tenant, meeting_id, sort):
    owner, path = tenant.owner, tenant.console(f"/meeting/{meeting_id}/questions/new/{sort}")
    page = owner.get(path).text
    with tenant.scope():
        question = new_question(sort, ["zh", "en"])

    words = [option["label"] for option in question.get("options", [])] + [question.get("title", {"zh": ""})]
    assert all(one["zh"] != one.get("en") for one in words)
    assert all(one["zh"] in unescape(page) for one in words)


def test_a_condition_that_would_look_ahead_is_refused(tenant, meeting_id):
    with tenant.scope():
        meeting = db.session.scalars(select(Meeting)).one()
        hangs = {**SIZE, "show_if": {"question": "diet", "is": ["green"]}}
        meeting.questions = [DIET, hangs]

        with pytest.raises(DefinitionError):
            drop_question(meeting, "diet")
        with pytest.raises(DefinitionError):
            order_questions(meeting, ["size", "diet"])

        assert meeting.questions == [DIET, hangs]


def test_a_guest_answers_late_and_changes_it_and_what_was_asked_is_kept_beside(app, tenant, meeting_id):
    with tenant.scope():
        guest = make_guest(db.session.scalars(select(Meeting)).one())
        path = tenant.public(f"/meeting/g/{guest_token(guest)}")
        db.session.commit()
    phone = app.test_client()
    assert "There are 2 questions for you." in phone.get(path).text

    missing = phone.post(f"{path}/answers", data=opened(phone, f"{path}/answers") | {"q_size": "M"})
    assert (missing.status_code, 'value="M"' in missing.text) == (422, True)
    done = phone.post(
        f"{path}/answers", data=opened(phone, f"{path}/answers") | {"q_size": "M", "q_diet": "all"}
    )

    assert done.location == path
    assert "You’ve answered 2 questions." in unescape(phone.get(path).text)
    with tenant.scope():
        guest = db.session.scalars(select(Guest)).one()
        assert (guest.answers, guest.asked) == ({"diet": "all", "size": "M"}, [DIET, SIZE])
        meeting = db.session.scalars(select(Meeting)).one()
        drop_question(meeting, "size")
        assert guest.asked == [DIET, SIZE]
        db.session.commit()
    assert "Which size?" not in phone.get(f"{path}/answers").text


def test_a_template_whose_questions_make_no_form_is_refused():
    with pytest.raises(ValueError, match="there is no such kind"):
        Section(title={"en": "Spring"}, questions=[{**SIZE, "kind": "mood"}])
