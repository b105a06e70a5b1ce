"""The Info tab: the account and its contacts."""

from flask import Blueprint, request

from access import accounts, find_account
from models.account import Account
from models.account_relation import AccountRelation
from models.account_role import AccountRoleHolder
from models.consequences import InPortal
from models.fact import Fact
from models.invitation import with_invitations
from models.link import Link
from models.linked_address import LinkedAddress
from past_info import PastForm, told
from profile_frame import profile_page
from views.outbox import strip_of

bp = Blueprint("info", __name__)


@bp.get("/accounts/<int:account_id>/info")
def show(account_id):
    account = find_account(account_id)
    if "as_of" in request.args:
        return past_page(account)
    return info_page(account)


def past_page(account: Account):
    """The tab as it was at the end of a day of the past, or the present one with a word about a day that is none."""
    form = PastForm(formdata=request.args)
    if not form.validate():
        return info_page(account, 422, day_typed=request.args["as_of"], day_error=form.as_of.errors[0])
    return profile_page("info/show.html", account, "info", past=told(account, form.as_of.data))


def info_page(account: Account, status: int = 200, **context):
    """The tab with everything that is known of an account and its contacts."""
    return profile_page(
        "info/show.html",
        account,
        "info",
        status=status,
        **contacts_section(account),
        roles=list(AccountRoleHolder.of_account(account)),
        values=Fact.of_account(account),
        related=Link.related_accounts(account, accounts),
        relations=AccountRelation.of_account(account, accounts),
        **strip_of(account),
        **context,
    )


def contacts_section(account: Account) -> dict:
    """What the contacts section shows."""
    signers = Link.signers(account)
    places = {link.id: link.place for link in signers}
    contacts = contacts_of(account)
    for link in contacts:
        link.place = places.get(link.id)
    return {"contacts": contacts, "signers": signers, "portals": InPortal.of([account.id])}


def contacts_of(account: Account) -> list:
    """The account's links as LinkedAddress.by_contact() tells them, each with `custom_values`, the contact's facts."""
    links = LinkedAddress.by_contact(account)
    facts = Fact.of_contacts([link.contact for link in links])
    with_invitations([row for link in links for row in link.rows])
    for link in links:
        link.custom_values = facts[link.contact_id]
    return links
