"""Merging two accounts or two contacts into one, and undoing it."""

from datetime import timedelta
from typing import NamedTuple

from peewee import ForeignKeyField, IntegrityError, chunked, fn

from models.base.archived import hold_mentioned, hold_places_of, refuse_archived, still_done
from models.base.clock import now
from models.base.database import current_action, transaction
from models.base.dry_run import dry_run
from models.base.event import Event
from models.base.search_change import SearchChange
from models.clients.account import Account, Assignment, BeyondOwnStay, EarlierName
from models.clients.account_relation import AccountRelation
from models.clients.contact import Contact
from models.clients.link import Link
from models.clients.linked_address import SWITCHES, LinkedAddress
from models.clients.linking import complete, link_contact
from models.clients.merge import Merge, MovedRow
from models.history.undo import Overtaken, events_of, olds, take_back
from models.merging.portal_view_changes import Reach, Sight, reach_of, sights
from models.merging.rows import (
    fill,
    fill_values,
    join_addresses,
    join_links,
    join_names,
    join_shared_links,
    join_teams,
)
from models.portal.portal_login import PortalLogin
from models.staff.stay import FOREVER, shortened
from models.staff.user import User

AT_ONCE = 1_000  # rows: databases bound the parameters of one statement
UNDOABLE = timedelta(days=30)  # rule Clients 9: as long as the bin keeps


class NotMergeable(Exception):
    """One of the two is the other, is gone already, or is in the bin."""


class Plan(NamedTuple):
    """What a merge would do: its events, oldest first, and how many rows without a history move, by table.

    `team` are the places on the account that is made of two, as they would be; each has its user. `sights` are what
    people of the clients would see in the portal that they do not see now, and what no more.
    """

    events: list[Event]
    moves: dict[str, int]
    team: list[Assignment]
    sights: list[Sight]


def preview(kept, gone, actor=None) -> Plan:
    """The plan of merge(kept, gone, actor), made by doing it and taking it back. Raises as merge() does."""
    before = reach_of([kept, gone])
    events, (moves, team, after) = dry_run(lambda: merge(kept, gone, actor), _outcome)
    return Plan(events, moves, team, sights(before, after, kept, gone))


def merge(kept, gone, actor) -> Merge:
    """Make the account or contact `gone` a part of `kept`.

    What both have stands as `kept` has it, but of two switches the stricter one wins, and what `kept` lacks is filled
    from `gone`. Raises NotMergeable, AccountArchived, ContactArchived for one whose accounts are all archived, and
    BeyondOwnStay to who is on one of two accounts for a time: each team gets what is the other's, for as long as it has
    its own.
    """
    with transaction():
        kept, gone = _held(kept, gone)
        for each in (kept, gone):
            refuse_archived(**each.concerns())
        if gone.noun == "account":
            _require_for_good(kept, gone, actor)
        return _merge(kept, gone, actor)


def _merge(kept, gone, actor) -> Merge:
    with still_done("merge"):
        last_name = EarlierName.select(fn.MAX(EarlierName.id)).scalar() or 0
        made = Merge.create(
            kind=gone.noun, kept_id=kept.id, gone_id=gone.id, action=current_action(), merged_by=actor
        )
        gone.amend(actor, "merged", merged_into=kept)
        fill(kept, gone, actor)
        fill_values(kept, gone, actor)
        if gone.noun == "account":
            join_links(kept, gone, actor)
            join_teams(kept, gone, actor)
            join_names(made, kept, gone)
        else:
            join_addresses(kept, gone, actor)
            join_shared_links(kept, gone, actor)
        for field, model in type(gone)._meta.backrefs.items():
            if field.name != "merged_into" and model.on_merge != "apart":
                _move(made, model, field, kept, gone, actor)
        if gone.noun == "contact":
            complete(kept, actor)
            Account.follow_contact(kept.id, actor)
            _mark_names(made, last_name)
        else:
            Assignment.settle([kept.id], actor)
            PortalLogin.recall([kept.id, gone.id])
        SearchChange.note(*_accounts_of(kept), *_accounts_of(gone))
    return made


def is_undoable(made: Merge) -> bool:
    """Whether a merge can still be undone."""
    return made.undone_at is None and made.merged_at > now() - UNDOABLE


def unmerge(made: Merge, actor):
    """Make two of one again; what was edited since stays edited. Nothing happens when they are two already.

    Nobody is on either for longer afterwards than on the one that it was.
    Raises NotMergeable when it is too late, or when what was kept is itself a part of another by now.
    """
    with transaction(), still_done("un-merge"):
        model = Account if made.kind == "account" else Contact
        events = events_of(made.action)
        hold_mentioned(events)
        kept, gone = model.get_by_id(made.kept_id).hold(), model.get_by_id(made.gone_id)
        if gone.merged_into_id is None:
            return
        if kept.merged_into_id is not None or not is_undoable(made):
            raise NotMergeable
        had = Assignment.ends_on([kept.id]) if made.kind == "account" else {}
        # What is gone stands again before anything comes back to it; the rest newest first.
        for event in sorted(events, key=lambda event: "merged_into" not in event.values):
            _undo(event, kept, gone, actor)
        for moved in made.moved_rows:
            _move_back(moved, made)
        if made.kind == "account":
            EarlierName.delete().where(EarlierName.merge == made).execute()
            PortalLogin.recall([kept.id, gone.id])
            for account in (kept, gone):
                _bound(account, {user_id: end for (_account_id, user_id), end in had.items()}, actor)
            _staff(kept, gone, actor)
            _staff(gone, kept, actor)
            Assignment.settle([kept.id, gone.id], actor)
            for account in (kept, gone):
                account.follow_name(actor)
        else:
            for contact in (kept, gone):
                complete(contact, actor)
                Account.follow_contact(contact.id, actor)
            _forget_names(made, events)
        SearchChange.note(*_accounts_of(kept), *_accounts_of(gone))
        Merge.update(undone_at=now()).where(Merge.id == made.id).execute()


def _outcome(made: Merge) -> tuple[dict[str, int], list[Assignment], Reach]:
    team = Assignment.current_of(made.kept_id) if made.kind == "account" else []
    kept = (Account if made.kind == "account" else Contact).get_by_id(made.kept_id)
    return _moves(made), list(team), reach_of([kept])


def _accounts_of(record) -> list[int]:
    """The ids of the accounts that search finds by an account or a contact."""
    return [record.id] if record.noun == "account" else SearchChange.accounts_of(record.id)


def _mark_names(made: Merge, last: int):
    """Let the names that accounts had until they followed the one of two people tell that they ended with the merge."""
    came = EarlierName.account.in_(SearchChange.accounts_of(made.kept_id)) & (EarlierName.id > last)
    EarlierName.update(merge=made).where(came).execute()


def _forget_names(made: Merge, events: list[Event]):
    """Accounts that follow again whom they followed before have not been called what they were called meanwhile."""
    ids = {event.account_id for event in events if event.kind == "account.renamed"}
    for account in Account.select().where(Account.id.in_(list(ids))):
        if not account.follows_contact:
            continue
        given = Event.select().where(
            Event.kind == "account.renamed",
            Event.account_id == account.id,
            Event.source == "automatic",
            Event.id >= events[-1].id,
        )
        names = {event.values["name"][1] for event in given} | {account.name}
        EarlierName.delete().where(
            EarlierName.account == account,
            EarlierName.until_at >= made.merged_at,
            EarlierName.name.in_(list(names)),
        ).execute()


def _moves(made: Merge) -> dict[str, int]:
    tables = [row.table for row in made.moved_rows]
    return {table: tables.count(table) for table in dict.fromkeys(tables)}


def _held(kept, gone):
    if type(kept) is not type(gone) or kept == gone:
        raise NotMergeable
    if kept.noun == "contact":
        hold_places_of([kept.id, gone.id])
    pair = {each.id: each.hold() for each in sorted((kept, gone), key=lambda each: each.id)}
    if any(
        each.merged_into_id or each.purged_at or getattr(each, "binned_at", None) for each in pair.values()
    ):
        raise NotMergeable
    return pair[kept.id], pair[gone.id]


def _move(made: Merge, model, field: ForeignKeyField, kept, gone, actor):
    """Let the rows of `model` point to `kept`; those that it has already, or that would point to themselves, go."""
    if model.on_merge == "at_once":
        return _move_untold(made, model, field, kept, gone)
    rows = list(model.select().where(field == gone))
    for row in rows:
        if _has_already(row, field, kept):
            row.remove(actor)
        else:
            row.amend(actor, "moved", **{field.name: kept})


def _move_untold(made: Merge, model, field: ForeignKeyField, kept, gone):
    """Move rows without a history; one that `kept` has already, such as a second signer, stays where it is."""
    if _unique_with(model, field):
        rows = model.select().where(field == gone)
        ids = [row.id for row in rows if not _has_already(row, field, kept)]
    else:
        ids = [row_id for (row_id,) in model.select(model.id).where(field == gone).tuples()]
    told = {"merge": made.id, "table": model._meta.table_name, "column": field.name}
    for some in chunked(ids, AT_ONCE):
        MovedRow.insert_many([told | {"row_id": each} for each in some]).execute()
        model.update({field.name: kept.id}).where(model.id.in_(some)).execute()


def _unique_with(model, field: ForeignKeyField) -> list:
    """The combinations of columns with `field` that stand once only."""
    unique = [names for names, once in model._meta.indexes if once]
    return [names for names in (*unique, *model.stands_once) if field.name in names]


def _has_already(row, field: ForeignKeyField, kept) -> bool:
    model = type(row)
    if isinstance(row, AccountRelation) and kept.id in (row.account_id, row.related_id):
        return True
    for names in _unique_with(model, field):
        others = [getattr(model, name) == row.__data__[name] for name in names if name != field.name]
        if model.select().where(field == kept, *others).exists():
            return True
    return False


def _undo(event: Event, kept, gone, actor):
    """Take back what one event of the merge did, as far as nobody has changed it since, there or on what was kept."""
    try:
        with transaction():
            if _is_decided_since(event, kept):
                raise Overtaken(event)
            take_back(event, actor)
            if event.noun == "linked_address" and event.effect == "removed":
                _follow_twin(event, kept, actor)
    except (Overtaken, IntegrityError):
        if event.noun == "link" and gone.noun == "account":
            _stand_again(event, gone, actor)


def _is_decided_since(event: Event, kept) -> bool:
    """Whether a switch has been turned since, or a contact been taken off the one place that two had become."""
    if event.noun == "linked_address" and event.effect == "changed":
        return bool(event.values.keys() & _changed_after(event, event.subject_id))
    return event.noun == "link" and event.effect == "removed" and _twin_place(olds(event), kept) is None


def _follow_twin(event: Event, kept, actor):
    """Turn off on a place that comes back what was turned off since, or went, on the place that two had become."""
    back = LinkedAddress.get_by_id(event.subject_id)
    place = _twin_place(back.link.values(), kept)
    rows = place.linked_addresses if place else ()
    twin = next((row for row in rows if row.address.email_folded == back.address.email_folded), None)
    turned = _changed_after(event, twin.id) if twin else set()
    for switch, column in SWITCHES.items():
        if twin is None or (column in turned and not twin.is_on(switch)):
            back.turn(switch, False, actor)


def _twin_place(values: dict, kept) -> Link | None:
    """The place of what was kept that stands for another one, told by its values."""
    one = {"account": values["account"], "contact": values["contact"]} | {kept.noun: kept.id}
    return Link.get_or_none(**one)


def _changed_after(event: Event, row_id: int) -> set[str]:
    """The columns of a linked address that later actions than that of an event have changed."""
    later = Event.select().where(
        Event.noun == "linked_address",
        Event.subject_id == row_id,
        Event.effect == "changed",
        Event.id > event.id,
        Event.action != event.action,
    )
    return {name for each in later for name in each.values}


def _stand_again(event: Event, gone: Account, actor):
    """A contact of `gone` that has left, or that what was kept cannot spare, stands on it like a newcomer."""
    link = Link.get_or_none(id=event.subject_id)
    contact = Contact.get_or_none(id=link.contact_id if link else event.contact_id)
    if contact and contact.merged_into_id is None:
        link_contact(gone, contact, actor)


def _staff(account: Account, other: Account, actor):
    """An account that nobody is left on gets the team of the other."""
    if not Assignment.current_of(account).exists():
        held = {place.user_id: place for place in Assignment.select().where(Assignment.account == account)}
        for place in Assignment.current_of(other):
            Assignment.put(account, place.user, held.get(place.user_id), place.stays, place.end, actor)


def _require_for_good(kept: Account, gone: Account, actor):
    """Raise BeyondOwnStay to who is on one of the two for a time, or not at all without the right to open it."""
    for account in (kept, gone):
        place = actor and Assignment.get_or_none(account=account, user=actor)
        own = place and place.lasts and place.is_own_to(actor)
        reach = place.end if own else account.reach_of(actor)
        if reach != FOREVER:
            raise BeyondOwnStay(account, reach)


def _bound(account: Account, had: dict, actor):
    """Let nobody be on one of two accounts for longer than they were on the one."""
    for place in Assignment.select(Assignment, User).join(User).where(Assignment.account == account):
        end = had.get(place.user_id)
        if place.lasts and end is None:
            place.leave(actor)
        elif place.lasts and place.end > end:
            Assignment.put(account, place.user, place, shortened(place.stays, end), end, actor)


def _move_back(moved: MovedRow, made: Merge):
    model = next(each for each in _pointing(made) if each._meta.table_name == moved.table)
    column = model._meta.fields[moved.column]
    model.update({column: made.gone_id}).where(model.id == moved.row_id, column == made.kept_id).execute()


def _pointing(made: Merge):
    return (Account if made.kind == "account" else Contact)._meta.backrefs.values()
