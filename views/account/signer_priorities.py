"""The default order of signers on an account."""

from flask import Blueprint, abort, request, url_for
from flask_login import current_user

from access import find_account
from models.clients.link import Link
from views.account.links import find_link
from web.responses import answer

bp = Blueprint("signer_priorities", __name__)


@bp.post("/accounts/<int:account_id>/links/<int:link_id>/signer-priority")
def update(account_id, link_id):
    account = find_account(account_id)
    link = find_link(account, link_id)
    place = request.form.get("place", type=int)
    if place is None:
        abort(400)
    link.sign_at(place, current_user)
    return answer(
        "signer_priorities/moved.html",
        see=url_for("info.show", account_id=account.id, _anchor="signers"),
        account=account,
        signers=Link.signers(account),
    )
