"""No test reaches beyond this machine: the interpreter refuses, whatever library tries."""

import ipaddress
import sys
from typing import Any

LOCAL_NAMES = {"", "localhost"}


class NetworkBlockedError(OSError):
    """A test tried to reach another machine."""


def is_local(host: object) -> bool:
    """True for loopback addresses and names; a host name of its own is never local."""
    if isinstance(host, bytes):
        host = host.decode()
    if not isinstance(host, str) or host in LOCAL_NAMES:
        return host is None or isinstance(host, str)
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guard(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        host = address[0] if isinstance(address, tuple) else None  # a path: a socket of this machine
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = args[0]
    else:
        return
    if not is_local(host):
        raise NetworkBlockedError(f"Tests reach no network beyond this machine: {event} {host!r}")


def pytest_configure() -> None:
    sys.addaudithook(_guard)
