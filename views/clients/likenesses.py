"""What somebody who types a person or a client should know: who is like it, and where an address is in use."""

from contextlib import suppress
from typing import NamedTuple

from flask import Blueprint, request

from access import accounts, contacts
from models.base.fields import LARGEST_ID
from models.base.mailbox import pasted_address
from models.base.phone_number import InvalidPhone, e164
from models.base.registration_number import plain_danish
from models.clients.account import Account
from models.clients.contact import Contact
from models.clients.contact_list import accounts_of
from models.merging.duplicate_score import DuplicateMatch, firm_name
from models.merging.duplicates import MOST, as_known, firm, firms_like, people_like, person, related_ids
from views.clients.search import suggested
from web.responses import partial

bp = Blueprint("likenesses", __name__)

LONGEST = 255


class VisibleMatch(NamedTuple):
    """One match with the clients of the person that the user may open; `unrelated` are those that use a typed
    address and have nothing to do with the client at hand.
    """

    match: DuplicateMatch
    accounts: list
    unrelated: list


class Warned(NamedTuple):
    """All that is to be told, and whether the person who types has accepted it."""

    told: list[VisibleMatch]
    accepted: bool

    @property
    def keys(self) -> str:
        return " ".join(each.match.key for each in self.told)


NOTHING = Warned([], accepted=True)


@bp.get("/contacts/likenesses")
def index():
    account = accounts([_id_in("account")]).first()
    contact = contacts().where(Contact.id == _id_in("except")).first()
    known = contacts().where(Contact.id == _id_in("contact_id")).first()
    told = warned(account, contact, known)
    # The form of a new client has this key.
    opening = "idempotency_key" in request.values
    return partial("contacts/likenesses.html", warned=told, account=account, opening=opening)


def warned(
    account: Account | None = None, contact: Contact | None = None, known: Contact | None = None
) -> Warned:
    """What to tell about the person or client in the fields of this request, typed or sent.

    `account` is the client that the person is to stand on, `contact` the one who is being edited. Where `known` was
    chosen as the person, whoever else was typed says nothing.
    """
    people = [] if known else _people(account, contact)
    found = [*people, *(_firms(known) if "name" in request.values else [])]
    accepted = set(" ".join(request.values.getlist("accepted")).split())
    return Warned(found, accepted=all(each.match.key in accepted for each in found))


def _people(account, contact) -> list[VisibleMatch]:
    first, last = _text("first_name"), _text("last_name")
    emails = [pasted_address(text) for text in _texts("email")]
    typed = person(first, last, emails, _phones(), _text("street"), _text("postal_code"))
    others = contacts().where(Contact.id != contact.id) if contact else contacts()
    known = as_known(contact, _id_in("seen")) if contact else None
    found = people_like(typed, first, last, others, known)
    ids = [match.record.id for match in found]
    places = accounts_of([*ids, contact.id] if contact else ids, accounts)
    own = [account] if account else places[contact.id] if contact else []
    related = related_ids([each.id for each in own])
    return [_visible_match(match, places[match.record.id], related) for match in found]


def _visible_match(match: DuplicateMatch, places: list, related: set[int]) -> VisibleMatch:
    unrelated = [each for each in places if each.id not in related] if "same_address" in match.codes else []
    return VisibleMatch(match, places, unrelated)


def _firms(known: Contact | None) -> list[VisibleMatch]:
    person = known.name if known else f"{_text('first_name')} {_text('last_name')}".strip()
    name = _text("name") or person
    number = plain_danish(_text("registration_number"))
    phones = [] if known else _phones()
    typed = firm(name, phones[0] if phones else "", number=number)
    found = [each.id for each in suggested(firm_name(name), MOST)] if name else []
    return [VisibleMatch(match, [], []) for match in firms_like(typed, name, accounts(), found)]


def _id_in(name: str) -> int:
    number = request.values.get(name, 0, int)
    return number if 0 < number <= LARGEST_ID else 0


def _text(name: str) -> str:
    return request.values.get(name, "").replace("\0", " ").strip()[:LONGEST]


def _texts(ending: str) -> list[str]:
    """What stands in the fields of this name, alone or as a column of lines such as phones-0-number."""
    lines = {
        name.removesuffix(ending): text
        for name, text in request.values.items()
        if name == ending or name.endswith(f"-{ending}")
    }
    return [
        text.strip()[:LONGEST]
        for line, text in lines.items()
        if text.strip() and "\0" not in text and f"{line}removed" not in request.values
    ]


def _phones() -> list[str]:
    found = []
    for text in [*_texts("phone"), *_texts("number")]:
        with suppress(InvalidPhone):
            found.append(e164(text))
    return found
