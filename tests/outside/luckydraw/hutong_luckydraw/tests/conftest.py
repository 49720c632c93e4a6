"""Only what is installed is loaded; a phone that draws; and what a draw looks like afterwards."""

import re

import pytest
from hutong_luckydraw.queries import draw_by_id, figures_of, prizes_of
from hutong_luckydraw.testing import make_draw

from hutong import db


@pytest.fixture
def plugin_packages():
    return []


@pytest.fixture
def new_draw(tenant):
    """Make a draw; gives its id and its address."""

    def make(**more):
        with tenant.scope():
            draw = make_draw(**more)
            db.session.commit()
            return draw.id, tenant.public(f"/luckydraw/d/{draw.code}")

    return make


@pytest.fixture
def books(tenant):
    """What is written of a draw: turns, wins, prizes handed out, and what the prizes count."""

    def read(draw_id):
        with tenant.scope():
            draw = draw_by_id(draw_id, in_bin=True)
            figures = figures_of(draw)
            won = [prize.won for prize in prizes_of(draw)]
            return figures.turns, figures.won, figures.redeemed, won

    return read


def form_on(client, path):
    """Load a page as a phone does, and give the form on it."""
    page = client.get(path)
    found = re.search(r'name="form_token" value="([^"]+)"', page.text)
    assert found, page.text
    return {"form_token": found[1]}


def draw_on(client, path):
    """Draw, and give the page that it leads to."""
    return client.post(path, data=form_on(client, path), follow_redirects=True)
