"""The Info tab: the account and its contacts."""

from flask import Blueprint, request, url_for

from access import find_account
from models.clients.account import Account
from models.clients.contact_value import FieldValue
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.portal.consequences import InPortal
from models.portal.invitation import with_invitations
from views.account._info_as_of import AsOfForm, as_of_context
from views.account._info_forms import AREAS, areas
from views.clients.outbox import strip_of
from web.account_page import header_of, profile_page
from web.responses import answer, partial

bp = Blueprint("info", __name__)

# What can be asked for alone: the id of the element → its partial.
SECTION_PARTS = {"account-info": "info/account.html"} | {
    f"account-{name}": template for name, template in AREAS.items()
}


@bp.get("/accounts/<int:account_id>/info")
def show(account_id):
    account = find_account(account_id)
    if "as_of" in request.args:
        return as_of_page(account)
    if request.htmx.wants_fragment and request.htmx.target in SECTION_PARTS:
        part = SECTION_PARTS[request.htmx.target]
        return partial(part, account=account, back=True, **header_of(account, "info"), **section_of(account))
    return info_page(account)


def section_of(account: Account, **areas_shown) -> dict:
    """What the account section shows; `areas_shown` goes to _info_forms.areas()."""
    return {"values": FieldValue.of_account(account), **areas(account, **areas_shown)}


def section_answer(account: Account, message: dict):
    """The whole account section after its form was saved, with the header that depends on it."""
    return answer(
        "info/area.html",
        see=url_for("info.show", account_id=account.id),
        message=message,
        area="partials/info/account.html",
        account=account,
        back=True,
        **header_of(account, "info"),
        **section_of(account),
    )


def area_answer(account: Account, area: str, message=None, status: int = 200, filled=None, problem=None):
    """An area of the account section as it stands now, with the header that depends on it and a word about it.

    `filled` is the area's form with what was typed, `problem` a refusal in words.
    """
    filled, problems = {area: filled} if filled else {}, {area: problem} if problem else {}
    if status != 200 and not request.htmx.wants_fragment:
        return info_page(account, status, filled=filled, problems=problems)
    return answer(
        "info/area.html",
        see=url_for("info.show", account_id=account.id, _anchor=f"account-{area}"),
        message=message,
        status=status,
        area=f"partials/{AREAS[area]}",
        redrawn=area if status == 200 else None,
        account=account,
        **header_of(account, "info"),
        **section_of(account, filled=filled, problems=problems),
    )


def as_of_page(account: Account):
    """The tab as it was at the end of a day of the past, or the present one with a word about a day that is none."""
    form = AsOfForm(formdata=request.args)
    if not form.validate():
        return info_page(account, 422, day_typed=request.args["as_of"], day_error=form.as_of.errors[0])
    return profile_page("info/show.html", account, "info", past=as_of_context(account, form.as_of.data))


def info_page(account: Account, status: int = 200, filled=None, problems=None, **context):
    """The tab with everything that is known of an account and its contacts."""
    return profile_page(
        "info/show.html",
        account,
        "info",
        status=status,
        **contacts_section(account),
        **section_of(account, filled=filled, problems=problems),
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
    portals = InPortal([row for link in contacts for row in link.rows])
    return {"contacts": contacts, "signers": signers, "portals": portals}


def contacts_of(account: Account) -> list:
    """The account's links as LinkedAddress.by_contact() tells them, each with `custom_values`, the contact's custom field values."""
    links = LinkedAddress.by_contact(account)
    field_values = FieldValue.of_contacts([link.contact for link in links])
    with_invitations([row for link in links for row in link.rows])
    for link in links:
        link.custom_values = field_values[link.contact_id]
    return links
