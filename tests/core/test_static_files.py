"""Static files: packed for those who can unpack, kept for a year, never outside their folder."""

import gzip

import pytest

from core.urls import static_url


@pytest.fixture
def address(app):
    with app.test_request_context():
        return static_url("css/tokens.css")


def test_text_is_packed_for_those_who_ask(visitor, address):
    with visitor.get(address) as plain:
        text = plain.data
    packed = visitor.get(address, headers={"Accept-Encoding": "br, gzip"})

    assert plain.content_encoding is None
    assert packed.content_encoding == "gzip"
    assert packed.mimetype == plain.mimetype == "text/css"
    assert gzip.decompress(packed.data) == text
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert (
        packed.headers["Cache-Control"]
        == plain.headers["Cache-Control"]
        == "public, max-age=31536000, immutable"
    )


def test_gzip_that_is_refused_is_not_sent(visitor, address):
    with visitor.get(address, headers={"Accept-Encoding": "gzip;q=0"}) as answer:
        assert answer.content_encoding is None


@pytest.mark.parametrize("path", ["../config.py", "..%2fconfig.py", "css/../../config.py", "nothing.css"])
def test_nothing_else_is_served(visitor, path):
    assert visitor.get(f"/-/static/x/{path}").status_code in (404, 308)
