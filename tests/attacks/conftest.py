"""A real installation, for attacks on the wire."""

from urllib.parse import urlencode, urlsplit

import pytest

from tests.browser.running import serve
from tests.support.raw import dial, until_closed

PASSWORD = "a sentence that nobody types"
FIRM = f"""
from models.clients.new_client import open_client
owner = User.hire(None, "Olga", "olga@firm.example", "owner", {PASSWORD!r})
Firm.add(owner, id=Firm.THE_ONLY, name="A firm")
open_client(owner, type="company", name="Østergaard Byg ApS", contact={{"first_name": "Anna"}})
"""


class Visitor:
    """Somebody who asks a server of ours in the usual way, on a new connection each time."""

    def __init__(self, server):
        self.port, self.cookie = urlsplit(server.url).port, ""
        self.host = f"127.0.0.1:{self.port}"

    def ask(self, path: str, form: dict[str, str] | None = None) -> bytes:
        """The whole answer. Raises TimeoutError when none comes."""
        body = urlencode(form).encode() if form else b""
        head = [
            f"{'POST' if form else 'GET'} {path} HTTP/1.1",
            f"Host: {self.host}",
            "Sec-Fetch-Site: same-origin",
            "Connection: close",
            f"Cookie: {self.cookie}",
        ]
        head += (
            ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
            if form
            else []
        )
        return until_closed(dial(self.port, "\r\n".join(head).encode() + b"\r\n\r\n" + body))

    def sign_in(self):
        answer = self.ask("/sign-in", {"email": "olga@firm.example", "password": PASSWORD})
        assert answer.startswith(b"HTTP/1.1 303"), answer
        given = [line.partition(";")[0] for line in answer.decode().split("Set-Cookie: ")[1:]]
        self.cookie = "; ".join(given)


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """A firm with one owner and one client, served."""
    for server in serve(tmp_path_factory.mktemp("served")):
        server.at_the_database(FIRM)
        yield server


@pytest.fixture
def visitor(installation):
    return Visitor(installation)
