"""What is no HTTP is answered, and nobody's address is written down."""

import socket

from tests.serving.test_anonymous_letters_leave_no_trace import server
from tests.serving.test_up import environment, port

__all__ = ["environment", "port"]


def test_a_malformed_request_leaves_no_address_in_the_log(environment, port, tmp_path):
    log = tmp_path / "server.log"
    with server(environment, port, log):
        for words in (b"canary\r\n\r\n", b"GET / HTTP/1.1\r\nbad canary\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", port), 5, source_address=("127.77.7.7", 0)) as sender:
                sender.sendall(words)
                assert sender.recv(100).startswith(b"HTTP/1.1 400")
    written = log.read_text()
    assert ("127.77.7.7" in written, "canary" in written) == (False, False)
