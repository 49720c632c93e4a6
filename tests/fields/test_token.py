"""The form token: whose, for what, how old, and never twice the same."""

import pytest
from flask import Flask

from core.fields import (
    TOKEN_PLACE,
    ExpiredTokenError,
    ForeignTokenError,
    TamperedTokenError,
    answers_digest,
    issue_form_token,
    join_with_token,
    read_form_token,
    split_around_token,
)

NOW = 1_800_000_000.0
HERE = {"tenant": "t1", "object_id": "o1", "purpose": "survey"}


@pytest.fixture(autouse=True)
def application() -> Flask:
    app = Flask("tokens")
    app.config["SECRET_KEY"] = "for tests"
    with app.app_context():
        yield app


def issue(**changes: object) -> str:
    return issue_form_token(**{**HERE, "version": 3, "via": "Ab3", "now": NOW, **changes})


def test_a_token_says_what_it_was_given_out_for() -> None:
    token = read_form_token(issue(), **HERE, now=NOW + 5)

    assert (token.tenant, token.object_id, token.version, token.purpose, token.via) == (
        "t1",
        "o1",
        "3",
        "survey",
        "Ab3",
    )
    assert token.age(NOW + 5) == 5
    assert len(token.nonce) >= 22


def test_every_form_has_a_nonce_of_its_own() -> None:
    assert len({read_form_token(issue(), **HERE, now=NOW).nonce for _ in range(500)}) == 500


@pytest.mark.parametrize("change", [{"tenant": "t2"}, {"object_id": "o2"}, {"purpose": "join"}])
def test_a_token_of_another_form_is_foreign(change: dict) -> None:
    with pytest.raises(ForeignTokenError):
        read_form_token(issue(**change), **HERE, now=NOW)


@pytest.mark.parametrize("late", [-61, 7 * 24 * 3600 + 1])
def test_a_token_expires_and_does_not_come_from_the_future(late: float) -> None:
    with pytest.raises(ExpiredTokenError):
        read_form_token(issue(), **HERE, now=NOW + late)


def test_whatever_is_not_ours_is_tampered(application: Flask) -> None:
    good = issue()
    application.config["SECRET_KEY"] = "another installation"
    theirs = issue()
    application.config["SECRET_KEY"] = "for tests"

    for bad in (None, "", "x", good[:-1], good[1:], theirs, "é" * 50, "." * 5000, good + "\x00"):
        with pytest.raises(TamperedTokenError):
            read_form_token(bad, **HERE, now=NOW)


def test_a_state_is_no_token(application: Flask) -> None:
    from itsdangerous import URLSafeSerializer

    other_salt = URLSafeSerializer("for tests", salt="hutong.form-state.x").dumps(
        ["n", NOW, "t1", "o1", "3", "survey", ""]
    )

    with pytest.raises(TamperedTokenError):
        read_form_token(other_salt, **HERE, now=NOW)


def test_an_older_key_still_opens_what_it_signed(application: Flask) -> None:
    old = issue()
    application.config.update(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["for tests"])

    assert read_form_token(old, **HERE, now=NOW).via == "Ab3"
    new = issue()
    application.config["SECRET_KEY_FALLBACKS"] = []
    assert read_form_token(new, **HERE, now=NOW).via == "Ab3"


def test_a_page_is_kept_in_pieces_around_its_token() -> None:
    pieces = split_around_token(f'<input value="{TOKEN_PLACE}"><i data-t="{TOKEN_PLACE}"></i>')

    assert pieces == ('<input value="', '"><i data-t="', '"></i>')
    assert join_with_token(pieces, "abc") == '<input value="abc"><i data-t="abc"></i>'
    assert split_around_token("closed") == ("closed",)


def test_the_digest_of_answers_does_not_mind_their_order() -> None:
    answers = {"often": "weekly", "washed": ["shirts", {"other": "熊"}]}

    assert answers_digest(answers) == answers_digest(dict(reversed(answers.items())))
    assert answers_digest(answers) != answers_digest({**answers, "washed": [{"other": "熊"}, "shirts"]})
    assert answers_digest(answers) == ("778d3edaa35f40acc75989793025af2d7693c4d6dbbfc5d0b819cb287aeb1da8")
