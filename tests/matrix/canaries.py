"""Canaries: a mark of its own in every text of every row, so that a leak says whose row it was and of which table.

A mark is zq + a (account) or c (contact) + the owner's id + the table + zq. E-mail addresses keep their form and are
marks as they stand, since no two people of the world share one unawares.
"""

import json
import re

from peewee import CharField, SqliteDatabase, TextField

from models import TABLES
from models.base.database import db
from models.base.event import Event
from models.clients.account import Account
from models.clients.contact import Address, Contact

MARK = re.compile(r"zq([ac])(\d+)([a-z]+)zq")
# It begins at no letter inside a text, else a long one would be tried from each; two may stand side by side.
EMAIL = re.compile(r"(?:(?<![\w.])|(?<=\.example))[\w.]+@[\w.]+\.example")

# Texts of a closed list, of a fixed form or of the program's own making: nobody can write a name into them.
CODED = {
    *("type", "status", "state", "kind", "noun", "effect", "action", "source", "actor_kind", "direction"),
    *("language", "currency", "country", "colour", "theme", "role", "order", "priority", "access", "set"),
    *("sending", "method", "stored_status", "quickbooks_status", "table", "column", "thread_key"),
    *("token_hash", "password_hash", "name_hash", "totp_secret", "mime_type", "file", "sha256", "photo"),
    *("digest", "idempotency_key", "phone", "number", "asked", "told"),
    *("email", "email_folded", "agreed_email", "address"),  # marks as they stand
    "stands_on",
}


def mark(kind: str, owner_id: int, table: str) -> str:
    return f"zq{kind}{owner_id}{table.replace('_', '')}zq"


def marks_in(text: str) -> set[tuple[str, int, str]]:
    """(a or c, the owner's id, the table) of every mark in a text."""
    return {(kind, int(owner), table) for kind, owner, table in MARK.findall(text)}


def plant():
    """Mark every text that has no mark yet; to be called again when more rows have come."""
    let_the_history_be_rewritten()
    for model in TABLES:
        columns = texts(model)
        if not columns and model is not Event:
            continue
        for row in model.select():
            owner = owner_of(row)
            if owner:
                table = row.noun if model is Event else model._meta.table_name
                _mark_row(row, columns, mark(*owner, table))


def let_the_history_be_rewritten():
    """In a world of tests alone: the database itself keeps anybody else from it."""
    of = "" if isinstance(db.obj, SqliteDatabase) else " ON event"
    db.execute_sql(f"DROP TRIGGER IF EXISTS event_rewritten{of}")


def texts(model) -> list:
    """The columns of a model that people's words stand in."""
    return [
        field
        for field in model._meta.sorted_fields
        if isinstance(field, CharField | TextField) and field.name not in CODED
    ]


def _mark_row(row, columns, sign: str):
    changed = {}
    for field in columns:
        text, longest = getattr(row, field.name), getattr(field, "max_length", None)
        if field.name == "changes":
            changed["changes"] = json.dumps(_mark_changes(json.loads(text), sign), ensure_ascii=False)
        elif text is not None and "zq" not in text and "@" not in text:
            marked = f"{text} {sign}".strip()
            assert not longest or len(marked) <= longest, f"{field} is too short for a canary"
            changed[field.name] = marked
    if "actor_name" in changed and row.actor_kind != "contact":
        del changed["actor_name"]
    if isinstance(row, Account) and "website" in changed:
        changed["website"] = f"https://{sign}.example"
    if changed:
        type(row).update(changed).where(type(row).id == row.id).execute()


def _mark_changes(changes: dict, sign: str) -> dict:
    def marked(name, value):
        told = isinstance(value, str) and name not in CODED and not name.endswith(("_at", "_on"))
        return f"{value} {sign}" if told and "zq" not in value and "@" not in value else value

    return {name: [marked(name, each) for each in pair] for name, pair in changes.items()}


def owner_of(row) -> tuple[str, int] | None:
    """Whose a row is: ("a", account id) or ("c", contact id), or None for what is the firm's own."""
    if isinstance(row, Account):
        return "a", root_of(row.id)
    if isinstance(row, Contact):
        return "c", row.id
    if getattr(row, "account_id", None):
        return "a", root_of(row.account_id)
    if getattr(row, "contact_id", None):
        return "c", row.contact_id
    parents = (getattr(row, field.name) for field in row._meta.refs)
    return next(filter(None, (owner_of(each) for each in parents if each)), None)


def root_of(account_id: int) -> int:
    """The account that an account is a part of by merges."""
    row = Account.get_or_none(id=account_id)
    return root_of(row.merged_into_id) if row and row.merged_into_id else account_id


def owners_of_emails() -> dict[str, set[int]]:
    """E-mail address, folded → the ids of the contacts who have it."""
    owners = {}
    for row in Address.select():
        owners.setdefault(row.email_folded, set()).add(row.contact_id)
    return owners
