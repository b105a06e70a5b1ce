"""Who may do what, by the policy and by default nobody, and the finders that every view begins with."""

from access import guard
from access.doors import ask_into_portal, setup_done
from access.errors import (
    AccountNotOpen,
    Archived,
    ArchivedEverywhere,
    Foreign,
    InBin,
    Missing,
    PageOfAnotherUser,
    SignedOut,
    Unconfirmed,
    archived_words,
)
from access.finders import (
    accounts,
    contacts,
    find,
    find_account,
    find_binned,
    find_contact,
    find_portal_place,
    is_resting,
    visible_account_ids,
)
from access.guard import largest_body, same_origin
from access.permissions import holds, may, rights, unproven
from access.policy import POLICY
from access.policy.entries import SAFE_METHODS, Entry
from access.staff_session import login_manager, prove, sign_in

__all__ = [
    "POLICY",
    "SAFE_METHODS",
    "AccountNotOpen",
    "Archived",
    "ArchivedEverywhere",
    "Entry",
    "Foreign",
    "InBin",
    "Missing",
    "PageOfAnotherUser",
    "SignedOut",
    "Unconfirmed",
    "accounts",
    "archived_words",
    "ask_into_portal",
    "contacts",
    "find",
    "find_account",
    "find_binned",
    "find_contact",
    "find_portal_place",
    "holds",
    "is_resting",
    "largest_body",
    "may",
    "prove",
    "rights",
    "same_origin",
    "setup_done",
    "sign_in",
    "visible_account_ids",
]


def init_app(app):
    login_manager.init_app(app)
    app.before_request(guard.check_request)
    app.jinja_env.globals |= {"may": may, "unproven": unproven}
