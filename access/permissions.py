"""What the signed-in member of staff may do, by the policy and by default nothing."""

from flask import g
from flask_login import current_user

from access.policy import POLICY
from access.policy.entries import Entry


def rights() -> frozenset[str]:
    """The signed-in user's rights, read once a request."""
    if "rights" not in g:
        g.rights = current_user.rights()
    return g.rights


def unproven() -> bool:
    """Whether the firm requires a second factor, and the signed-in user has none yet (ASVS 6.3.3)."""
    return current_user.is_authenticated and g.get("unproven", False)


def holds(entry: Entry) -> bool:
    """Whether the signed-in user has a right that an entry asks for (access to the account is asked for elsewhere)."""
    if unproven() and not entry.unproven:
        return False
    if entry.owner:
        return current_user.role == "owner"
    return not entry.rights or current_user.is_manager or bool(entry.rights & rights())


def may(endpoint: str) -> bool:
    """Whether to draw a control: the signed-in user may use the endpoint, on an account that is open to them."""
    entry = POLICY.get(endpoint)
    return entry is not None and current_user.is_authenticated and holds(entry)


def section_endpoint(section: str) -> str:
    """The endpoint of the page of a client's section, such as time_entries.index for time-entries."""
    return f"{section.replace('-', '_')}.index"


def may_see(section: str) -> bool:
    """Whether the signed-in user may see a section of a client that is open to them."""
    return may(section_endpoint(section))
