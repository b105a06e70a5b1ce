# What a place on a team stands on where that is the place of somebody else: a holiday cover, or whoever gave it while
# they were there for a time themselves. Places that a chain of covers left standing on nothing end now.
import json
from collections import defaultdict
from datetime import UTC, datetime

from peewee import *
from models.base.fields import IdField
from models.base.fields import InstantField

FOREVER = datetime.max.replace(tzinfo=UTC)


def tables(db):
    class User(Model):
        id = IdField()
        class Meta:
            database = db
            table_name = 'user'

    class Assignment(Model):
        id = IdField()
        account_id = IntegerField()
        user = ForeignKeyField(User, on_delete='CASCADE')
        until_at = InstantField(null=True)
        stands_on = TextField(null=True)
        class Meta:
            database = db
            table_name = 'assignment'

    class Cover(Model):
        id = IdField()
        user = ForeignKeyField(User, on_delete='CASCADE')
        ended_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'cover'

    class CoverPlace(Model):
        id = IdField()
        cover = ForeignKeyField(Cover, on_delete='CASCADE')
        assignment = ForeignKeyField(Assignment, on_delete='CASCADE')
        until_at = InstantField()
        before_at = InstantField(null=True)
        class Meta:
            database = db
            table_name = 'cover_place'
    return Assignment, Cover, CoverPlace


def up(migrator, db):
    migrator.migrate(migrator.add_column('assignment', 'stands_on', TextField(null=True)))
    Assignment, Cover, CoverPlace = tables(db)
    now = datetime.now(UTC)
    given = defaultdict(list)
    rows = CoverPlace.select(CoverPlace, Cover).join(Cover).where(Cover.ended_at.is_null(), CoverPlace.until_at > now)
    for row in rows.order_by(CoverPlace.until_at, CoverPlace.id):
        given[row.assignment_id].append(row)
    for place in Assignment.select().where(Assignment.id.in_(list(given))):
        stays = [[row.until_at, row.cover.user_id, row.cover_id] for row in given[place.id]]
        if place.until_at != max(until for until, *_ in stays):
            continue  # somebody has decided about it since
        before = max((row.before_at for row in given[place.id] if row.before_at), default=None)
        if before and before > now:
            stays = [[before, None, None], *[stay for stay in stays if stay[0] > before]]
        told = json.dumps([[until.isoformat(), *rest] for until, *rest in stays])
        Assignment.update(stands_on=told).where(Assignment.id == place.id).execute()
    standing = Assignment.select(Assignment.account_id).where(Assignment.stands_on.is_null(False)).distinct()
    for account_id in [each for (each,) in standing.tuples()]:
        settle(Assignment, account_id, now)
    migrator.migrate(migrator.drop_table('cover_place'))


def settle(Assignment, account_id, now):
    """Let what stands on the places of others end with them."""
    lasts = Assignment.until_at.is_null() | (Assignment.until_at > now)
    places = list(Assignment.select().where(Assignment.account_id == account_id, lasts))
    ends = {place.user_id: place.until_at or FOREVER for place in places if place.stands_on is None}
    standing = {place.user_id: json.loads(place.stands_on) for place in places if place.stands_on}
    for _round in standing:
        for user_id, stays in standing.items():
            for until, giver, _cover in stays:
                reach = FOREVER if giver is None else ends.get(giver, now)
                ends[user_id] = max(ends.get(user_id, now), min(datetime.fromisoformat(until), reach))
    if FOREVER in ends.values():  # or the place is the last one
        for place in places:
            if place.stands_on and ends[place.user_id] < place.until_at:
                Assignment.update(until_at=ends[place.user_id]).where(Assignment.id == place.id).execute()


def down(migrator, db):
    Assignment, Cover, CoverPlace = tables(db)
    db.create_tables([CoverPlace])
    for place in Assignment.select().where(Assignment.stands_on.is_null(False), Assignment.until_at.is_null(False)):
        stays = json.loads(place.stands_on)
        own = next((datetime.fromisoformat(until) for until, giver, _cover in stays if giver is None), None)
        for until, _giver, cover in stays:
            if cover and until:
                until_at = min(datetime.fromisoformat(until), place.until_at)
                CoverPlace.create(cover=cover, assignment=place, until_at=until_at, before_at=own)
    migrator.migrate(migrator.drop_column('assignment', 'stands_on'))
