"""The page of one's own second factors, and what follows when one is added."""

from flask import redirect, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, StringField

from models.sign_in.passkey import LONGEST_CREDENTIAL, LONGEST_NAME, Passkey
from models.sign_in.recovery_code import COUNT, RecoveryCode
from models.staff.firm import Firm
from models.staff.user import User
from views._webauthn_challenges import relying_party, relying_party_here
from web.forms import BaseForm, at_most, required, stripped
from web.responses import flash_toast, page


class PasskeyForm(BaseForm):
    """What a browser says of a passkey that it has just made, and what the person calls it."""

    name = StringField(_l("Name"), [required(), at_most(LONGEST_NAME)], [stripped])
    state = HiddenField(validators=[at_most(1000)])
    credential = HiddenField(validators=[at_most(LONGEST_CREDENTIAL)])


def me() -> User:
    """Who is signed in, with everything that is kept of them."""
    return User.get_by_id(current_user.id)


def factors_page(status: int = 200, form: PasskeyForm | None = None, problem: str | None = None):
    """What the person has, and what they may add. `problem` tells why something was not done."""
    user, place = me(), relying_party()
    return page(
        "second_factors/index.html",
        status,
        user=user,
        passkeys=list(Passkey.of(user)),
        codes_left=RecoveryCode.left(user),
        codes_made=COUNT,
        demanded=Firm.this().second_factor_required_at is not None,
        form=form or PasskeyForm(formdata=None),
        problem=problem,
        place=place.origins[0] if place else None,
        here=relying_party_here() is not None,
    )


def added(user: User, text: str):
    """After a factor was added: the first time the recovery codes that go with it, this once."""
    codes = RecoveryCode.first(user, current_user)
    if codes:
        return codes_page(codes, text)
    flash_toast(text)
    return redirect(url_for("second_factors.index"), 303)


def codes_page(codes: list[str], text: str):
    """Recovery codes, shown once: the page is stored nowhere and has no address of its own."""
    return page("recovery_codes/create.html", codes=codes, said=text, firm=Firm.this())
