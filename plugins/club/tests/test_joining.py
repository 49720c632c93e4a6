"""Joining the club on a phone."""

import re

from hutong import db
from plugins.club.testing import make_programme


def _token(page):
    return re.search(r'name="form_token" value="([^"]+)"', page).group(1)


def test_a_stranger_joins_and_the_phone_knows_the_card_again(app, tenant):
    with tenant.scope():
        make_programme()
        db.session.commit()
    phone = app.test_client()
    page = phone.get(tenant.public("/club/")).text

    answer = phone.post(
        tenant.public("/club/join"),
        data={"form_token": _token(page), "name": "Lin", "consent": "y"},
        follow_redirects=True,
    )

    assert re.search(r"\b\d{9}\b", answer.text)
    assert phone.get(tenant.public("/club/")).text == answer.text


def test_before_it_is_set_up_there_is_no_club(app, tenant):
    assert app.test_client().get(tenant.public("/club/")).status_code == 404
