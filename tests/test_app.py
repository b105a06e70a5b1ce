"""The application as a whole."""

from models.base.database import db


def test_a_request_leaves_no_connection_in_its_thread(browse, cast):
    """One that dies with an idle thread of the server takes the process along."""
    client = browse(cast.olga)
    client.get("/accounts")
    assert db.is_closed()
