"""A new client: an account with its first contact and its team."""

from models.account import Account
from models.alphabet import danish_sort_key
from models.clock import now
from models.contact import Contact
from models.database import transaction
from models.linking import link_contact
from models.search_change import SearchChange
from models.user import User


def open_client(
    actor: User, *, type: str, name: str, contact: dict, team=(), idempotency_key=None, **fields
) -> Account:
    """Create an account with its first contact and team, and return it.

    `contact` is a Contact, or holds first_name and optionally last_name, emails, phone and language. An empty `name`
    is made from the contact until a person types one. The same `idempotency_key` again returns the first account.
    """
    with transaction():
        known = idempotency_key and Account.get_or_none(Account.idempotency_key == idempotency_key)
        if known:
            return known
        person = contact if isinstance(contact, Contact) else Contact.meet(actor, **contact)
        typed = name.strip()
        account = Account.add(
            actor,
            type=type,
            name=typed or person.name,
            name_typed_at=now() if typed else None,
            sort_key=danish_sort_key(typed or person.name),
            idempotency_key=idempotency_key,
            **fields,
        )
        link_contact(account, person, actor)
        for member in team or [actor]:
            account.assign(member, actor)
        SearchChange.note(account.id)
    return account
