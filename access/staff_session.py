"""Who of the staff is signed in here: a session's beginning, and its proof of who somebody is."""

from flask import g, request, session
from flask_login import LoginManager, current_user, login_user

from access.known_browsers import remember
from models.base.database import transaction
from models.base.event import Event
from models.staff.sign_in import SignIn
from models.staff.user import User

login_manager = LoginManager()


@login_manager.user_loader
def load_user(token: str) -> User | None:
    """The member of staff whose browser holds this token, while its sign-in row lives."""
    sign_in = SignIn.find(token)
    if sign_in is None:
        return None
    if request.is_looked_at:
        sign_in.note_seen()
    sign_in.user.sign_in_token = token
    g.sign_in, g.rights, g.unproven = sign_in, sign_in.rights, sign_in.unproven
    return sign_in.user


def sign_in(user: User, factor: str = "password"):
    """Let `user` in by this browser, with a new session that keeps nothing of the one before (ASVS 7.2.4).

    `factor` is what they proved who they are by, as labels.FACTORS names it.
    """
    address = request.remote_addr or ""
    with transaction():
        if current_user.is_authenticated:
            g.sign_in.end(current_user, "replaced")
        user.sign_in_token = SignIn.start(user, request.user_agent.string, address)
        Event.log("sign_in.succeeded", user, user.email, factor=factor, address=address)
    session.clear()
    login_user(user)
    remember(user)


def prove():
    """The signed-in person has proved once more who they are, and goes on with a session of another token."""
    current_user.sign_in_token = g.sign_in.prove()
    login_user(current_user._get_current_object())
