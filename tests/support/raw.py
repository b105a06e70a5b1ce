"""Connections to a server on the loopback, byte by byte, as no browser opens them."""

import re
import socket

PATIENCE_SECONDS = 25.0  # a guard against hangs: five times what a closed door may take
HERE = "127.0.0.1"
MANY = [f"127.0.0.{number}" for number in range(2, 66)]


def dial(port: int, data: bytes = b"", source: str = HERE) -> socket.socket:
    """A connection from an address of this machine, on which something has been sent."""
    connection = socket.create_connection((HERE, port), timeout=PATIENCE_SECONDS, source_address=(source, 0))
    connection.sendall(data)
    return connection


def until_closed(connection: socket.socket) -> bytes:
    """All that comes until the server closes. Raises TimeoutError when it does not."""
    heard = b""
    try:
        while data := connection.recv(65_536):
            heard += data
    except ConnectionResetError:
        pass
    return heard


def one_answer(connection: socket.socket) -> bytes:
    """An answer with a Content-Length or without a body, of a connection that goes on."""
    heard = b""
    while not whole(heard):
        data = connection.recv(65_536)
        assert data, f"The connection was closed after {heard!r}."
        heard += data
    return heard


def whole(answer: bytes) -> bool:
    """Whether an answer with a Content-Length or without a body has come to its end."""
    head, end, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(end) and len(body) >= (int(length[1]) if length else 0)


def status(answer: bytes) -> int:
    return int(answer.split()[1]) if answer else 0
