"""What is read of a pasted list, whatever it is."""

from hypothesis import given, strategies as st

from hutong import db
from plugins.meeting.inviting import candidates_pasted, plan_invitations
from plugins.meeting.pasting import is_email, read_pasted
from plugins.meeting.testing import make_guest, make_meeting

WORDS = ("lin@x.com", "王小明", "Wang@Y.com", "mailto:", "138 0013")
MARKS = st.sampled_from([*"，；、,;\t\n <>()\"'@.|＠。:-", *WORDS])
LISTS = st.lists(st.one_of(MARKS, st.text(max_size=6)), max_size=30).map("".join)


def read(text):
    return [(one.name, one.email) if one.email else one.fault for one in read_pasted(text)]


def test_every_usual_way_to_write_a_list_is_understood():
    assert read("Lin Xiaohong <LIN@x.com>") == [("Lin Xiaohong", "lin@x.com")]
    assert read("林小红，lin@x.com；wang@x.com、王") == [
        ("林小红", "lin@x.com"),
        ("", "wang@x.com"),
        "no_email",
    ]
    assert read("林小红\t138 0013 8000\tlin@x.com\nwang@x.com 王小明") == [
        ("林小红", "lin@x.com"),
        ("王小明", "wang@x.com"),
    ]
    assert read('"Lin, Hong" <mailto:lin@x.com>, ｗａｎｇ＠ｘ．ｃｏｍ') == [
        ("Lin Hong", "lin@x.com"),
        ("", "wang@x.com"),
    ]
    assert read("a@x.com b@x.com\n\nc@x.com;") == [("", "a@x.com"), ("", "b@x.com"), ("", "c@x.com")]


def test_what_cannot_be_read_is_said_and_an_address_counts_once():
    assert read("Name\tE-mail") == ["no_email"]
    assert read("张三；李四 li@x.com") == ["no_email", ("李四", "li@x.com")]
    assert read("a..b@x.com; a@b; @王; a@x.1") == ["bad_email"] * 4
    assert [one.fault for one in read_pasted("a@x.com, A@X.com")] == ["", "twice"]
    assert read("138 0013 8000") == ["no_email"]


@given(LISTS)
def test_any_text_is_read_and_gives_only_addresses_that_stand_in_it(text):
    found = read_pasted(text)
    good = [one.email for one in found if not one.fault]

    assert len(set(good)) == len(good)
    assert all(is_email(email) for email in good)
    assert all(not one.email or len(one.name) <= 80 for one in found)


def test_a_preview_names_a_reason_for_whoever_is_not_invited(tenant):
    with tenant.scope():
        meeting = make_meeting()
        make_guest(meeting, email="lin@x.com")
        make_guest(make_meeting(), email="wang@x.com")
        db.session.flush()
        pasted = read_pasted("lin@x.com, wang@x.com, new@x.com\nx")
        plan = plan_invitations(meeting, candidates_pasted(pasted))

        assert [(one.standing, one.candidate.fault) for one in plan] == [
            ("guest", ""),
            ("known", ""),
            ("new", ""),
            ("", "no_email"),
        ]
