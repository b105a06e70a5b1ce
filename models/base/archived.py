"""What an archived account refuses, and what is done to it all the same.

Everything that somebody does to an account or a contact asks here, in the transaction of the write and with the account
held, so that nobody archives it in between: by its event (Event.record), or by itself where it has none.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from peewee import Table

from models.base.database import db, found_out, locked

# The models of these import what imports this.
ACCOUNTS = Table("account", ("id", "archived_at"))
LINKS = Table("link", ("account_id", "contact_id"))

# Work on an archived account that goes on → why. docs/security/archived.md tells it to people.
STILL_DONE = {
    "archival": "Archiving ends what is under way there, such as open invitations.",
    "reactivation": "It is the way back.",
    "bin": "Only what is archived can be deleted.",
    "recovery from the bin": "The client is back as it was, archived.",
    "permanent deletion": "Its time in the bin is over. Relations to it go from other clients, archived or not.",
    "undo of the archival": "It is the way back too.",
    "merge": "Of two clients that are active, or of two people who both are somewhere: what others say of the one that goes follows it.",
    "un-merge": "Both stand again as they stood, and one of them may have been archived since.",
    "reading of what is masked": "To read is allowed, and that somebody did is told.",
    "end of a place on the team": "Nobody keeps access because a client is archived.",
    "end of a cover": "What was given for a time is taken back when it is over.",
    "leaving of a colleague": "Who leaves keeps no access, and the work goes to whoever takes over.",
    "removal of a tag": "Tags are the firm's own words, and one that is removed stands nowhere any more.",
    "removal of a role": "So are roles.",
    "payment received": "Money comes when it comes, and the books tell of it.",
    "change of a contact": "The person also stands on an active client, and is one and the same person on the archived one.",
}

_works = ContextVar("works", default=frozenset())


class AccountArchived(Exception):
    """An archived account is read, not changed, until it is reactivated."""

    def __init__(self, account_id: int | None = None):
        super().__init__(account_id)
        self.account_id = account_id


class ContactArchived(AccountArchived):
    """All the accounts of a contact are archived, so what the person owns is read, not changed."""


@contextmanager
def still_done(work: str):
    """Let archived accounts take part in what is done inside: `work` is one of STILL_DONE.

    A "change of a contact" is one only while the contact stands on an active account: of that it lifts nothing.
    """
    if work not in STILL_DONE:
        raise KeyError(work)
    token = _works.set(_works.get() | {work})
    try:
        yield
    finally:
        _works.reset(token)


def refuse_archived(account_id: int | None = None, contact_id: int | None = None, **_others):
    """Raise AccountArchived, or ContactArchived where it is about a contact alone, unless it is still_done().

    Takes what a record concerns(). What is let through is held: nobody archives it until the transaction ends.
    """
    works = _works.get()
    if account_id is not None:
        if not works and hold_accounts([account_id])[account_id]:
            raise AccountArchived(account_id)
    elif contact_id is not None and works <= {"change of a contact"} and _rests(contact_id):
        raise ContactArchived


def hold_concerned(account_id: int | None = None, contact_id: int | None = None, **_others):
    """Take the accounts of what a record concerns() before the record itself, as everybody does, or two wait for each other."""
    if found_out() is None or _works.get() - {"change of a contact"}:
        return
    if account_id is not None:
        hold_accounts([account_id])
    elif contact_id is not None:
        _rests(contact_id)


def hold_accounts(account_ids) -> dict[int, bool]:
    """Let nobody else change these accounts and their teams until the transaction ends; whether each is archived.

    They are taken in one order by everybody, for the same reason.
    """
    known = found_out()
    known = {} if known is None else known
    missing = sorted(set(account_ids) - known.keys())
    if missing:
        query = ACCOUNTS.select(ACCOUNTS.id, ACCOUNTS.archived_at.is_null(False))
        query = query.where(ACCOUNTS.id.in_(missing)).order_by(ACCOUNTS.id)
        if db.in_transaction():
            query = locked(query)
        known |= dict.fromkeys(missing, False)
        known |= {account_id: bool(archived) for account_id, archived in query.tuples().execute(db)}
    return {each: known[each] for each in account_ids}


def hold_places_of(contact_ids):
    """hold_accounts() of all the accounts where some contacts stand."""
    hold_accounts(_places_of(contact_ids))


def hold_mentioned(events):
    """hold_accounts() of all that some lines of history are about, also of those where their contacts stand."""
    people = {event.contact_id for event in events if event.account_id is None}
    hold_accounts({event.account_id for event in events} - {None} | _places_of(people - {None}))


def note_archived(account_id: int, archived: bool):
    """The open transaction has read it or written it itself."""
    known = found_out()
    if known is None:
        return
    if archived and not known.get(account_id, True):
        known.clear()  # of the contacts too
    known[account_id] = archived


def _rests(contact_id: int) -> bool:
    """Whether a contact stands on accounts, and all are archived; they are held."""
    known = found_out()
    active = ("active", contact_id)
    if known is not None and active in known:
        return False
    places = hold_accounts(_places_of([contact_id]))
    if places and all(places.values()):
        return True
    if known is not None:
        known[active] = True
    return False


def _places_of(contact_ids) -> set[int]:
    if not contact_ids:
        return set()
    query = LINKS.select(LINKS.account_id).where(LINKS.contact_id.in_(list(contact_ids)))
    return {account_id for (account_id,) in query.tuples().execute(db)}
