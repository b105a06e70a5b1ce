"""A user's own page settings: theme and language."""

from flask import Blueprint, abort, redirect, request, session
from flask_login import current_user

from language import LANGUAGES
from models.user import THEMES, User
from waiting import own_path

bp = Blueprint("preferences", __name__)


@bp.post("/preferences")
def update():
    wanted = {name: request.form[name] for name in ("theme", "language") if name in request.form}
    if wanted.get("theme", "auto") not in THEMES or wanted.get("language", "da") not in LANGUAGES:
        abort(400)
    if "language" in wanted:
        session.pop("lang", None)
    if wanted:
        User.update(wanted).where(User.id == current_user.id).execute()
    return redirect(own_path(request.form.get("next")), 303)
