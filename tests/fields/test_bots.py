"""Signs of machines: what is there may count, what is absent never does."""

import base64
import json
from typing import Any

import altcha
import pytest
from hypothesis import given, strategies as st
from werkzeug.datastructures import MultiDict

from core.fields import challenge_for, issue_form_token, judge_sender, read_form_token, reasons_in_words
from core.proof_of_work import LIFETIME, Proof, check_proof

HERE = {"tenant": "t", "object_id": "o", "purpose": "test"}
NOW = 1_800_000_000.0
ANSWERS = {"often": "weekly", "why": "slow", "gladly": 9}


@pytest.fixture(autouse=True)
def _in_a_request(speaking) -> None:
    """Tokens and puzzles need an application."""


def solved(challenge: dict[str, Any]) -> str:
    puzzle = altcha.Challenge.from_dict(challenge)
    return altcha.Payload(puzzle, altcha.solve_challenge(puzzle)).to_base64()


def judge(after: float = 60, answers: dict = ANSWERS, **fields: str) -> Any:
    sent = fields.pop("form_token", "") or issue_form_token(**HERE, version=1, now=NOW)
    token = read_form_token(sent, **HERE, now=NOW)
    return judge_sender(MultiDict({"form_token": sent, **fields}), token, answers, now=NOW + after)


def test_a_phone_without_script_is_nobody_suspicious() -> None:
    verdict = judge()

    assert (verdict.suspicious, verdict.reasons, verdict.proved) == (False, (), False)


def test_a_filled_trap_is_suspicious() -> None:
    assert judge(homepage="https://spam.example").suspicious
    assert judge(homepage="x").reasons == ("trap",)
    assert not judge(homepage="  ").suspicious


def test_haste_alone_is_noted_and_haste_with_links_is_suspicious() -> None:
    linked = {"why": "buy at https://a.example or www.b.example"}

    assert (judge(after=0.2).suspicious, judge(after=0.2).reasons) == (False, ("haste",))
    assert (judge(after=0.2, answers=linked).suspicious, judge(after=60, answers=linked).suspicious) == (
        True,
        False,
    )


def test_a_proof_counts_for_its_own_form_only() -> None:
    mine = issue_form_token(**HERE, version=1, now=NOW)
    another = issue_form_token(**HERE, version=1, now=NOW)
    proof = solved(challenge_for(mine))

    good, replayed = judge(form_token=mine, altcha=proof), judge(form_token=another, altcha=proof)

    assert (good.suspicious, good.proved, good.reasons) == (False, True, ())
    assert (replayed.suspicious, replayed.proved, replayed.reasons) == (True, False, ("proof",))


def test_a_stale_proof_is_as_good_as_none() -> None:
    from core.proof_of_work import new_challenge

    stale = solved(new_challenge("form", now=1_000_000_000.0 - LIFETIME))

    assert check_proof(stale, "form") is Proof.STALE


def test_a_made_up_proof_is_wrong() -> None:
    mine = issue_form_token(**HERE, version=1, now=NOW)
    payload = json.loads(base64.b64decode(solved(challenge_for(mine))))
    easier = json.loads(json.dumps(payload))
    easier["challenge"]["parameters"]["keyPrefix"] = ""
    unsolved = json.loads(json.dumps(payload))
    unsolved["solution"]["counter"] += 1

    for made_up in (easier, unsolved, {}, [], {"challenge": {"parameters": 3}}):
        sent = base64.b64encode(json.dumps(made_up).encode()).decode()
        assert judge(form_token=mine, altcha=sent).reasons == ("proof",)


@given(st.one_of(st.text(min_size=1), st.binary(min_size=1).map(lambda raw: base64.b64encode(raw).decode())))
def test_no_payload_breaks_the_check(payload: str) -> None:
    assert check_proof(payload, "form") is Proof.WRONG


def test_reasons_in_words(speaking) -> None:
    with speaking("en"):
        assert [str(words) for words in reasons_in_words(["trap", "no longer known"])] == [
            "It filled in a field that people cannot see."
        ]
    with speaking("zh"):
        assert [str(words) for words in reasons_in_words(("haste",))] == ["来得太快，题目都读不完。"]
