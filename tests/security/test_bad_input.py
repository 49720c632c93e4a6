"""Headers and old addresses that nobody expects; the contracts try forms, bodies and addresses."""

import pytest


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "hutong_session=\xff\xfe; hutong_person=\xed\xa0\x80; hutong_device=%00"},
        {"Cookie": "hutong_session=" + "." * 5000 + "; hutong_person=" + "a" * 5000},
        {"Accept-Language": "zh-\xff;q=a,,;;*"},
        {"Accept-Language": "x" * 5000},
        {"Referer": "http://[::1"},
        {"Origin": "http://[::1"},
        {"Host": "[::1"},
        {"Host": "localhost:port"},
        {"Host": "localhost:99999999"},
        {"If-None-Match": '"\xff', "If-Modified-Since": "0000", "Range": "bytes=9-1,-"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/corner/join", "/console/corner/", "/-/static/0/css/tokens.css"])
def test_no_header_breaks_a_page(app, tenant, headers, path):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    client = app.test_client(use_cookies=False)

    for method in ("GET", "POST"):
        assert client.open(path, method=method, headers=headers, buffered=True).status_code < 500


def test_an_old_address_keeps_whatever_query_it_was_given(app, tenant):
    tenant.owner.post("/console/corner/settings/address", data={"slug": "corner-new"})

    answer = app.test_client().get("/corner/join?via=%ff%fe&lang=zh")

    assert (answer.status_code, answer.location) == (308, "/corner-new/join?via=%ff%fe&lang=zh")
