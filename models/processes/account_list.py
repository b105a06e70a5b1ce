"""The clients list: one page of accounts and, in a fixed number of queries, what their rows show."""

from datetime import timedelta

from peewee import fn

from models.base.clock import now
from models.base.fields import LARGEST_ID
from models.base.model import grouped
from models.base.paging import SIZE, page_of
from models.billing.invoice import Invoice
from models.clients.account import TYPES, Account, Assignment
from models.clients.contact import Address, Contact
from models.clients.link import Link
from models.clients.linked_address import LinkedAddress
from models.clients.tag import AccountTag, Tag
from models.staff.user import User

FILTERS = ("type", "tag", "team", "login", "archived")
LOGIN_DAYS = {"30": 30, "90": 90, "365": 365}

SHOWN = (
    Account.id,
    Account.name,
    Account.sort_key,
    Account.type,
    Account.photo,
    Account.quickbooks_status,
    Account.last_login_at,
    Account.archived_at,
)

SORTS = {
    "name": (Account.sort_key.asc(), Account.id.asc()),
    "-name": (Account.sort_key.desc(), Account.id.desc()),
    "id": (Account.id.asc(),),
    "-id": (Account.id.desc(),),
    "-login": (Account.last_login_at.desc(), Account.id.desc()),
    "login": (Account.last_login_at.asc(), Account.id.asc()),
}


class AccountList:
    """One page of `accounts` (those a user may see), filtered and sorted as `asked`.

    `asked` maps names of FILTERS and "sort" to text from the address bar; what makes no sense there is ignored.
    """

    def __init__(
        self,
        accounts,
        asked: dict,
        after: str | None = None,
        with_owed: bool = False,
        size: int = SIZE,
    ):
        order = SORTS.get(asked.get("sort"), SORTS["name"])
        query = filtered(accounts, asked).select(*SHOWN)
        found = page_of(query.order_by(*order), after, size)
        self.rows, self.next_key = found.rows, found.next_key
        ids = [row.id for row in self.rows]
        self.tags = grouped(
            AccountTag.select(AccountTag.account, Tag)
            .join(Tag)
            .where(AccountTag.account.in_(ids))
            .order_by(Tag.sort_key, Tag.id),
            "account_id",
            "tag",
        )
        self.teams = grouped(
            Assignment.select(Assignment.account, *User.named())
            .join(User)
            .where(Assignment.account.in_(ids), Assignment.is_current(), User.deactivated_at.is_null())
            .order_by(User.sort_key, User.id),
            "account_id",
            "user",
        )
        self.contacts = grouped(
            Link.select(Link.account, *Contact.named())
            .join(Contact)
            .where(Link.account.in_(ids))
            .order_by(Contact.sort_key),
            "account_id",
            "contact",
        )
        self.notified = self._notified(ids)
        self.owed = Invoice.owed_by(ids) if with_owed else None

    @staticmethod
    def _notified(ids) -> dict[int, int]:
        """Account id → how many of its addresses have NOTIFY on."""
        rows = (
            LinkedAddress.select(Link.account, fn.COUNT(LinkedAddress.id).alias("count"))
            .join(Link)
            .join_from(LinkedAddress, Address)
            .where(
                Link.account.in_(ids),
                LinkedAddress.notify_at.is_null(False),
                LinkedAddress.agreed_email == Address.email_folded,
            )
            .group_by(Link.account)
            .tuples()
        )
        return dict(rows)


def filtered(query, asked: dict):
    """The accounts of a query that fit what is `asked` of FILTERS."""
    archived = asked.get("archived")
    if archived == "only":
        query = query.where(Account.archived_at.is_null(False))
    elif archived != "all":
        query = query.where(Account.archived_at.is_null())
    if asked.get("type") in TYPES:
        query = query.where(Account.type == asked["type"])
    if is_id(asked.get("tag")):
        query = query.where(
            Account.id.in_(AccountTag.select(AccountTag.account).where(AccountTag.tag == asked["tag"]))
        )
    if is_id(asked.get("team")):
        query = query.where(
            Account.id.in_(
                Assignment.select(Assignment.account).where(
                    Assignment.user == asked["team"], Assignment.is_current()
                )
            )
        )
    if asked.get("login") == "never":
        query = query.where(Account.last_login_at.is_null())
    elif asked.get("login") in LOGIN_DAYS:
        query = query.where(Account.last_login_at > now() - timedelta(days=LOGIN_DAYS[asked["login"]]))
    return query


def is_id(text: str | None) -> bool:
    """Whether a text from the address bar can be the id of a row."""
    return bool(text) and text.isdecimal() and int(text[:20]) <= LARGEST_ID
