"""Why somebody does not get what they asked for; web/responses.py says it in words."""

from flask_babel import gettext as _
from werkzeug.exceptions import Conflict, NotFound, Unauthorized

from access import page_owner


class Missing(NotFound):
    """A record that is no longer where the person saw it; the description says so in words."""


class Foreign(Missing):
    """A record that is not the person's, whether it exists or not: a denial, which web/denial_log.py logs."""


class AccountNotOpen(Foreign):
    """An account that is not the user's, whether it exists or not."""


class InBin(Missing):
    """An account in the bin, asked for by somebody who may bring it back (rule Clients 4)."""


class Archived(Conflict):
    """What is read, not changed, until an archived account is reactivated (rule Clients 3); told in words of its own."""

    def __init__(self, text: str | None = None):
        super().__init__(text or _("This client is archived. Reactivate it before you change anything."))


def archived_words(name: str) -> str:
    """What is said of an archived client where it has to be named."""
    return _("%(name)s is archived. Reactivate it before you change anything.", name=name)


class ArchivedEverywhere(Archived):
    """A contact all of whose accounts are archived."""

    def __init__(self):
        super().__init__(
            _("All clients of this contact are archived. Reactivate one of them before you change anything.")
        )


class PageOfAnotherUser(Conflict):
    """A page that was drawn for somebody who is signed in here no more; nothing of what it sent is drawn for who is."""

    def __init__(self):
        super().__init__(
            _(
                "%(name)s is now signed in on this browser, so nothing was saved here. What you typed is still on the page where you typed it: copy it, or sign in as yourself and save again.",
                name=page_owner.name_now(),
            )
        )


class Unconfirmed(Unauthorized):
    """Who is signed in here has to prove once more who they are."""


class SignedOut(Unauthorized):
    """A form was sent that somebody filled in, and their session has ended meanwhile (access/form_after_sign_in.py)."""
