"""A browser that looks at everything it fetches, so that no test needs to ask for it."""

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

import access
from models.staff.sign_in import SignIn
from models.staff.user import User
from tests.support import digest, html

UNCOUNTED = {"event"}  # the history itself


class Browser(FlaskClient):
    """Sends what a browser sends, and raises AssertionError for bad HTML or a write without an event."""

    watches_writes = True  # not where several browsers write at once

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"

    def open(self, *args, **kwargs):
        writes = self.watches_writes and kwargs.get("method", "GET") not in access.SAFE_METHODS
        before = digest.digests() if writes else {}
        response = super().open(*args, **kwargs)
        asked = f"{response.request.method} {response.request.path} ({response.status_code})"
        faults = []
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400 and response.data:
            faults += html.faults(response.text)
        if writes:
            faults += write_faults(self.application, response.request, digest.changed_tables(before))
        assert not faults, "\n".join([asked, *faults, response.text[:3000]])
        return response

    def htmx(self, method: str, path: str, **kwargs):
        """Ask as htmx 4 does, for a fragment."""
        headers = {"HX-Request": "true", "HX-Request-Type": "partial", **kwargs.pop("headers", {})}
        return self.open(path, method=method, headers=headers, **kwargs)


def write_faults(app, request, changed: set[str]) -> list[str]:
    """What an unsafe request wrote without telling the history and without its policy entry saying so."""
    endpoint = endpoint_of(app, request)
    declared = access.POLICY[endpoint].writes if endpoint in access.POLICY else ()
    silent = set() if "event" in changed else changed - UNCOUNTED - set(declared)
    return [
        f"It wrote to {table} and recorded no event: record one in the verb, or let {endpoint}'s entry in "
        "access.POLICY declare the table in `writes`."
        for table in sorted(silent)
    ]


def endpoint_of(app, request) -> str | None:
    try:
        return app.url_map.bind("localhost").match(request.path, request.method)[0]
    except HTTPException:
        return None


def sign_in(client, user: User) -> str:
    """Let `user` be signed in in this browser without the door, and return the token."""
    token = SignIn.start(user)
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return token
