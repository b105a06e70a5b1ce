"""The Info tab: the account and its contacts."""

from flask import Blueprint

from access import accounts, find_account
from models.account import Account
from models.account_relation import AccountRelation
from models.account_role import AccountRoleHolder
from models.fact import Fact
from models.invitation import with_invitations
from models.link import Link
from models.linked_address import LinkedAddress
from profile_frame import profile_page
from views.outbox import strip_of

bp = Blueprint("info", __name__)


@bp.get("/accounts/<int:account_id>/info")
def show(account_id):
    account = find_account(account_id)
    return info_page(account)


def info_page(account: Account, status: int = 200, **context):
    """The tab with everything that is known of an account and its contacts."""
    return profile_page(
        "info/show.html",
        account,
        "info",
        status=status,
        contacts=contacts_of(account),
        roles=list(AccountRoleHolder.of_account(account)),
        values=Fact.of_account(account),
        related=Link.related_accounts(account, accounts),
        relations=AccountRelation.of_account(account, accounts),
        **strip_of(account),
        **context,
    )


def contacts_of(account: Account) -> list:
    """The account's links as LinkedAddress.by_contact() tells them, each with `custom_values`, the contact's facts."""
    links = LinkedAddress.by_contact(account)
    facts = Fact.of_contacts([link.contact for link in links])
    with_invitations([row for link in links for row in link.rows])
    for link in links:
        link.custom_values = facts[link.contact_id]
    return links
