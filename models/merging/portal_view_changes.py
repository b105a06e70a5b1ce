"""How a merge changes what people of the clients see in the portal: what they gain and what they lose."""

from typing import NamedTuple

from models.base.alphabet import danish_sort_key
from models.base.model import grouped
from models.clients.account import Account
from models.clients.contact import Address
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.documents.document import Document
from models.portal.portal_access import open_places, places_of_mailboxes


class Sight(NamedTuple):
    """That the `people` behind a mailbox will see what is shared on an account, or will not see it any more.

    `when` is now, later (once they have accepted an invitation) or no_longer; `documents` are those of today.
    """

    people: tuple[str, ...]
    email: str
    account: Account
    when: str
    documents: int


class Reach(NamedTuple):
    """What the portal shows to whom: `shared` maps an account's id to how many documents are there, `now` and `later`
    map a mailbox to the ids of the accounts that it reaches, and would reach if everybody had accepted.
    """

    shared: dict[int, int]
    now: dict[str, set[int]]
    later: dict[str, set[int]]
    people: dict[str, set[str]]


def reach_of(records) -> Reach:
    """What the people of some accounts, or some contacts with all of their accounts, see: as the portal itself finds it."""
    emails = sorted(set().union(*(_emails_of(record) for record in records)))
    places = grouped(open_places(emails), "mailbox")
    reached = grouped(places_of_mailboxes(emails), "mailbox")
    later = {email: {place.link.account_id for place in places[email]} for email in emails}
    ids = set().union(*later.values()) | {record.id for record in records if record.noun == "account"}
    return Reach(
        shared=Document.client_counts(sorted(ids)),
        now={email: {place.link.account_id for place in reached[email]} for email in emails},
        later=later,
        people={email: {place.link.contact.name for place in places[email]} for email in emails},
    )


def _emails_of(record) -> set[str]:
    addresses = Address.select(Address.email_folded)
    if record.noun == "contact":
        addresses = addresses.where(Address.contact == record)
    else:
        addresses = addresses.join(LinkedAddress).join(Link).where(Link.account == record)
    return {email for (email,) in addresses.tuples()}


def sights(before: Reach, after: Reach, kept, gone) -> list[Sight]:
    """The differences of what is seen before a merge and after it; an account that is kept is two of them then."""
    parts = {kept.id: {kept.id, gone.id}} if kept.noun == "account" else {}
    accounts = {each.id: each for each in Account.select().where(Account.id.in_(list(before.shared)))}
    told = []
    for email in sorted(before.people.keys() | after.people.keys()):
        was, could = before.now.get(email, set()), before.later.get(email, set())
        does, can = (
            set().union(*(parts.get(each, {each}) for each in reached.get(email, ())))
            for reached in (after.now, after.later)
        )
        people = tuple(sorted(after.people.get(email) or before.people[email], key=danish_sort_key))
        for when, ids in (("now", does - was), ("later", can - could - does), ("no_longer", was - does)):
            for account_id in sorted(ids):
                told.append(Sight(people, email, accounts[account_id], when, before.shared[account_id]))
    return told
