"""Which of the people who share a mailbox is there."""

from flask import Blueprint, abort, redirect, request, url_for

import visits

bp = Blueprint("actors", __name__)


@bp.post("/actor")
def update():
    visit = visits.present()
    chosen = request.form.get("contact_id", 0, int)
    if chosen not in [each.id for each in visit.people]:
        abort(400)
    visit.session.act_as(chosen)
    return redirect(url_for("portal.home.show"), 303)
