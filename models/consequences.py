"""What the people of an account see, or would see, in the portal."""

from typing import NamedTuple

from peewee import JOIN, fn

from models.account import Account
from models.chat import Chat, ChatMessage
from models.clock import today
from models.document import Document, Folder
from models.invoice import OPEN, Invoice
from models.organizer import Organizer
from models.proposal import Proposal


class InPortal(NamedTuple):
    """How many documents, unpaid invoices, organizers, open proposals and chats of an account the portal shows."""

    documents: int
    invoices: int
    organizers: int
    proposals: int
    chats: int

    @classmethod
    def of(cls, account_ids) -> dict[int, "InPortal"]:
        """Account id → what is in its portal, in one query."""
        counts = (_documents(), _invoices(), _organizers(), _proposals(), _chats())
        rows = Account.select(Account.id, *counts).where(Account.id.in_(account_ids)).tuples()
        return {account_id: cls(*numbers) for account_id, *numbers in rows}


def _count(model):
    return model.select(fn.COUNT(model.id.distinct())).where(model.account == Account.id)


def _documents():
    """Those that the client uploaded or was given, outside of private folders."""
    exchanged = Document.shared_at.is_null(False) | Document.uploaded_by_contact.is_null(False)
    open_ = Folder.access.is_null() | (Folder.access != "private")
    return (
        _count(Document).join(Folder, JOIN.LEFT_OUTER).where(exchanged, open_, Document.binned_at.is_null())
    )


def _invoices():
    return _count(Invoice).where(Invoice.stored_status.in_(OPEN))


def _organizers():
    return _count(Organizer).where(Organizer.archived_at.is_null())


def _proposals():
    """Those that were sent and can still be signed."""
    in_time = Proposal.expires_on.is_null() | (Proposal.expires_on >= today())
    undecided = Proposal.signed_at.is_null() & Proposal.declined_at.is_null()
    return _count(Proposal).where(Proposal.sent_at.is_null(False), in_time, undecided)


def _chats():
    """Those in which something was said that is not internal."""
    return _count(Chat).join(ChatMessage).where(Chat.archived_at.is_null(), ChatMessage.internal_at.is_null())
