"""Making two accounts or two contacts one, and two again."""

from datetime import timedelta
from typing import NamedTuple

from peewee import ForeignKeyField, IntegrityError

from models.account import Account, EarlierName
from models.account_relation import AccountRelation
from models.clock import now
from models.contact import Address, Contact, Phone
from models.database import current_action, transaction
from models.event import Event
from models.link import Link
from models.linked_address import SWITCHES, LinkedAddress, MutedNotification
from models.linking import complete, link_contact
from models.merge import Merge, MovedRow
from models.recorded import Recorded
from models.rehearsal import rehearse
from models.reversal import Overtaken, events_of, take_back

UNDOABLE = timedelta(days=30)  # product.md §4.4: as long as the bin keeps


class NotMergeable(Exception):
    """One of the two is the other, is gone already, or is in the bin."""


class Plan(NamedTuple):
    """What a merge would do: its events, oldest first, and how many rows without a history move, by table."""

    events: list[Event]
    moves: dict[str, int]


def preview(kept, gone) -> Plan:
    """The plan of merge(kept, gone), made by doing it and taking it back. Raises NotMergeable."""
    return Plan(*rehearse(lambda: merge(kept, gone, None), _moves))


def merge(kept, gone, actor) -> Merge:
    """Make the account or contact `gone` a part of `kept`.

    What both have stands as `kept` has it, but of two switches the stricter one wins. Raises NotMergeable.
    """
    with transaction():
        kept, gone = _held(kept, gone)
        made = Merge.create(
            kind=gone.noun, kept_id=kept.id, gone_id=gone.id, action=current_action(), merged_by=actor
        )
        gone.amend(actor, "merged", merged_into=kept)
        if gone.noun == "account":
            _join_links(kept, gone, actor)
            EarlierName.create(account=kept, name=gone.name)
        else:
            _join_addresses(kept, gone, actor)
            _join_places(kept, gone, actor)
        for field, model in type(gone)._meta.backrefs.items():
            if field.name != "merged_into" and model is not EarlierName:
                _move(made, model, field, kept, gone, actor)
        if gone.noun == "contact":
            complete(kept, actor)
    return made


def is_undoable(made: Merge) -> bool:
    """Whether a merge can still be undone."""
    return made.undone_at is None and made.merged_at > now() - UNDOABLE


def unmerge(made: Merge, actor):
    """Make two of one again; what was edited since stays edited. Nothing happens when they are two already.

    Raises NotMergeable when it is too late, or when what was kept is itself a part of another by now.
    """
    with transaction():
        model = Account if made.kind == "account" else Contact
        kept, gone = model.get_by_id(made.kept_id).hold(), model.get_by_id(made.gone_id)
        if gone.merged_into_id is None:
            return
        if kept.merged_into_id is not None or not is_undoable(made):
            raise NotMergeable
        for event in events_of(made.action):
            _undo(event, gone, actor)
        for moved in made.moved_rows:
            _move_back(moved, made)
        if made.kind == "account":
            EarlierName.delete().where(EarlierName.account == kept, EarlierName.name == gone.name).execute()
        else:
            complete(kept, actor)
            complete(gone, actor)
        Merge.update(undone_at=now()).where(Merge.id == made.id).execute()


def _moves(made: Merge) -> dict[str, int]:
    tables = [row.table for row in made.moved_rows]
    return {table: tables.count(table) for table in dict.fromkeys(tables)}


def _held(kept, gone):
    if type(kept) is not type(gone) or kept == gone:
        raise NotMergeable
    pair = {each.id: each.hold() for each in sorted((kept, gone), key=lambda each: each.id)}
    if any(each.merged_into_id or getattr(each, "binned_at", None) for each in pair.values()):
        raise NotMergeable
    return pair[kept.id], pair[gone.id]


def _join_links(kept: Account, gone: Account, actor):
    """The contacts that stand on both accounts: their place on `kept` stays, with the stricter switches."""
    places = {link.contact_id: link for link in Link.select().where(Link.account == kept)}
    for link in Link.select().where(Link.account == gone):
        if link.contact_id in places:
            _join(places[link.contact_id], link, actor)


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
    muted = {each.type for each in row.muted}
    for each in other.muted:
        if each.type not in muted:
            MutedNotification.add(actor, linked_address=row, type=each.type)


def _join_addresses(kept: Contact, gone: Contact, actor):
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
        for row in list(address.linked_addresses):
            place = places.get(row.link.account_id)
            if place is None:
                row.amend(actor, "moved", address=twin)
            else:
                _tighten(LinkedAddress.get(link=place, address=twin), row, actor)
        address.remove(actor)


def _join_places(kept: Contact, gone: Contact, actor):
    """Where both contacts stand on an account, one place stays."""
    places = {link.account_id: link for link in Link.select().where(Link.contact == kept)}
    for link in Link.select().where(Link.contact == gone):
        if link.account_id in places:
            _join(places[link.account_id], link, actor)


def _move(made: Merge, model, field: ForeignKeyField, kept, gone, actor):
    """Let the rows of `model` point to `kept`; those that it has already, or that would point to themselves, go."""
    rows = list(model.select().where(field == gone))
    if not issubclass(model, Recorded):
        ids = [row.id for row in rows]
        MovedRow.insert_many(
            [
                {"merge": made.id, "table": model._meta.table_name, "column": field.name, "row_id": each}
                for each in ids
            ]
        ).execute() if ids else None
        model.update({field.name: kept.id}).where(model.id.in_(ids)).execute()
        return
    for row in rows:
        if _has_already(row, field, kept):
            row.remove(actor)
        else:
            row.amend(actor, "moved", **{field.name: kept})


def _has_already(row: Recorded, field: ForeignKeyField, kept) -> bool:
    model = type(row)
    if isinstance(row, AccountRelation) and kept.id in (row.account_id, row.related_id):
        return True
    alike = [names for names, unique in model._meta.indexes if unique and field.name in names]
    if model is Phone:
        alike = [("contact", "number")]
    for names in alike:
        others = [getattr(model, name) == row.__data__[name] for name in names if name != field.name]
        if model.select().where(field == kept, *others).exists():
            return True
    return False


def _undo(event: Event, gone, actor):
    """Take back what one event of the merge did, as far as nobody has changed it since."""
    try:
        with transaction():
            take_back(event, actor)
    except (Overtaken, IntegrityError):
        if event.noun == "link" and gone.noun == "account":
            _stand_again(event, gone, actor)


def _stand_again(event: Event, gone: Account, actor):
    """A contact of `gone` that has left, or that what was kept cannot spare, stands on it like a newcomer."""
    link = Link.get_or_none(id=event.subject_id)
    contact = Contact.get_or_none(id=link.contact_id if link else event.contact_id)
    if contact and contact.merged_into_id is None:
        link_contact(gone, contact, actor)


def _move_back(moved: MovedRow, made: Merge):
    model = next(each for each in _pointing(made) if each._meta.table_name == moved.table)
    column = model._meta.fields[moved.column]
    model.update({column: made.gone_id}).where(model.id == moved.row_id, column == made.kept_id).execute()


def _pointing(made: Merge):
    return (Account if made.kind == "account" else Contact)._meta.backrefs.values()
