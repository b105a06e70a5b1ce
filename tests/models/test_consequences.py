"""What the people of an account see in the portal (product.md §4.3, §6)."""

from datetime import timedelta

import pytest

from models.chat import Chat
from models.clock import now, today
from models.consequences import InPortal
from models.document import Document, Folder
from models.invoice import Invoice
from models.link import Link
from models.organizer import Organizer
from models.proposal import Proposal

LINES = [("Bogføring", 100, 120_000, 25)]
NOTHING = InPortal(0, 0, 0, 0, 0)


def seen(account) -> InPortal:
    return InPortal.of([account.id])[account.id]


def paper(account, **fields):
    fixed = {"account": account, "name": "Bilag.pdf", "mime_type": "application/pdf", "size": 1}
    return Document.create(**fixed | {"shared_at": now()} | fields)


def test_a_new_client_has_an_empty_portal(cast):
    assert seen(cast.a) == NOTHING


def test_documents_are_those_shared_or_uploaded_outside_of_private_folders(cast):
    anna = Link.of_account(cast.a).get().contact
    paper(cast.a)
    paper(cast.a, shared_at=None, uploaded_by_contact=anna)
    paper(cast.a, folder=Folder.create(account=cast.a, name="Årsregnskab", access="view"))
    paper(cast.a, shared_at=None)
    paper(cast.a, binned_at=now())
    paper(cast.a, folder=Folder.create(account=cast.a, name="Internt", access="private"))
    paper(cast.b)
    assert seen(cast.a) == NOTHING._replace(documents=3)


def test_invoices_are_those_on_which_something_is_owed(cast):
    for paid in (0, 1_000, 150_000):
        invoice = Invoice.issue(cast.a, LINES, today(), today())
        if paid:
            invoice.receive(paid, today())
    assert seen(cast.a) == NOTHING._replace(invoices=2)


def test_organizers_are_those_that_are_not_archived(cast):
    for archived_at in (None, now()):
        organizer = Organizer.send(cast.olga, cast.a, "Skema", [("short", "Navn?")])
        Organizer.update(archived_at=archived_at).where(Organizer.id == organizer.id).execute()
    assert seen(cast.a) == NOTHING._replace(organizers=1)


def test_proposals_are_those_that_can_still_be_signed(cast):
    anna = Link.of_account(cast.a).get().contact
    for fields in ({}, {"expires_on": today()}, {"expires_on": today() - timedelta(days=1)}):
        Proposal.draft(cast.olga, cast.a, "Tilbud", [("Revision", 1)], **fields).send([anna])
    Proposal.draft(cast.olga, cast.a, "Udkast", [("Revision", 1)])
    declined = Proposal.draft(cast.olga, cast.a, "Nej", [("Revision", 1)])
    declined.send([anna])
    declined.decline()
    assert seen(cast.a) == NOTHING._replace(proposals=2)


def test_chats_are_those_with_a_message_that_is_not_internal(cast):
    for internal in ([False, False], [True], []):
        chat = Chat.create(account=cast.a, subject="Samtale")
        for each in internal:
            chat.say(cast.olga, "Hej", internal=each)
    Chat.create(account=cast.a, subject="Gammel", archived_at=now()).say(cast.olga, "Hej")
    assert seen(cast.a) == NOTHING._replace(chats=1)


@pytest.mark.parametrize("names", ["ab", "a", ""])
def test_it_is_one_query_for_any_number_of_clients(cast, queries, names):
    ids = [getattr(cast, name).id for name in names]
    with queries() as asked:
        assert InPortal.of(ids).keys() == set(ids)
    assert len(asked) == 1
