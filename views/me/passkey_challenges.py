"""What a browser is asked in order to make a passkey."""

from flask import Blueprint, abort, g, jsonify
from flask_login import current_user

from models.sign_in.passkey import Passkey
from models.staff.firm import Firm
from views._webauthn_challenges import ask, relying_party_here
from views.me._factors import me

bp = Blueprint("passkey_challenges", __name__)


@bp.get("/settings/passkeys/challenge")
def new():
    place = relying_party_here() or abort(404)
    challenge, state = ask("creation", *bound())
    return jsonify(state=state, publicKey=Passkey.creation(me(), place, Firm.this().name, challenge))


def bound() -> tuple:
    """Whom a question is for, in which session."""
    return current_user.id, g.sign_in.id
