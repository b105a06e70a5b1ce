"""Which of the people who share a mailbox is there."""

from flask import Blueprint, abort, redirect, request, url_for

import visits
from models.database import transaction
from rendering import page

bp = Blueprint("actors", __name__)


@bp.get("/actor")
def edit():
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
    return redirect(url_for("portal.home.show"), 303)
