"""What the policy says of an endpoint: who may use it, and what else the guard has to know."""

from typing import NamedTuple

from models.base import file_store
from models.base.photo import LARGEST_BYTES

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Entry(NamedTuple):
    """Who may use an endpoint: anyone, staff or clients in the portal, and for staff which rights (one suffices).

    Under /accounts/<id> access to the account comes first. `writes` names the tables that a request may write to
    without an event; nobody else writes silently. `archived` entries may change an
    archived account. `owner` entries are the owner's alone. `unproven` entries are what the firm's demand for a second
    factor leaves to those who have none yet. A `fresh` one asks those who have not proved lately who they are to do it
    once more (ASVS 7.5.1); nothing of what they sent is lost (views/sign_in/confirmations.py). `largest` is how many bytes a
    signed-in person may send where that is more than a form. `unsaid` entries are for a shared mailbox before it is said
    who of its people is there.
    """

    audience: str = "staff"
    rights: frozenset[str] = frozenset()
    writes: tuple[str, ...] = ()
    archived: bool = False
    owner: bool = False
    largest: int | None = None
    unproven: bool = False
    fresh: bool = False
    unsaid: bool = False


ANYONE = Entry("anyone")
STAFF = Entry()
UNPROVEN = Entry(unproven=True)
CLIENT = Entry("client", writes=("portal_session",))  # when the person was last there
SHARED_DOOR = ANYONE._replace(writes=("portal_session",))  # nobody is told of before they say who is there
FILE = file_store.LARGEST + 1_000_000  # bytes, with the form around it
PHOTO = LARGEST_BYTES + 10_000


def needs(*rights: str) -> Entry:
    """Staff who hold one of these rights; owners and admins hold them all."""
    return Entry(rights=frozenset(rights))


OWNER = Entry(owner=True)  # the firm's own settings (rule Staff 2)
MONEY = needs("manage_invoices", "manage_payments")
# Words of the firm that stand on clients whom not everybody sees: owners and admins, for no employee has this right.
MANAGERS = needs("be_owner_or_admin")
PAPERS = needs("manage_documents", "manage_accounts")
EXPORT = needs("export_data")._replace(fresh=True)
PEOPLE = needs("manage_contacts", "manage_accounts")
OTHERS_TIME = needs("manage_time_entries")
