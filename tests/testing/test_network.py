"""Tests reach no other machine."""

import socket

import pytest

from core.testing.network import NetworkBlockedError, is_local


@pytest.mark.parametrize(
    "host", [None, "", "localhost", "127.0.0.1", "127.8.9.1", b"127.0.0.1", "::1", "0.0.0.0"]
)
def test_this_machine_is_local(host):
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["10.0.0.1", "192.168.1.2", "example.org", "2001:db8::1", "localhost.example"]
)
def test_other_machines_are_not_local(host):
    assert not is_local(host)


def test_connecting_to_another_machine_is_refused_before_it_happens():
    with socket.socket() as connection, pytest.raises(NetworkBlockedError):
        connection.connect(("192.0.2.1", 80))


def test_looking_up_a_foreign_name_is_refused():
    with pytest.raises(NetworkBlockedError):
        socket.getaddrinfo("example.org", 443)
