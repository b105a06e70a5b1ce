"""Deleting for good what has been in the bin for its time, in steps so small that nobody waits for them.

Nobody sees anything half deleted: the bin gives nothing back once its time is over.
"""

from models.account import BIN_TIME, Account
from models.account_relation import AccountRelation
from models.archived import still_done
from models.clock import now
from models.contact import Address, Contact, Phone
from models.custom_value import CustomValue
from models.database import locked, transaction
from models.event import Event
from models.link import Link
from models.merge import Merge
from models.outbox import Outbox

STEP = 200  # rows

# What goes with a contact. Anything else that points to one belongs to somebody's file and keeps the person.
OWN = (Phone, Address, CustomValue, Contact)


def due() -> Account | None:
    """The account that has been waiting longest to be deleted."""
    over = Account.select().where(Account.binned_at <= now() - BIN_TIME)
    return over.order_by(Account.binned_at).first()


def purge(account: Account):
    """Delete an account whose time in the bin is over, with all that belongs to it; nothing happens to any other."""
    while purge_some(account):
        pass


def purge_some(account: Account) -> bool:
    """One step of purge(), a transaction of its own: False when there is nothing left to do. Safe to repeat."""
    with transaction(), still_done("purge"):
        row = locked(Account.select().where(Account.id == account.id)).first()
        if row is None or not row.bin_time_is_over:
            return False
        part = _innermost_part(row)
        if _delete_some(part):
            return True
        _end(part)
        return part != row


def _innermost_part(account: Account) -> Account:
    """One that became a part of the account by a merge and has no parts itself, at last the account."""
    part = Account.get_or_none(Account.merged_into == account)
    return _innermost_part(part) if part else account


def _delete_some(account: Account) -> bool:
    """Delete up to STEP rows of what hangs on an account; False when only its links are left, which go with it."""
    others = AccountRelation.select().where(AccountRelation.related == account).limit(STEP)
    for relation in others:
        relation.remove(None)  # told where it began
    if others:
        return True
    for field, model in _hanging_on(Account):
        if model is not Link and _delete_under(model, field == account):
            return True
    return _delete_rows(Event, Event.account_id == account.id) or _delete_rows(
        Outbox, Outbox.account_id == account.id
    )


def _hanging_on(model):
    return [each for each in model._meta.backrefs.items() if each[0].on_delete == "CASCADE"]


def _delete_under(model, condition) -> bool:
    """Delete up to STEP rows of a model, or of those that hang on them; False when there are none."""
    ids = _ids(model, condition)
    for field, below in _hanging_on(model) if ids else ():
        if _delete_under(below, field.in_(ids)):
            return True
    return _delete_rows(model, model.id.in_(ids)) if ids else False


def _delete_rows(model, condition) -> bool:
    ids = _ids(model, condition)
    return bool(ids) and model.delete().where(model.id.in_(ids)).execute() > 0


def _ids(model, condition) -> list[int]:
    return [row.id for row in model.select(model.id).where(condition).limit(STEP)]


def _end(account: Account):
    """Delete an account on which nothing but links hangs any more, and its people who stand on no other."""
    people = list(Contact.select().join(Link).where(Link.account == account).order_by(Contact.id))
    if account.merged_into_id is None:
        account.record("purged", "removed", None, {})
    _forget_merges("account", account.id)
    account.delete_instance()
    for contact in people:
        _forget(contact)


def _forget(contact: Contact):
    """Delete a person with all who became a part of them, unless somebody's file names one of them."""
    family = [contact]
    for each in family:
        each.hold()
        family.extend(Contact.select().where(Contact.merged_into == each).order_by(Contact.id))
    if any(_is_named(each) for each in family):
        return
    for each in reversed(family):
        Event.delete().where(Event.contact_id == each.id, Event.account_id.is_null()).execute()
        _forget_merges("contact", each.id)
        each.delete_instance()


def _is_named(contact: Contact) -> bool:
    pointing = (pair for pair in Contact._meta.backrefs.items() if pair[1] not in OWN)
    return any(model.select().where(field == contact).exists() for field, model in pointing)


def _forget_merges(kind: str, number: int):
    one = (Merge.kept_id == number) | (Merge.gone_id == number)
    Merge.delete().where(Merge.kind == kind, one).execute()
