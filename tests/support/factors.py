"""Staff with second factors, and what they do at the door."""

import json
import re

import pyotp

from models.base.one_time_codes import new_secret
from models.sign_in import second_factors
from models.sign_in.passkey import Passkey, RelyingParty
from models.sign_in.recovery_code import RecoveryCode
from models.staff.user import User
from tests.support.authenticator import Authenticator
from tests.support.cast import PASSWORD

HERE = RelyingParty("localhost", ("http://localhost",))


def give_app(user: User) -> pyotp.TOTP:
    """Let `user` have an app whose present code is still unused, and return the app."""
    app = pyotp.TOTP(new_secret())
    assert second_factors.add_app(user, app.secret, app.now(), user)
    User.update(totp_step=0).where(User.id == user.id).execute()
    return app


def give_passkey(user: User, name="Min telefon") -> Authenticator:
    """Let `user` have a passkey, and return the device that holds it."""
    device, challenge = Authenticator(), b"a challenge that is long enough"
    answer = device.create(Passkey.creation(user, HERE, "Nord", challenge))
    second_factors.add_passkey(user, name, answer, challenge, HERE)
    return device


def give_codes(user: User) -> list[str]:
    return RecoveryCode.renew(user, user)


def type_password(client, user: User, **more):
    """Through the first half of the door; the answer is the page of the second."""
    response = client.post("/sign-in", data={"email": user.email, "password": PASSWORD, **more})
    assert response.status_code == 200, response.text
    return response


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return found[1]


def second_step(client, proof: str, **answer):
    return client.post("/sign-in/second-step", data={"proof": proof, **answer})


def question_in(text: str) -> dict:
    """What the page asks the browser's passkeys."""
    raw = text.split('data-question="')[1].split('"')[0]
    return json.loads(raw.replace("&#34;", '"').replace("&amp;", "&"))
