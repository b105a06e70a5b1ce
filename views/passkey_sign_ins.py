"""Signing in with a passkey alone: the device has asked for a finger, a face or a PIN, so it is both factors."""

from flask import Blueprint, abort, jsonify
from flask_babel import gettext as _
from wtforms import HiddenField

from forms import BaseForm, at_most
from models.passkey import LONGEST_CREDENTIAL, Passkey, Unproven
from passkey_questions import answered, ask, house, house_here
from views.second_steps import enter
from views.sign_ins import SignInForm, door

bp = Blueprint("passkey_sign_ins", __name__)


class PasskeySignInForm(BaseForm):
    state = HiddenField(validators=[at_most(1000)])
    credential = HiddenField(validators=[at_most(LONGEST_CREDENTIAL)])
    next = HiddenField(validators=[at_most(2000)])


@bp.get("/sign-in/passkey")
def new():
    """The question for the browser, fresh at each click."""
    place = house_here() or abort(404)
    challenge, state = ask("sign-in")
    return jsonify(state=state, publicKey=Passkey.request(place, challenge))


@bp.post("/sign-in/passkey")
def create():
    form, place = PasskeySignInForm(), house() or abort(404)
    challenge = form.validate() and answered(form.state.data, "sign-in")
    try:
        if not challenge:
            raise Unproven
        passkey = Passkey.used(form.credential.data, challenge, place)
    except Unproven:
        problem = _("The passkey did not work. Please try again, or use your password.")
        return door(SignInForm(formdata=None, next=form.next.data), 422, problem)
    return enter(passkey.user, "passkey", form.next.data)
