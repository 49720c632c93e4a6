"""Rules that were compiled before serve as those that are compiled now."""

import pytest
from werkzeug.routing import Map, Rule
from werkzeug.routing.exceptions import BuildError


def routes():
    return Map([Rule("/a/<int:number>/b", endpoint="one"), Rule("/a/<name>", endpoint="two")])


def test_a_rule_of_the_second_application_is_that_of_the_first():
    first, second = routes(), routes()

    for adapter in (first.bind("here"), second.bind("here")):
        assert adapter.match("/a/7/b") == ("one", {"number": 7})
        assert adapter.build("one", {"number": 7}) == "/a/7/b"
        assert adapter.build("two", {"name": "x", "more": "1"}) == "/a/x?more=1"
        with pytest.raises(BuildError):
            adapter.build("one", {})
