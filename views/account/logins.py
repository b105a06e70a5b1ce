"""When a client's people signed in to the portal."""

from flask import Blueprint

from access import find_account
from models.portal.portal_login import PortalLogin
from web.account_page import section_page

bp = Blueprint("logins", __name__)


@bp.get("/accounts/<int:account_id>/logins")
def index(account_id):
    account = find_account(account_id)
    return section_page(account, "logins", PortalLogin.for_account(account))
