"""The passkeys of who is signed in."""

from flask import Blueprint, abort, g, redirect, url_for
from flask_babel import gettext as _
from flask_login import current_user

from access import find
from models.sign_in.passkey import MOST, Passkey, Unproven
from models.sign_in.second_factors import Demanded, TooMany, add_passkey, remove_passkey
from views._webauthn_challenges import answered, relying_party
from views.me._factors import PasskeyForm, added, factors_page, me
from views.me.passkey_challenges import bound
from web.responses import flash_toast

bp = Blueprint("passkeys", __name__)


@bp.post("/settings/passkeys")
def create():
    form, place = PasskeyForm(), relying_party() or abort(404)
    if not form.validate():
        return factors_page(422, form)
    challenge = answered(form.state.data, "creation", *bound())
    if not challenge:
        return factors_page(422, form, _("Your browser did not create a passkey in time. Please try again."))
    try:
        user = me()
        add_passkey(user, form.name.data, form.credential.data, challenge, place, g.sign_in.id)
    except Unproven:
        return factors_page(422, form, _("This passkey cannot be used here. Please try another."))
    except TooMany:
        return factors_page(
            422, form, _("You have %(count)s passkeys: remove one before you add another.", count=MOST)
        )
    return added(user, _("From now on you can sign in with this passkey."))


@bp.post("/settings/passkeys/<int:passkey_id>/deletion")
def delete(passkey_id):
    passkey = find(Passkey.of(current_user), passkey_id, _("This passkey no longer exists."))
    try:
        remove_passkey(passkey, current_user, g.sign_in.id)
    except Demanded:
        return factors_page(
            422, problem=_("The firm requires a second factor. Add another before you remove this one.")
        )
    flash_toast(_("The passkey “%(name)s” can no longer be used here.", name=passkey.name))
    return redirect(url_for("second_factors.index"), 303)
