"""The portal as one person of a client sees it: for looking only, and leaving no trace."""

from flask import Blueprint, g, url_for
from flask_babel import force_locale

from access import accounts, find, find_account, find_portal_place
from access.portal_session import Visit
from mails.letter import language_of
from models.clients.contact import Address
from models.clients.linked_address import LinkedAddress
from models.portal.portal_access import places_of_mailbox
from views.portal.documents import documents_page
from views.portal.home import home_page
from web.account_page import profile_page

bp = Blueprint("previews", __name__)


@bp.get("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/preview")
def index(account_id, linked_address_id):
    account, row = find_row(account_id, linked_address_id)
    visit = g.visit = visit_of(row)
    if visit is None:
        return profile_page("previews/index.html", account, "info", row=row)
    with force_locale(language_of(visit.contact)):
        return home_page() if len(visit.accounts) > 1 else documents_page(visit.places[0])


@bp.get("/accounts/<int:account_id>/linked-addresses/<int:linked_address_id>/preview/<int:own_id>")
def show(account_id, linked_address_id, own_id):
    account, row = find_row(account_id, linked_address_id)
    visit = g.visit = visit_of(row)
    if visit is None:
        return profile_page("previews/index.html", account, "info", row=row)
    with force_locale(language_of(visit.contact)):
        return documents_page(find_portal_place(own_id))


def find_row(account_id: int, linked_address_id: int):
    account = find_account(account_id)
    return account, find(LinkedAddress.on(account), linked_address_id)


def visit_of(row: LinkedAddress) -> Visit | None:
    """What the person has, as far as the looker may see the accounts; None for who has no access to this one."""
    accepted = places_of_mailbox(row.address.email).where(
        Address.portal_user_id == row.address.portal_user_id
    )
    places = list(accepted)
    if row.login_state != "active" or row.id not in [place.id for place in places]:
        return None
    visible = {account.id for account in accounts([place.link.account_id for place in places])}
    places = [
        place
        for place in places
        if place.link.account_id in visible and place.link.contact_id == row.link.contact_id
    ]
    place = {"account_id": row.link.account_id, "linked_address_id": row.id}
    g.preview_url = lambda endpoint, own_id=None: (
        url_for("previews.show", own_id=own_id, **place) if own_id else url_for("previews.index", **place)
    )
    g.preview_closes_to = url_for("info.show", account_id=row.link.account_id, _anchor="contacts")
    return Visit(places)
