"""What the step that fastened evidence made of a database that was filled before, and what going back makes of it."""

import importlib
from datetime import UTC, date, datetime

import pytest
from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from models import TABLES
from models.base.clock import at, today
from models.base.database import db, transaction
from models.base.event import Event
from models.base.number_series import NumberSeries
from models.billing.invoice import Credit, Invoice
from models.billing.proposal import Proposal
from models.clients.account import Account
from models.clients.link import Link
from models.documents.signature import SignatureRequest, Signer
from models.processes.bin_expiry import EVIDENCE
from tests.support import rows

STEP = importlib.import_module("migrations.0020_evidence")
NEW = {"keep_until", "purged_at"}
LINES = [("Bogføring", 100, 120_000, 25)]


def run(direction):
    with db.atomic():
        direction(SchemaMigrator.from_database(db.obj), db.obj)


def held() -> dict[str, list]:
    """Every row of every table, without the columns that the step brings."""
    found = {}
    for model in TABLES:
        table = model._meta.table_name
        if table not in ("number_series", "retention_period"):
            names = ", ".join(f'"{each.name}"' for each in db.obj.get_columns(table) if each.name not in NEW)
            found[table] = db.execute_sql(f'SELECT {names} FROM "{table}" ORDER BY id').fetchall()  # noqa: S608
    return found


def schema() -> set:
    """Indexes, triggers and columns, as the database tells of them."""
    found = {
        (table, each.name, tuple(each.columns))
        for table in db.obj.get_tables()
        for each in db.obj.get_indexes(table)
    }
    found |= {(table, each.name) for table in db.obj.get_tables() for each in db.obj.get_columns(table)}
    triggers = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if isinstance(db.obj, SqliteDatabase)
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
    )
    return found | set(db.execute_sql(triggers).fetchall())


def rules() -> dict[tuple[str, str], str]:
    """(table, column) → what the database does with a row when what the column refers to goes."""
    if isinstance(db.obj, SqliteDatabase):
        return {
            (table, key[3]): key[6]
            for table in db.obj.get_tables()
            for key in db.execute_sql(f'PRAGMA foreign_key_list("{table}")').fetchall()
        }
    kinds = {"c": "CASCADE", "n": "SET NULL", "r": "RESTRICT", "a": "NO ACTION"}
    keys = db.execute_sql(
        "SELECT conrelid::regclass::text, attname, confdeltype::text FROM pg_constraint "
        "JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'"
    ).fetchall()
    return {(table.strip('"'), column): kinds[kind] for table, column, kind in keys}


@pytest.fixture
def filled(cast):
    """Rows of every kind, on two clients, in two years; the newest of a table is gone."""
    for account in (cast.a, cast.b):
        rows.add(account, cast.olga, account.id)
    with at(datetime(2025, 12, 31, 23, 30, tzinfo=UTC)):  # a new year where the firm is
        anna = Link.of_account(cast.a)[0].contact
        request = SignatureRequest.get()
        Credit.create(account=cast.a, amount_minor=1, remaining_minor=1)
        Proposal.draft(cast.olga, cast.a, "Udkast", [("Revision", 1)])
        Invoice.issue(cast.a, LINES, today(), today()).receive(1, today())
        request.sign(Signer.get(request=request).contact)
        request.decline(anna)
    return cast


def test_every_foreign_key_does_what_the_models_say(database):
    said = {
        (model._meta.table_name, field.column_name): field.on_delete
        for model in TABLES
        for field in model._meta.refs
    }
    assert {key: rule for key, rule in rules().items() if key in said} == said


def test_back_and_forth_keeps_every_row_and_index(filled):
    before, shape, kept = held(), schema(), rules()
    days = {model: [row.keep_until for row in model.select().order_by(model.id)] for model in EVIDENCE}
    run(STEP.down)
    assert held() == before
    assert rules()["invoice", "account_id"] == "CASCADE"
    assert rules()["payment", "invoice_id"] == "SET NULL"
    assert "RESTRICT" not in {rule for (table, _), rule in rules().items() if table in STEP.FASTENED}
    run(STEP.up)
    assert held() == before
    assert (schema(), rules()) == (shape, kept)
    assert days == {
        model: [row.keep_until for row in model.select().order_by(model.id)] for model in EVIDENCE
    }
    assert Credit.select().order_by(Credit.id.desc()).first().keep_until == date(2031, 12, 31)
    assert NumberSeries.get(name="invoice").last_number == 3
    assert Invoice.issue(filled.a, LINES, today(), today()).number == 4
    if isinstance(db.obj, SqliteDatabase):
        assert db.execute_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []


def test_ids_are_not_given_again_afterwards(filled):
    last = {model: model.create(**values).id for model, values in newest(filled).items()}
    for model, row_id in last.items():
        model.delete().where(model.id == row_id).execute()
    run(STEP.down)
    run(STEP.up)
    for model, values in newest(filled).items():
        assert model.create(**values).id > last[model]


def newest(cast) -> dict:
    return {
        Credit: {"account": cast.a, "amount_minor": 1, "remaining_minor": 1},
        Proposal: {"account": cast.a, "title": "Tilbud"},
        Account: {"name": "Ny", "sort_key": "", "type": "other"},
    }


@pytest.mark.parametrize(("purged", "next_number"), [(False, 3), (True, 4)])
def test_numbers_of_clients_who_were_gone_before_are_not_given_again(cast, purged, next_number):
    """Their ids tell how many were given; where nobody was deleted for good, the highest number does."""
    for account in (cast.a, cast.a, cast.b):
        Invoice.issue(account, LINES, today(), today())
    run(STEP.down)
    if purged:
        with transaction():
            Event.log("account.purged")
    db.execute_sql("DELETE FROM invoice WHERE number = 3")
    run(STEP.up)
    assert Invoice.issue(cast.a, LINES, today(), today()).number == next_number
