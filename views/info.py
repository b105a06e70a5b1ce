"""The Info tab: the account and its contacts."""

from flask import Blueprint

from access import accounts, find_account
from models.account import Account
from models.account_relation import AccountRelation
from models.account_role import AccountRoleHolder
from models.fact import facts_of
from models.link import Link
from models.linked_address import LinkedAddress
from profile_frame import profile_page

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
        values=facts_of("account", [account])[account.id],
        related=Link.related_accounts(account, accounts),
        relations=AccountRelation.of_account(account, accounts),
        **context,
    )


def contacts_of(account: Account) -> list:
    """The account's links as LinkedAddress.by_contact() tells them, each with `custom_values`, the contact's facts.

    An e-mail address that stands in a custom field is among the rows already.
    """
    links = LinkedAddress.by_contact(account)
    facts = facts_of("contact", [link.contact for link in links])
    for link in links:
        link.custom_values = [
            fact for fact in facts[link.contact_id] if not (fact.field.in_addresses and fact.value)
        ]
    return links
