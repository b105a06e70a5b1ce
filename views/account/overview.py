"""The Overview tab: thirteen cards, each with its own address, each failing alone."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, abort, current_app
from flask_login import current_user

from access import find_account, holds, may
from access.policy.entries import OTHERS_TIME
from models.billing.credit_allocation import allotted
from models.billing.invoice import Invoice
from models.billing.proposal import Proposal
from models.clients.account import Account
from models.conversation.chat import Chat
from models.conversation.email import Email
from models.documents.approval import Approval
from models.documents.document import Document
from models.documents.signature import SignatureRequest
from models.portal.portal_login import PortalLogin
from models.work.job import Job
from models.work.note import Note
from models.work.organizer import Organizer
from models.work.task import Task
from models.work.time_entry import TimeEntry
from web.account_page import section_endpoint
from web.responses import partial

bp = Blueprint("overview", __name__)

ROWS = 5


class Card(NamedTuple):
    """A section of the Overview: its name, the query of its rows and what else its partial needs."""

    name: str
    query: Callable[[Account], object]
    complete: Callable[[list], list] = list
    more: Callable[[Account], dict] = lambda account: {}

    @property
    def allowed(self) -> bool:
        """Whether the signed-in user has the right to its section."""
        return may(section_endpoint(self.name))

    def context(self, account: Account) -> dict:
        return {"rows": self.complete(self.query(account).limit(ROWS)), **self.more(account)}


CARDS = (
    Card("documents", lambda account: Document.exchanged(account, current_user), Document.with_openings),
    Card("tasks", Task.under_way, Task.with_assignees),
    Card("emails", Email.for_account),
    Card("jobs", lambda account: Job.current(account, current_user), Job.with_assignees),
    Card("chats", Chat.for_account),
    Card("invoices", Invoice.unpaid, more=lambda account: {"pots": allotted(account)}),
    Card("approvals", Approval.for_account),
    Card("signatures", SignatureRequest.for_account, SignatureRequest.with_signers),
    Card("organizers", Organizer.for_account),
    Card("logins", PortalLogin.latest_of_each),
    Card("notes", Note.pinned_first),
    Card("time-entries", lambda account: TimeEntry.for_account(account, current_user, holds(OTHERS_TIME))),
    Card("proposals", Proposal.for_account),
)
_NAMES = ", ".join(f'"{card.name}"' for card in CARDS)


def cards_for(account: Account, inline: bool) -> list:
    """(card, its fragment or None while it is to be loaded) for every card that the signed-in user may see."""
    return [(card, render(card, account) if inline else None) for card in CARDS if card.allowed]


def render(card: Card, account: Account) -> str:
    """A card's fragment. A card that breaks shows its own error and a retry, and the others stand."""
    try:
        return partial(f"overview/{card.name}.html", card=card, account=account, **card.context(account))
    except Exception:
        current_app.logger.exception("card failed: %s of account %s", card.name, account.id)
        return partial("overview/broken.html", card=card, account=account)


@bp.get("/accounts/<int:account_id>/overview")
def index(account_id):
    account = find_account(account_id)
    return partial("overview/all.html", cards=cards_for(account, inline=True))


@bp.get(f"/accounts/<int:account_id>/overview/<any({_NAMES}):card_name>")
def show(account_id, card_name):
    account = find_account(account_id)
    card = next(card for card in CARDS if card.name == card_name)
    if not card.allowed:
        abort(403)
    return render(card, account)
