"""A new client: an account with its first contact and its team."""

from peewee import IntegrityError

from models.base.clock import now
from models.base.database import transaction
from models.base.visible_text import tidied
from models.clients.account import LONGEST_NAME, Account
from models.clients.contact import Contact
from models.clients.default_member import DefaultMember
from models.clients.linking import link_contact
from models.staff.user import User


def open_client(actor: User, *, name: str, contact: dict, team=(), idempotency_key=None, **fields) -> Account:
    """Create an account of a type with its first contact and team, the default members among it, and return it.

    `contact` is a Contact, or holds first_name and optionally last_name, emails, phone and language. An empty `name`
    is made from the contact until a person types one. The same `idempotency_key` again returns the first account.
    """
    try:
        with transaction():
            return opened_by(idempotency_key) or _open(
                actor, tidied(name), contact, team, idempotency_key=idempotency_key, **fields
            )
    except IntegrityError:  # PostgreSQL lets two begin with one key, and one of them end
        if idempotency_key is None:
            raise
        return Account.get(Account.idempotency_key == idempotency_key)


def opened_by(idempotency_key: str | None) -> Account | None:
    """The account that was opened with this key, if any."""
    return idempotency_key and Account.get_or_none(Account.idempotency_key == idempotency_key)


def _open(actor: User, typed: str, contact, team, **fields) -> Account:
    person = contact if isinstance(contact, Contact) else Contact.meet(actor, **contact)
    name = (typed or person.name)[:LONGEST_NAME]
    account = Account.add(actor, name=name, name_typed_at=now() if typed else None, **fields)
    link_contact(account, person, actor)
    for member in dict.fromkeys([*(team or [actor]), *DefaultMember.people()]):
        account.admit(member, actor)
    return account
