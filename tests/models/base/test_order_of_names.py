"""Names that staff give, in lists of people, tags and fields: in Danish order, the same on every engine."""

import importlib
import random
from functools import partial

import pytest
from peewee import SqliteDatabase
from playhouse.migrate import SchemaMigrator

from models.base.clock import now, today
from models.base.database import db
from models.base.event import Event
from models.base.paging import page_of
from models.clients.account import Assignment
from models.clients.custom_field import CustomField
from models.clients.default_member import DefaultMember
from models.clients.tag import Tag
from models.history.account_as_of import AccountAsOf
from models.history.account_history import AccountHistory
from models.merging.portal_view_changes import Reach, sights
from models.processes.account_list import AccountList
from models.sign_in.second_factors import of_staff
from models.staff.user import User
from models.teams import team_list
from models.teams.cover import Cover
from models.teams.team_list import team_page
from models.work.job import Job, Pipeline, Stage
from models.work.task import Task
from search_index import documents

STEP = importlib.import_module("migrations.0036_names_in_danish_order")

# In the order that Retskrivningsordbogen (§ 3) and the rules of CLDR for Danish say.
NAMES = [
    *("Cadiz", "Čapek", "Çelik", "Czerny", "Dahl", "Dahlia", "de Vries", "Łukasz", "Lutz"),
    *("Myhre", "Müller", "Myllerup", "vild", "Vinde", "Žižek", "Zorn", "Ærlig", "Ärlund", "Ærø"),
    *("Østby", "Östen", "østerby", "Aabenraa", "Ågård", "Aagaard", "Ål"),
]


def mixed() -> list[str]:
    return random.Random(3).sample(NAMES, len(NAMES))  # noqa: S311


def named(rows) -> list[str]:
    """The names of those rows that have one of ours."""
    return [row.name for row in rows if row.name in NAMES]


@pytest.fixture
def people(cast) -> list[User]:
    """A member of staff of every name, all of them on A."""
    found = [
        User.employ(cast.olga, name, f"{number}@firma.example", "employee", "no hash")
        for number, name in enumerate(mixed())
    ]
    for user in found:
        cast.a.assign(user, cast.olga)
    return found


@pytest.fixture
def tags(cast) -> list[Tag]:
    """A tag of every name, all of them on A."""
    found = [Tag.add_unique(cast.olga, name) for name in mixed()]
    for tag in found:
        tag.put_on(cast.a, cast.olga)
    return found


def test_staff_are_listed_in_danish_order(cast, people):
    for user in people:
        DefaultMember.choose(user, cast.olga)
    pipeline = Pipeline.create(name="Årsregnskab")
    Job.start(cast.a, Stage.create(pipeline=pipeline, name="Afstemning", position=1), "Job", people)
    Task.plan(cast.olga, cast.a, "Opgave", people)
    lists = {
        "active": User.active(),
        "settings": team_page().rows,
        "second factors": of_staff(),
        "team": cast.a.team,
        "places": [each.user for each in Assignment.current_of(cast.a)],
        "new clients": DefaultMember.people(),
        "clients": AccountList(type(cast.a).visible_to(cast.olga), {}).teams[cast.a.id],
        "past": AccountAsOf(cast.a, now()).team,
        "job": Job.with_assignees(Job.select())[0].assignees,
        "task": Task.with_assignees(Task.select())[0].assignees,
    }
    assert {each: named(rows) for each, rows in lists.items()} == dict.fromkeys(lists, NAMES)


def test_pages_of_staff_go_on_between_any_two_names(cast, people, monkeypatch):
    User.update(deactivated_at=now()).where(User.name.in_(NAMES[::2])).execute()
    for size in (1, 4):
        monkeypatch.setattr(team_list, "page_of", partial(page_of, size=size))
        found, page = [], team_page()
        while page.next_key:
            found, page = found + page.rows, team_page(page.next_key)
        assert named(found + page.rows) == NAMES[1::2] + NAMES[::2]


def test_who_is_covered_for_is_told_in_danish_order(cast, people):
    for user in people:
        Cover.begin(user, cast.nils, today(), user)
    told = {each.user.name: each.covers_for for each in Cover.explain(Assignment.current_of(cast.a))}
    assert told["Nils Juhl"] == NAMES


def test_who_did_something_is_listed_in_danish_order(cast, people):
    for user in people:
        Event.log("account.exported", user, cast.a.name, cast.a.id)
    assert [name for _kind, _id, name in AccountHistory(cast.a).actors() if name in NAMES] == NAMES


def test_people_of_one_mailbox_are_told_in_danish_order(cast):
    before, after = (Reach({cast.a.id: 0}, {"x": ids}, {}, {"x": set(NAMES)}) for ids in (set(), {cast.a.id}))
    assert [list(each.people) for each in sights(before, after, cast.b, cast.old)] == [NAMES]


def test_tags_are_listed_in_danish_order(cast, tags):
    lists = {
        "settings": Tag.by_name(),
        "client": Tag.of_account(cast.a),
        "clients": AccountList(type(cast.a).visible_to(cast.olga), {}).tags[cast.a.id],
        "past": AccountAsOf(cast.a, now()).tags,
    }
    assert {each: named(rows) for each, rows in lists.items()} == dict.fromkeys(lists, NAMES)
    found = next(iter(documents.load([cast.a.id])))
    assert [text.shown for text in found.others if text.kind == documents.TAG] == NAMES


def test_archived_fields_are_listed_in_danish_order(cast):
    for name in mixed():
        CustomField.define(cast.olga, set="account", label=name, type="text").archive(cast.olga)
    assert [field.label for field in CustomField.archived_of_set("account")] == NAMES


def test_another_name_is_another_place(cast, people, tags):
    first, last = (next(each for each in people if each.name == NAMES[place]) for place in (0, -1))
    first.amend(cast.olga, name="Aalborg")
    last.amend(cast.olga, name="Caesar")
    assert named(User.active()) == NAMES[1:-1]
    listed = [user.name for user in User.active()]
    assert listed.index("Caesar") == listed.index(NAMES[1]) - 1
    assert listed[-1] == "Aalborg"
    tag = Tag.named("Cadiz")
    tag.edit_unique(cast.olga, tag.last_event_id, name="aarsregnskab")
    assert [each.name for each in Tag.by_name()] == [*NAMES[1:], "aarsregnskab"]


def test_the_key_is_no_part_of_the_history(cast):
    user = User.employ(cast.olga, "Aage", "aage@firma.example", "employee", "no hash")
    tag = Tag.add_unique(cast.olga, "Aabent")
    user.amend(cast.olga, name="Åge")
    tag.edit_unique(cast.olga, tag.last_event_id, name="Åbent")
    told = [
        event.values
        for event in Event.select()
        if (event.noun, event.subject_id) in {("user", user.id), ("tag", tag.id)}
    ]
    assert len(told) == 4
    assert not any("sort_key" in values for values in told)
    tag_id, values = tag.id, tag.values()
    tag.remove(cast.olga)
    Tag.revive(tag_id, values, cast.olga)
    assert Tag.get_by_id(tag_id).sort_key == tag.derived()["sort_key"]


def run(direction):
    with db.atomic():
        direction(SchemaMigrator.from_database(db.obj), db.obj)


def columns_and_indexes() -> dict:
    return {
        table: (
            sorted((each.name, each.null) for each in db.obj.get_columns(table)),
            sorted((tuple(each.columns), each.unique) for each in db.obj.get_indexes(table)),
        )
        for table in STEP.KEYED
    }


def test_the_step_gives_those_who_were_there_their_keys_and_takes_them_back(cast, people, tags):
    kept = {model: list(model.select().order_by(model.id).dicts()) for model in (User, Tag)}
    shape = columns_and_indexes()
    run(STEP.down)
    for model, rows in kept.items():
        table = model._meta.table_name
        assert "sort_key" not in [each.name for each in db.obj.get_columns(table)]
        assert db.execute_sql(f'SELECT id, name FROM "{table}" ORDER BY id').fetchall() == [  # noqa: S608
            (row["id"], row["name"]) for row in rows
        ]
    run(STEP.up)
    assert {model: list(model.select().order_by(model.id).dicts()) for model in kept} == kept
    assert columns_and_indexes() == shape
    assert named(User.active()) == named(Tag.by_name()) == NAMES
    if isinstance(db.obj, SqliteDatabase):
        assert db.execute_sql("PRAGMA foreign_key_check").fetchall() == []


def test_ids_are_not_given_again_after_the_step(cast):
    last = Tag.add_unique(cast.olga, "Moms")
    last.remove(cast.olga)
    run(STEP.down)
    run(STEP.up)
    assert Tag.add_unique(cast.olga, "Løn").id > last.id
