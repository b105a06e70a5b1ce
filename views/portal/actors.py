"""Which of the people who share a mailbox is there."""

from flask import Blueprint, abort, request

import visits
import waiting
from models.database import transaction
from rendering import page, partial

bp = Blueprint("actors", __name__)


@bp.get("/actor")
def edit():
    """Over a form that waits only the question."""
    if request.htmx.wants_fragment:
        return partial("portal/actors/over.html", visit=visits.present())
    return page("portal/actors/edit.html", visit=visits.present())


@bp.post("/actor")
def update():
    visit = visits.present()
    asked = request.form.get("contact_id", 0, int)
    chosen = next((each for each in visit.people if each.id == asked), None)
    if chosen is None:
        abort(400)
    if chosen != visit.contact:
        with transaction():
            visit.act_as(chosen)
    return waiting.onward(None, "portal.home.show")
