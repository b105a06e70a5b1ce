"""The sections of a client: what each is, said once for its tab, its page and its card on the Overview.

What a section and its card are called, and what they say when they are empty, is in words/<domain>.py, which words/labels.py gathers; who may see it is the
policy of its page (access/policy/account.py).
"""

from collections.abc import Callable
from typing import NamedTuple

from flask import url_for
from flask_login import current_user

from access import holds
from access.permissions import may_see, section_endpoint
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


class Card(NamedTuple):
    """What the Overview shows of a section, at a `place` among the cards and under an `icon` of the sprite.

    `query` finds its rows, `complete` adds what they show besides. `lead` is a partial above them, where there is something of the
    `more` that it needs.
    """

    place: int
    icon: str
    query: Callable[[Account], object]
    complete: Callable[[list], list] = list
    lead: str = ""
    more: Callable[[Account], dict] = lambda account: {}


class Section(NamedTuple):
    """A section under a tab of labels.TABS; `row` is the partial of one of its rows, on its page and on its card."""

    name: str
    tab: str
    row: str
    card: Card | None = None

    @property
    def allowed(self) -> bool:
        """Whether the signed-in user may see it."""
        return may_see(self.name)


# In the order of the tabs.
SECTIONS = (
    Section(
        "documents",
        "documents",
        "documents/document.html",
        Card(1, "file", lambda account: Document.exchanged(account, current_user), Document.with_openings),
    ),
    Section(
        "approvals",
        "documents",
        "approvals/approval.html",
        Card(7, "rubber-stamp", Approval.for_account),
    ),
    Section(
        "signatures",
        "documents",
        "signatures/signature.html",
        Card(8, "writing-sign", SignatureRequest.for_account, SignatureRequest.with_signers),
    ),
    Section("chats", "communication", "chats/chat.html", Card(5, "messages", Chat.for_account)),
    Section("emails", "communication", "emails/email.html", Card(3, "mail", Email.for_account)),
    Section(
        "organizers",
        "organizers",
        "organizers/organizer.html",
        Card(9, "clipboard-list", Organizer.for_account),
    ),
    Section(
        "invoices",
        "billing",
        "invoices/invoice.html",
        Card(
            6,
            "file-invoice",
            Invoice.unpaid,
            lead="invoices/credit.html",
            more=lambda account: {"pots": allotted(account)},
        ),
    ),
    Section("payments", "billing", "payments/payment.html"),
    Section(
        "time-entries",
        "billing",
        "time_entries/time_entry.html",
        Card(12, "clock", lambda account: TimeEntry.for_account(account, current_user, holds(OTHERS_TIME))),
    ),
    Section("notes", "notes", "notes/note.html", Card(11, "note", Note.pinned_first)),
    Section(
        "jobs",
        "work",
        "jobs/job.html",
        Card(4, "briefcase", lambda account: Job.current(account, current_user), Job.with_assignees),
    ),
    Section("tasks", "work", "tasks/task.html", Card(2, "checklist", Task.under_way, Task.with_assignees)),
    Section(
        "proposals",
        "proposals",
        "proposals/proposal.html",
        Card(13, "file-description", Proposal.for_account),
    ),
    Section("history", "history", "history/event.html"),
    Section("logins", "history", "logins/login.html", Card(10, "login", PortalLogin.latest_of_each)),
)
CARDS = tuple(sorted((each for each in SECTIONS if each.card), key=lambda each: each.card.place))


def section_url(account: Account, name: str) -> str:
    return url_for(section_endpoint(name), account_id=account.id)


def init_app(app):
    app.jinja_env.globals["section_url"] = section_url
