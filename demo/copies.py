"""Further accounts by the thousands: copies of told ones under other names, written as plain rows.

Copies carry the history of their beginning only, and tell search nothing: the caller rebuilds the index.
"""

from datetime import date, timedelta
from functools import cache

from peewee import PostgresqlDatabase

from demo import invent
from demo.beginnings import Beginning, places_of
from demo.cast import CAST
from demo.patterns import COPIED, Pattern, patterns
from demo.portal import password_hash
from demo.story import Story
from models import (
    Account,
    Address,
    Contact,
    CustomValue,
    Document,
    Email,
    Event,
    Invitation,
    Invoice,
    LinkedAddress,
    Outbox,
    Payment,
    Phone,
    PortalLogin,
    PortalUser,
    User,
)
from models.base import file_store
from models.base.alphabet import danish_sort_key
from models.base.database import db, transaction
from models.base.number_series import NumberSeries
from models.billing.invoice import SERIES
from models.clients.contact import name_keys
from models.clients.evidence import RetentionPeriod
from models.processes.bin_expiry import EVIDENCE

BATCH = 2000
WEEKS = 7  # copies of one account happened that many weeks apart at most
ARCHIVED = 0.04
SHARED = 0.12  # how many copies begin with a person who is known already

PLACES = {model: places_of(model) for model in (*COPIED, PortalUser, Event)}
WITH_EMAIL = {
    Email: "address",
    PortalLogin: "email",
    Invitation: "email",
    CustomValue: "value",
    Address: "email",
    LinkedAddress: "agreed_email",
    Outbox: "email",
}


class Shift(dict):
    """A date as text → the same weekday some weeks earlier."""

    def __init__(self, weeks: int):
        self._back = timedelta(weeks=weeks)

    def __missing__(self, day: str) -> str:
        self[day] = (date.fromisoformat(day) - self._back).isoformat()
        return self[day]


class Copies:
    """The copier: it knows the next id of every table and what waits to be written."""

    def __init__(self, story: Story):
        self._dice = story.dice("copies")
        self._staff = {user.id: user.name for user in User.select()}
        self._next = {
            model: (model.select(model.id).order_by(model.id.desc()).scalar() or 0) + 1 for model in PLACES
        }
        self._invoice = NumberSeries.reach(SERIES, 0) + 1
        self._end_of = cache(RetentionPeriod.end)
        told = Account.select().where(Account.id > len(CAST)).order_by(Account.id)
        self._active = patterns(told.where(Account.archived_at.is_null()), self._dice)
        self._archived = patterns(told.where(Account.archived_at.is_null(False)), self._dice)
        self._begun_on = story.begun_on
        self._shifts = [Shift(weeks) for weeks in range(WEEKS)]
        self._known = []
        self._waiting = {model: [] for model in PLACES}

    def make(self, first: int, last: int):
        """Add the accounts numbered `first` to `last`, a transaction for each batch."""
        for start in range(first, last + 1, BATCH):
            for number in range(start, min(start + BATCH, last + 1)):
                left = self._archived and self._dice.random() < ARCHIVED
                self._copy(self._dice.choice(self._archived if left else self._active), number)
            with transaction():
                self._write()
                NumberSeries.reach(SERIES, self._invoice - 1)
        if isinstance(db.obj, PostgresqlDatabase):
            _count_on()

    def _copy(self, pattern: Pattern, number: int):
        weeks = (pattern.opened_at.date() - self._begun_on).days // 7  # nobody came before the firm was there
        days, moulds = self._dice.choice(self._shifts[: weeks + 1]), pattern.moulds
        ids = {}
        for model, rows in moulds.items():
            ids[model] = list(range(self._next[model], self._next[model] + len(rows)))
            self._next[model] += len(rows)
        people = self._people(pattern)
        emails = self._emails(pattern, people, number)
        known = self._meet_again(pattern, days, ids, people, emails)
        fresh = {}
        for model, rows in moulds.items():
            fresh[model] = [self._cast(mould, ids[model][n], ids, days) for n, mould in enumerate(rows)]
            column = WITH_EMAIL.get(model)
            if column:
                self._address(fresh[model], PLACES[model][column], emails)
        self._name(pattern, fresh, people, number)
        for n, row in enumerate(fresh.get(Invoice, ())):
            row[PLACES[Invoice]["number"]] = self._invoice + n
        self._invoice += len(fresh.get(Invoice, ()))
        self._keep(fresh)
        self._fill(fresh)
        contacts = {id_: " ".join(name) for id_, name in zip(ids[Contact], people, strict=True)}
        addresses = dict(zip(ids[Address], emails.values(), strict=True))
        for model in (Contact, Phone, Address) if known else ():
            del fresh[model][0]
        fresh[PortalUser] = [self._sign_in(row) for row in fresh[Address] if _has_accepted(row)]
        events = Beginning(fresh, self._staff).events(
            contacts, addresses, pattern.actor_id, self._next[Event]
        )
        self._next[Event] += len(events)
        for model, rows in (*fresh.items(), (Event, events)):
            self._waiting[model] += rows

    @staticmethod
    def _cast(mould, id_: int, ids: dict, days: Shift) -> list:
        row = mould.values.copy()
        row[0] = id_
        for place, model, n in mould.references:
            row[place] = ids[model][n]
        for place in mould.days:
            text = row[place]
            row[place] = days[text[:10]] + text[10:]
        return row

    @staticmethod
    def _address(rows: list, place: int, emails: dict):
        for row in rows:
            row[place] = emails.get(row[place], row[place])

    def _people(self, pattern: Pattern) -> list[tuple[str, str]]:
        people = [invent.full_name(self._dice) for _ in pattern.moulds[Contact]]
        if pattern.type == "individual":
            surname = people[0][1].split()[-1]
            people[1:] = [(first, surname) for first, _ in people[1:]]
        return people

    def _emails(self, pattern: Pattern, people: list, number: int) -> dict[str, str]:
        """The told account's addresses → those of the copy."""
        domain = "post" if pattern.type == "individual" else f"firma{number}"
        return {
            email: f"{invent.slug(people[n][0])}.{invent.slug(people[n][1].split()[-1])}{number}@{domain}.example"
            for email, n in zip(pattern.emails, pattern.contact_of_address, strict=True)
        }

    def _meet_again(self, pattern: Pattern, days: Shift, ids: dict, people: list, emails: dict) -> bool:
        """Let the first person be one of an earlier copy, sometimes; only for people with one address and phone.

        Who has accepted, has done it before anything of this account needed it; who has not, has nowhere.
        """
        one_each = pattern.contact_of_address.count(0) == 1 and len(pattern.moulds[Phone]) == len(people)
        if not one_each:
            return False
        accepted_at = days[pattern.accepted_at[:10]] if pattern.accepted_at else ""
        fit = [each for each in self._known if bool(each[0]) == bool(accepted_at) and each[0] <= accepted_at]
        if fit and self._dice.random() < SHARED:
            self._known.remove(fit[0])
            _accepted_at, people[0], address, contact_id, address_id = fit[0]
            emails[pattern.emails[0]] = address
            ids[Contact][0], ids[Address][0] = contact_id, address_id
            return True
        if len(self._known) < 50:
            address = emails[pattern.emails[0]]
            self._known.append((accepted_at, people[0], address, ids[Contact][0], ids[Address][0]))
        return False

    def _name(self, pattern: Pattern, fresh: dict, people: list, number: int):
        """Put new names, homes and numbers into the rows of an account and its people."""
        dice = self._dice
        for row, (first, last) in zip(fresh[Contact], people, strict=True):
            keys = name_keys(first, last)
            _set(Contact, row, first_name=first, last_name=last, **keys, **invent.home(dice)._asdict())
        for row in fresh[Phone]:
            _set(Phone, row, number=invent.phone(dice))
        for row in fresh[Address]:
            _set(Address, row, email_folded=row[PLACES[Address]["email"]])
        name = _account_name(pattern, people, dice)
        account = fresh[Account][0]
        _set(Account, account, name=name, sort_key=danish_sort_key(name), **invent.home(dice)._asdict())
        if pattern.type != "individual":
            site = f"https://www.firma{number}.example" if account[PLACES[Account]["website"]] else ""
            _set(
                Account,
                account,
                website=site,
                phone=invent.phone(dice),
                registration_number=invent.cvr(number),
            )
        if PortalLogin not in fresh:
            _set(Account, account, last_login_at=None)
        if not (Invoice in fresh or Payment in fresh):
            _set(
                Account, account, quickbooks_status="skipped", quickbooks_error="", quickbooks_synced_at=None
            )
        for row in fresh.get(Email, ()):
            place = PLACES[Email]["thread_key"]
            row[place] = f"<{number}.{row[place].partition('.')[2]}"

    def _sign_in(self, address: list) -> list:
        """The sign-in of an address whose person has accepted an invitation."""
        places = PLACES[Address]
        user = PortalUser(
            id=self._next[PortalUser],
            email=address[places["email"]],
            email_folded=address[places["email_folded"]],
            password_hash=password_hash(),
        )
        self._next[PortalUser] += 1
        address[places["portal_user_id"]] = user.id
        return [field.db_value(user.__data__.get(field.name)) for field in PortalUser._meta.sorted_fields]

    @staticmethod
    def _fill(fresh: dict):
        """Give each document a file of its own, with what is in that which it was copied from."""
        place = PLACES[Document]["file"]
        for row in fresh.get(Document, ()):
            row[place] = file_store.keep_again(row[place])

    def _keep(self, fresh: dict):
        """Say how long evidence is kept, which may be of another year than what it was copied from."""
        for model in EVIDENCE:
            for row in fresh.get(model, ()):
                day = model.day_among({name: row[PLACES[model][name]] for name in model.dated_by})
                _set(model, row, keep_until=day and self._end_of(model.retention, day).isoformat())

    def _write(self):
        mark = db.obj.param
        cursor = db.obj.cursor()
        for model, rows in self._waiting.items():
            if rows:
                columns = ", ".join(f'"{field.column_name}"' for field in model._meta.sorted_fields)
                marks = ", ".join(mark for _ in model._meta.sorted_fields)
                table = model._meta.table_name
                cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', rows)  # noqa: S608
                rows.clear()


def _has_accepted(address: list) -> bool:
    return address[PLACES[Address]["portal_user_id"]] is not None


def _set(model, row: list, **values):
    for name, value in values.items():
        row[PLACES[model][name]] = value


def _account_name(pattern: Pattern, people: list, dice) -> str:
    (first, last), surname = people[0], people[0][1].split()[-1]
    if pattern.type == "other":
        return invent.club(dice)
    if pattern.type == "individual":
        return f"{first} og {people[1][0]} {last}" if len(people) > 1 else f"{first} {last}"
    if " v/" in pattern.name:
        return invent.sole_trader(dice, f"{first} {surname}")[0]
    return invent.company(dice, pattern.name.split()[-1], surname)[0]


def _count_on():
    """Let PostgreSQL's counters go on after the ids that were given here."""
    for model in PLACES:
        table = model._meta.table_name
        db.execute_sql(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), (SELECT MAX(id) FROM \"{table}\"))"  # noqa: S608
        )
