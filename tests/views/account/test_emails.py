"""The e-mail with a client."""

import pytest

from models.base.clock import now
from models.conversation.email import Email


def keep(account, subject, **fields):
    return Email.create(account=account, thread_key="1", address="anna@a.example", subject=subject, **fields)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"direction": "in"}, "Unread"),
        ({"direction": "in", "read_at": now()}, "Unanswered"),
        ({"direction": "in", "read_at": now(), "answered_at": now()}, "Answered"),
        ({"direction": "out", "sending": "queued"}, "Queued"),
        ({"direction": "out", "sending": "sent"}, "Sent"),
        ({"direction": "out", "sending": "failed"}, "Failed"),
    ],
)
def test_a_message_tells_how_it_stands(browse, cast, fields, word):
    keep(cast.a, "Årsregnskab", **fields)
    for end in ("emails", "overview/emails"):
        assert word in browse(cast.alice).get(f"/accounts/{cast.a.id}/{end}?lang=en").text


def test_a_message_tells_who_wrote_to_whom(browse, cast):
    contact = cast.address("anna@a.example").address.contact
    keep(cast.a, "Ind", direction="in", contact=contact)
    keep(cast.a, "Ud", direction="out", sending="sent", user=cast.alice)
    page = browse(cast.alice).get(f"/accounts/{cast.a.id}/emails?lang=en").text
    assert "From Anna Østergaard" in page
    assert "Alice Dam to anna@a.example" in page
