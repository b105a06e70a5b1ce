"""Which of the people who share a mailbox is there."""

from flask import Blueprint, abort, request

from access import form_after_sign_in, portal_session
from models.base.database import transaction
from web.responses import page, partial

bp = Blueprint("actors", __name__)


@bp.get("/actor")
def edit():
    """Over a form that waits only the question."""
    if request.htmx.wants_fragment:
        return partial("portal/actors/over.html", visit=portal_session.present())
    return page("portal/actors/edit.html", visit=portal_session.present())


@bp.post("/actor")
def update():
    visit = portal_session.present()
    asked = request.form.get("contact_id", 0, int)
    chosen = next((each for each in visit.people if each.id == asked), None)
    if chosen is None:
        abort(400)
    if chosen != visit.contact:
        with transaction():
            visit.act_as(chosen)
    return form_after_sign_in.onward(None, "portal.home.show")
