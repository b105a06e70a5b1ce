"""What the owner demands of everybody's sign-in."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from models.sign_in.second_factors import Unprotected, demand, of_staff
from models.staff.firm import Firm
from web.forms import WANTED
from web.responses import flash_toast, page

bp = Blueprint("security", __name__)


@bp.get("/settings/security")
def show():
    return security_page()


@bp.post("/settings/security")
def update():
    wanted = WANTED.get(request.form.get("on"))
    if wanted is None:
        abort(400)
    try:
        demand(wanted, current_user)
    except Unprotected:
        return security_page(
            422, _("Add a second factor to your own sign-in first, or you would lock yourself out.")
        )
    flash_toast(
        _("A second factor is now required for everybody.")
        if wanted
        else _("Everybody decides for themselves whether to use a second factor.")
    )
    return redirect(url_for("security.show"), 303)


def security_page(status: int = 200, problem: str | None = None):
    """Who has a second factor and who not, and the switch."""
    people = of_staff()
    return page(
        "security/show.html",
        status,
        people=people,
        missing=sum(not each.protected for each in people),
        demanded_at=Firm.this().second_factor_required_at,
        problem=problem,
    )
