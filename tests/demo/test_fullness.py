"""Every card has something to show on at least half of the active accounts, told or copied."""

from itertools import groupby

import pytest

from demo import TOLD
from models import (
    Account,
    Approval,
    Chat,
    Document,
    Email,
    Invoice,
    Job,
    Note,
    Organizer,
    PortalLogin,
    Proposal,
    SignatureRequest,
    Task,
    TimeEntry,
    User,
)

CARDS = {
    "documents": lambda account, owner: Document.exchanged(account, owner),
    "tasks": lambda account, owner: Task.under_way(account),
    "emails": lambda account, owner: Email.for_account(account),
    "jobs": lambda account, owner: Job.current(account, owner),
    "chats": lambda account, owner: Chat.for_account(account),
    "invoices": lambda account, owner: Invoice.unpaid(account),
    "approvals": lambda account, owner: Approval.for_account(account),
    "signatures": lambda account, owner: SignatureRequest.for_account(account),
    "organizers": lambda account, owner: Organizer.for_account(account),
    "logins": lambda account, owner: PortalLogin.latest_of_each(account),
    "notes": lambda account, owner: Note.pinned_first(account),
    "time-entries": lambda account, owner: TimeEntry.for_account(account, owner, all_users=True),
    "proposals": lambda account, owner: Proposal.for_account(account),
}

pytestmark = [pytest.mark.usefixtures("firm"), pytest.mark.knows_no_engine]


@pytest.fixture(scope="module")
def active(firm):
    """Whether an account was told → the active accounts."""
    accounts = Account.select().where(Account.archived_at.is_null()).order_by(Account.id)
    return {told: list(rows) for told, rows in groupby(accounts, key=lambda account: account.id <= TOLD)}


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("told", [True, False], ids=["told", "copied"])
def test_a_card_is_full_on_most_accounts(active, card, told):
    owner = User.get(email="owner@demo.example")
    filled = sum(CARDS[card](account, owner).exists() for account in active[told])
    assert filled >= len(active[told]) / 2


@pytest.mark.parametrize("card", CARDS)
def test_some_account_has_more_rows_than_the_card_shows(active, card):
    owner = User.get(email="owner@demo.example")
    shown = 2 if card == "logins" else 5  # logins: one row a person
    assert any(CARDS[card](account, owner).count() > shown for account in active[True])
