"""What the steps that say what a merge brought make of names and places that came before them."""

import importlib

import pytest
from playhouse.migrate import SchemaMigrator

from models.base.database import db
from models.clients.account import EarlierName
from models.clients.link import Link
from models.clients.new_client import open_client
from models.merging.merging import merge, unmerge

NAMES = importlib.import_module("migrations.0032_names_by_merge")
LINKS = importlib.import_module("migrations.0033_first_contacts")


def run(direction):
    with db.atomic():
        direction(SchemaMigrator.from_database(db.obj), db.obj)


@pytest.mark.parametrize("own", ["before", "after", "never"])
def test_the_name_that_a_merge_brought_is_its_own_and_no_other(cast, own):
    def be_called_as_the_other():
        for name in ("Bageriet Bøgh", "Østergaard Byg ApS"):
            cast.a.hold().rename(name, cast.olga)

    if own == "before":
        be_called_as_the_other()
    made = merge(cast.a, cast.b, cast.olga)
    if own == "after":
        be_called_as_the_other()
    told = list(EarlierName.select().order_by(EarlierName.id).tuples())
    run(NAMES.down)
    run(NAMES.up)
    assert list(EarlierName.select().order_by(EarlierName.id).tuples()) == told
    assert EarlierName.select().where(EarlierName.merge == made).count() == 1


def test_a_name_of_a_merge_that_was_undone_is_nobodys(cast):
    unmerge(merge(cast.a, cast.b, cast.olga), cast.olga)
    EarlierName.create(account=cast.a, name=cast.b.name)
    run(NAMES.down)
    run(NAMES.up)
    assert [row.merge for row in EarlierName.select()] == [None]


def test_who_came_by_a_merge_comes_after_who_was_there(cast):
    told = [
        {"first_name": name, "last_name": "Dahl", "emails": [f"{name}@x.example"]} for name in ("Ib", "Bo")
    ]
    older, kept = (open_client(cast.olga, type="individual", name="", contact=each) for each in told)
    merge(kept, older, cast.olga)
    before = list(Link.select().order_by(Link.id).tuples())
    assert any(link.moved_at for link in Link.select())
    run(LINKS.down)
    run(LINKS.up)
    after = list(Link.select().order_by(Link.id).tuples())
    assert [row[:-1] for row in after] == [row[:-1] for row in before]
    assert [bool(row[-1]) for row in after] == [bool(row[-1]) for row in before]
    assert not kept.hold().follow_name(cast.olga)
