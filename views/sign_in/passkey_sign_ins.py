"""Signing in with a passkey alone: the device has asked for a finger, a face or a PIN, so it is both factors (ASVS 6.3.3).

Nothing can be guessed and no name is tried, so nobody waits because of what was wrong, here or elsewhere: what is counted
at a place of the net only ends the lines in the log.
"""

from flask import Blueprint, abort, jsonify, request
from flask_babel import gettext as _
from wtforms import HiddenField

from access.form_after_sign_in import prefix
from models.sign_in.passkey import LONGEST_CREDENTIAL, Passkey, Unproven
from views._credential_check import PASSKEY, judged
from views._webauthn_challenges import answered, ask, relying_party, relying_party_here
from views.sign_in.sign_ins import SignInForm, enter, sign_in_page
from web.forms import BaseForm, at_most

bp = Blueprint("passkey_sign_ins", __name__)


class PasskeySignInForm(BaseForm):
    state = HiddenField(validators=[at_most(1000)])
    credential = HiddenField(validators=[at_most(LONGEST_CREDENTIAL)])
    next = HiddenField()


@bp.get("/sign-in/passkey")
def new():
    """The question for the browser, fresh at each click."""
    place = relying_party_here() or abort(404)
    challenge, state = ask("sign-in")
    return jsonify(state=state, publicKey=Passkey.request(place, challenge))


@bp.post("/sign-in/passkey")
def create():
    form, wrong = (
        PasskeySignInForm(prefix=prefix()),
        _("The passkey did not work. Please try again, or use your password."),
    )
    user, status = judged(
        PASSKEY, request.remote_addr or "", form.credential, lambda: owner_of(form), wrong, "passkey"
    )
    if user:
        return enter(user, form.next.data, "passkey")
    again = SignInForm(formdata=None, prefix=prefix(), next=form.next.data)
    return sign_in_page(again, status, form.credential.errors[0])


def owner_of(form: PasskeySignInForm):
    """Whose passkey answered our question, or None. An answer that names no passkey of ours costs next to nothing."""
    place = relying_party()
    named = place and form.validate() and Passkey.is_known(form.credential.data)
    challenge = answered(form.state.data, "sign-in") if named else None
    try:
        return Passkey.used(form.credential.data, challenge, place).user if challenge else None
    except Unproven:
        return None
