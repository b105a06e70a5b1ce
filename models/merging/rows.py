"""Merging of what both have (teams, links, addresses, names, values): the kept side wins, of switches the stricter one."""

from peewee import fn

from models.base.clock import now
from models.clients.account import Account, Assignment, EarlierName
from models.clients.contact import Address, Contact
from models.clients.custom_value import CustomValue
from models.clients.link import Link
from models.clients.linked_address import SWITCHES, LinkedAddress, MutedNotification
from models.clients.merge import Merge
from models.portal.portal_access import accepted_by
from models.staff.user import User


def fill(kept, gone, actor):
    """Let empty columns of `kept` have what `gone` knows, each group in an event of its own."""
    groups = {}
    for name, field in kept.fields.items():
        if field.filled_with:
            groups.setdefault(field.filled_with, []).append(name)
    for names in groups.values():
        known = {name: getattr(gone, name) for name in names}
        if any(known.values()) and not any(getattr(kept, name) for name in names):
            kept.amend(actor, **known)


def fill_values(kept, gone, actor):
    """Let custom fields that were emptied on `kept` hold what `gone` knows."""
    owner = getattr(CustomValue, kept.noun)
    empty = {row.field_id: row for row in CustomValue.select().where(owner == kept, CustomValue.value == "")}
    for row in CustomValue.select().where(owner == gone, CustomValue.value != ""):
        if row.field_id in empty:
            empty[row.field_id].amend(actor, value=row.value)


def join_teams(kept: Account, gone: Account, actor):
    """Who is on both teams stays for the longer time of the two."""
    places = {place.user_id: place for place in Assignment.select().where(Assignment.account == kept)}
    for other in Assignment.select(Assignment, User).join(User).where(Assignment.account == gone):
        place = places.get(other.user_id)
        if place and other.lasts:
            ends = [other.end, place.end] if place.lasts else [other.end]
            Assignment.put(kept, other.user, place, [*place.stays, *other.stays], max(ends), actor)


def join_names(made: Merge, kept: Account, gone: Account):
    """Let `kept` be found by what the other was called, now and before."""
    EarlierName.create(account=kept, name=gone.name, merge=made)
    for earlier in EarlierName.select().where(EarlierName.account == gone).order_by(EarlierName.id):
        EarlierName.create(account=kept, name=earlier.name, until_at=earlier.until_at, merge=made)


def join_links(kept: Account, gone: Account, actor):
    """The contacts of both accounts: who stands on both keeps the place on `kept`, with the stricter switches.

    The others come after those of `kept`, in their order, as signers and where the first contact counts.
    """
    places = {link.contact_id: link for link in Link.select().where(Link.account == kept)}
    last, moment = Link.select(fn.MAX(Link.signer_priority)).where(Link.account == kept).scalar() or 0, now()
    for link in Link.select().where(Link.account == gone).order_by(Link.signer_priority, Link.id):
        if link.contact_id in places:
            _join(places[link.contact_id], link, actor)
        else:
            last += 1
            link.amend(actor, signer_priority=last, moved_at=moment)


def _join(place: Link, link: Link, actor):
    twins = {row.address_id: row for row in place.linked_addresses}
    for row in list(link.linked_addresses):
        if row.address_id in twins:
            _tighten(twins[row.address_id], row, actor)
        else:
            row.amend(actor, "moved", link=place)
    if link.description and not place.description:
        place.amend(actor, description=link.description)
    link.remove(actor)


def _tighten(row: LinkedAddress, other: LinkedAddress, actor):
    """Off, and muted, is stricter than on."""
    for switch in SWITCHES:
        if not other.is_on(switch):
            row.turn(switch, False, actor)
    if other.agreed_email != row.agreed_email and row.agreed_email == row.address.email_folded:
        row.amend(actor, agreed_email=other.agreed_email)
    muted = {each.type for each in row.muted}
    for each in other.muted:
        if each.type not in muted:
            MutedNotification.add(actor, linked_address=row, type=each.type)


def join_addresses(kept: Contact, gone: Contact, actor):
    """The addresses that both contacts have become one; `gone`'s others follow after those of `kept`."""
    twins = {address.email_folded: address for address in kept.addresses}
    places = {link.account_id: link for link in Link.select().where(Link.contact == kept)}
    last = max((address.position for address in twins.values()), default=-1)
    for address in list(gone.addresses.order_by(Address.position, Address.id)):
        twin = twins.get(address.email_folded)
        if twin is None:
            last += 1
            address.amend(actor, "moved", contact=kept, position=last)
            continue
        _join_acceptance(twin, address, actor)
        for row in list(address.linked_addresses):
            place = places.get(row.link.account_id)
            if place is None:
                row.amend(actor, "moved", address=twin)
            else:
                _tighten(LinkedAddress.get(link=place, address=twin), row, actor)
        address.remove(actor)


def _join_acceptance(twin: Address, address: Address, actor):
    """The two are one person, so what one of them accepted the other has."""
    user = accepted_by(address)
    if user and user.id != twin.portal_user_id:
        twin.amend(actor, "accepted", portal_user_id=user.id, accepted_at=address.accepted_at)


def join_shared_links(kept: Contact, gone: Contact, actor):
    """Where both contacts stand on an account, one place stays."""
    places = {link.account_id: link for link in Link.select().where(Link.contact == kept)}
    for link in Link.select().where(Link.contact == gone):
        if link.account_id in places:
            _join(places[link.account_id], link, actor)
