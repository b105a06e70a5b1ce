"""Permanent deletion of clients whose time in the bin is over, in small steps.

Nobody sees anything half deleted: the bin gives nothing back once its time is over. Evidence (models.evidence) stays as
long as it has to be kept, with its parts and what it hangs on. Then the account is left as a name and a number that
nobody finds, and so are its people whom evidence names; they go with the last of it.
"""

from functools import reduce
from operator import or_

from peewee import fn

from models.base.archived import still_done
from models.base.clock import day_of, now, today
from models.base.database import locked, transaction
from models.base.event import Event
from models.base.mailbox import mailbox
from models.base.model import all_models
from models.clients.account import BIN_TIME, Account
from models.clients.account_relation import AccountRelation
from models.clients.contact import Address, Contact
from models.clients.evidence import Evidence
from models.clients.link import Link
from models.clients.merge import Merge
from models.clients.portal_user import PortalUser
from models.documents.document import Document
from models.outgoing.outbox import Outbox
from models.processes.address_change import end_acceptance

STEP = 200  # rows

EVIDENCE = tuple(all_models(Evidence))


def due() -> Account | None:
    """The account that has been waiting longest to be deleted, or of which something need not be kept any more.

    None while the clock cannot be trusted.
    """
    if clock_is_behind():
        return None
    over = Account.select().where(Account.binned_at <= now() - BIN_TIME)
    waiting = over.where(Account.purged_at.is_null()).order_by(Account.binned_at).first()
    return (
        waiting or over.where(Account.purged_at.is_null(False), _has_run_out()).order_by(Account.id).first()
    )


def delete_for_good(account: Account):
    """Delete an account whose time in the bin is over, with all that belongs to it but evidence that is to be kept.

    Nothing happens to any other.
    """
    while delete_step(account):
        pass


def delete_step(account: Account) -> bool:
    """One step of delete_for_good(), a transaction of its own: False when there is nothing left to do. Safe to repeat."""
    with transaction(), still_done("permanent deletion"):
        row = locked(Account.select().where(Account.id == account.id)).first()
        if row is None or not row.bin_time_is_over or clock_is_behind():
            return False
        part = _innermost_part(row)
        if _delete_some(part):
            return True
        if not _is_needed(part):
            _end(part)
        elif part.purged_at is None:
            _reduce(part)
        return part != row


def surviving_evidence(account: Account) -> dict:
    """Model of evidence → (how many rows of an account outlive it, the last day of them), if it went to the bin now."""
    then = day_of(now() + BIN_TIME)
    found = {}
    for model in EVIDENCE:
        rows = model.select(fn.COUNT(model.id), fn.MAX(model.keep_until))
        count, until = rows.where(model.account == account, _stays(model, then)).scalar(as_tuple=True)
        if count:
            found[model] = (count, until)
    return found


def clock_is_behind() -> bool:
    """Whether the clock stands before what has happened already, and so cannot tell whose time is over."""
    newest = Event.select(Event.at).order_by(Event.id.desc()).first()
    return newest is not None and newest.at > now()


# What stays


def _stays(model, day=None):
    """What is true of a row that is to be kept on a day, or today: evidence itself, or what such evidence hangs on."""
    day = day or today()
    held = [
        fn.EXISTS(below.select(below.id).where(field == model.id, _stays(below, day)))
        for field, below in _hanging_on(model, "RESTRICT")
        if below in EVIDENCE
    ]
    # Without the first half a row that is no evidence yet would neither stay nor go.
    running = [model.keep_until.is_null(False) & (model.keep_until >= day)] if model in EVIDENCE else []
    return reduce(or_, running + held, model.id.is_null())


def _has_run_out():
    """What is true of a purged account of which nothing is left to keep, or not everything."""
    rest = [fn.EXISTS(model.select(model.id).where(model.account == Account.id)) for model in EVIDENCE]
    over = [
        fn.EXISTS(model.select(model.id).where(model.account == Account.id, ~_stays(model)))
        for model in EVIDENCE
    ]
    return reduce(or_, over) | ~reduce(or_, rest)


def _is_needed(record) -> bool:
    """Whether evidence hangs on an account or a contact."""
    return any(
        model.select().where(field == record).exists()
        for field, model in _hanging_on(type(record), "RESTRICT")
    )


# What goes


def _innermost_part(account: Account) -> Account:
    """One that became a part of the account by a merge and has no parts itself, at last the account."""
    part = Account.get_or_none(Account.merged_into == account)
    return _innermost_part(part) if part else account


def _delete_some(account: Account) -> bool:
    """Delete up to STEP rows of what hangs on an account; False when only its links and what stays are left."""
    others = AccountRelation.select().where(AccountRelation.related == account).limit(STEP)
    for relation in others:
        relation.remove(None)  # told where it began
    if others:
        return True
    for field, model in _hanging_on(Account):
        if model is not Link and _delete_under(model, field == account):
            return True
    if any(_delete_beside(model, account) for model in (Document, *EVIDENCE)):
        return True
    if account.purged_at is not None:  # one line tells of it
        return False
    return _delete_rows(Event, Event.account_id == account.id) or _delete_rows(
        Outbox, Outbox.account_id == account.id
    )


def _hanging_on(model, *how: str) -> list:
    """(field, model) of what goes before a row of a model does."""
    how = how or ("CASCADE", "RESTRICT")
    return [each for each in model._meta.backrefs.items() if each[0].on_delete in how]


def _delete_under(model, condition) -> bool:
    """Delete up to STEP rows of a model that need not stay, or of those that hang on them; False when there are none."""
    condition &= ~_stays(model)
    ids = _ids(model, condition)
    for field, below in _hanging_on(model) if ids else ():
        if _delete_under(below, field.in_(ids)):
            return True
    return _delete_rows(model, model.id.in_(ids)) if ids else False


def _delete_beside(model, account: Account) -> bool:
    """Delete up to STEP rows of what hangs on rows that stay and is no part of them; False when there are none."""
    staying = model.select(model.id).where(model.account == account)
    return any(_delete_under(below, field.in_(staying)) for field, below in _hanging_on(model, "CASCADE"))


def _delete_rows(model, condition) -> bool:
    ids = _ids(model, condition)
    if not ids:
        return False
    people = _named_in(model, ids)
    model.delete().where(model.id.in_(ids)).execute()
    for contact in people:
        _forget(contact)
    return True


def _ids(model, condition) -> list[int]:
    return [row.id for row in model.select(model.id).where(condition).limit(STEP)]


def _named_in(model, ids: list[int]) -> list[Contact]:
    """The people of whom evidence has kept no more than the name, and whom these rows of it name."""
    if "contact" not in model._meta.fields or not model.kept_through:
        return []
    named = model.select(model.contact).where(model.id.in_(ids))
    left = Contact.select().where(Contact.id.in_(named), Contact.purged_at.is_null(False))
    return list(left.order_by(Contact.id))


def _end(account: Account):
    """Delete an account on which nothing but links hangs any more, and its people who stand on no other."""
    people = _people_of(account)
    _record(account, "evidence_purged" if account.purged_at else "purged")
    _forget_merges("account", account.id)
    account.delete_instance()
    for contact in people:
        _forget(contact)


def _reduce(account: Account):
    """Leave of an account what its evidence needs, and of its people who stand on no other."""
    people = _people_of(account)
    _record(account, "purged")
    _forget_merges("account", account.id)
    _empty(account, binned_at=account.binned_at or now())
    Link.delete().where(Link.account == account).execute()
    for contact in people:
        _forget(contact)


def _people_of(account: Account) -> list[Contact]:
    return list(Contact.select().join(Link).where(Link.account == account).order_by(Contact.id))


def _record(account: Account, verb: str):
    if account.merged_into_id is None:
        account.record(verb, "removed", None, {})


def _forget(contact: Contact):
    """Delete a person with all who became a part of them, unless somebody's file names one of them.

    Of those whom evidence alone names the name is left.
    """
    family = [contact]
    for each in family:
        each.hold()
        family.extend(Contact.select().where(Contact.merged_into == each).order_by(Contact.id))
    if any(_is_named(each) for each in family):
        for address in Address.select().where(Address.contact.in_(family)):
            end_acceptance(address, None)
        return
    mailboxes = [each.email_folded for each in Address.select().where(Address.contact.in_(family))]
    for each in reversed(family):
        Event.delete().where(Event.contact_id == each.id, Event.account_id.is_null()).execute()
        _forget_merges("contact", each.id)
        if not _is_needed(each):
            each.delete_instance()
        elif each.purged_at is None:
            for field, model in Contact._meta.backrefs.items():
                if model.part_of_person:
                    model.delete().where(field == each).execute()
            _empty(each)
    _end_sign_ins(mailboxes)


def _end_sign_ins(mailboxes: list[str]):
    """Delete the sign-ins of these mailboxes that are nobody's address any more, with what the history says of them."""
    left = {each.email_folded for each in Address.select().where(Address.email_folded.in_(mailboxes))}
    gone = set(mailboxes) - left
    if not gone:
        return
    ended = Event.select(Event.subject_id, Event.subject_name).where(Event.kind == "portal_user.ended")
    ids = {event.subject_id for event in ended if mailbox(event.subject_name) in gone}
    ids |= {user.id for user in PortalUser.select().where(PortalUser.email_folded.in_(gone))}
    PortalUser.delete().where(PortalUser.email_folded.in_(gone)).execute()
    Event.delete().where(Event.noun == PortalUser.noun, Event.subject_id.in_(ids)).execute()


def _is_named(contact: Contact) -> bool:
    """Whether a file names a person; of purged accounts none is left."""
    pointing = Contact._meta.backrefs.items()
    files = ((field, model) for field, model in pointing if model is not Contact and not model.part_of_person)
    return any(_rows_of_files(model).where(field == contact).exists() for field, model in files)


def _rows_of_files(model):
    rows, here = model.select(), model
    for name in model.kept_through:
        here = here._meta.fields[name].rel_model
        rows = rows.join(here)
    return rows.where(Account.purged_at.is_null()) if model.kept_through else rows


def _empty(record, **kept):
    """Empty every column of an account or a contact but `left_by_purge`: also one that is thought of later."""
    model = type(record)
    gone = (field for field in model._meta.sorted_fields if field.name not in model.left_by_purge)
    empty = {field.name: None if field.null else field.default or "" for field in gone}
    model.update(empty | {"purged_at": now()} | kept).where(model.id == record.id).execute()


def _forget_merges(kind: str, number: int):
    one = (Merge.kept_id == number) | (Merge.gone_id == number)
    Merge.delete().where(Merge.kind == kind, one).execute()
