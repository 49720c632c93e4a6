"""Words for a cloud: what counts as one, and that none lies on another in the picture."""

from itertools import combinations

import pytest

from hutong import db
from plugins.meeting.live_polls import create_poll, hide_word
from plugins.meeting.live_queries import folded_counts, poll_line
from plugins.meeting.live_room import WordsError
from plugins.meeting.live_words import HEIGHT, WIDTH, clean_words, cloud
from plugins.meeting.models import LiveAnswer
from plugins.meeting.testing import make_meeting


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["  Ｇｏｏｄ  coffee ", "", ""], ["Good coffee"]),
        (["忙、累,稳", "", ""], ["忙", "累", "稳"]),
        (["高效 协作"], ["高效", "协作"]),
        (["累并快乐着"], ["累并快乐着"]),
        (["AI", "ai", "ＡＩ"], ["AI"]),
        (["“稳”", "#team"], ["稳", "team"]),
        (["machine learning"], ["machine learning"]),
    ],
)
def test_words_are_taken_as_they_are_typed(typed, words):
    assert clean_words(typed, many=True) == words


@pytest.mark.parametrize(
    ("typed", "many", "reason", "limit"),
    [
        (["", " ， "], True, "empty", 0),
        (["a", "b"], False, "many", 1),
        (["a,b", "c,d"], True, "many", 3),
        (["x" * 21], True, "long", 20),
        (["这个季度大家都辛苦了也都很开心"], True, "long", 12),
    ],
)
def test_what_is_no_word_is_refused_with_its_limit(typed, many, reason, limit):
    with pytest.raises(WordsError) as refused:
        clean_words(typed, many=many)

    assert (refused.value.reason, refused.value.limit) == (reason, limit)


def test_only_the_words_said_most_are_drawn(tenant):
    with tenant.scope():
        poll = create_poll(make_meeting(), kind="words", title="?", options=(), many=False)
        said = [f"w{number:03}" for number in range(300)]
        for phone, word in enumerate([*said, "calm", "calm", "rude", "w299"]):
            db.session.add(LiveAnswer(poll_id=poll.id, phone=str(phone), value=word))
        hide_word(poll, "rude", hidden=True)
        db.session.flush()

        drawn = [word for word, _count in poll_line(poll).counts]
        assert drawn == ["calm", "w299", *said[:198]]
        with_hidden = [word for word, _count in poll_line(poll, with_hidden=True).counts]
        assert sorted(with_hidden) == sorted(["rude", *drawn])
        assert len(poll_line(poll, most=None).counts) == 301


def test_spellings_of_one_word_are_counted_together():
    assert folded_counts([("Team", 2), ("team", 5), ("稳", 7), ("忙", 1)]) == [
        ("team", 7),
        ("稳", 7),
        ("忙", 1),
    ]


@pytest.mark.parametrize(
    "counts",
    [
        [("忙", 1)],
        [(f"word {number}", 60 - number) for number in range(60)],
        [("累并快乐着增长会员外送口碑"[:12], 500), *((f"词{number}", 3) for number in range(59))],
        [("mmmmmmmmmmmmmmmmmmmm", 9), ("WWWWWWWWWWWWWWWWWWWW", 9), ("iiiiiiiiiiiiiiiiiiii", 9)],
    ],
)
def test_no_word_lies_on_another_or_outside(counts):
    placed = cloud(counts)

    assert len(placed) >= len(counts) * 0.9
    assert placed == cloud(counts)
    assert placed[0].word == counts[0][0]
    for left, top, right, bottom in (one.box for one in placed):
        assert 0 <= left < right <= WIDTH
        assert 0 <= top < bottom <= HEIGHT
    for one, other in combinations([one.box for one in placed], 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart
