"""Readiness of a client: can somebody log in, be notified, sign; and its status (active, offline …)."""

from typing import NamedTuple

from models.clients.account import Account
from models.clients.linked_address import LinkedAddress
from models.outgoing.outbox import notified_types

NEARNESS = ("invited", "expired", "not_invited", "unconfirmed", "off")  # states of LOGIN, the nearest first


class Readiness(NamedTuple):
    """Who can log in, be notified, sign; and what that makes the account: active, offline or archived.

    `people` maps login, notify and sign to contacts, each of whom is there once. `notifies` says whether mails that
    NOTIFY decides about are sent at all. `lack` says how near the nearest address is to logging in, one of NEARNESS or
    none without an address, and `nearest` whose that is.
    `authorised` may sign once they can log in. `mending` maps login, notify and sign to the id of the linked address and
    its switch that would help. `unconfirmed` are the linked addresses that wait for somebody to confirm them.
    """

    people: dict[str, list]
    notifies: bool
    archived: bool
    lack: str
    nearest: list
    authorised: list
    mending: dict[str, tuple[int, str]]
    unconfirmed: list[LinkedAddress]

    @classmethod
    def of(cls, account: Account) -> "Readiness":
        rows = LinkedAddress.of_account(account)
        first = {row.login_state: row.id for row in reversed(rows)}
        lack = next((state for state in NEARNESS if state in first), "none")
        types = notified_types()
        active = [row for row in rows if row.login_state == "active" and not account.archived]
        authorised = [row for row in rows if row.takes_effect("login") and row.is_on("signing-authority")]
        return cls(
            people={
                "login": _people(active),
                "notify": _people(row for row in rows if row.takes_effect("notify") and _wants(row, types)),
                "sign": _people(row for row in active if row.may_sign),
            },
            notifies=bool(types),
            archived=account.archived,
            lack=lack,
            nearest=_people(row for row in rows if row.login_state == lack),
            authorised=_people(authorised),
            mending=_mending(first.get(lack, rows[0].id), lack, active, authorised) if rows else {},
            unconfirmed=[row for row in rows if row.unconfirmed],
        )

    @property
    def login(self) -> bool:
        return bool(self.people["login"])

    @property
    def notify(self) -> bool:
        return bool(self.people["notify"])

    @property
    def sign(self) -> bool:
        return bool(self.people["sign"])

    @property
    def status(self) -> str:
        if self.archived:
            return "archived"
        # On but not invited counts as nobody, until the invitation is sent (rule Switches 8).
        return "active" if self.login or self.lack == "invited" else "offline"


def _wants(row: LinkedAddress, types: set[str]) -> bool:
    """Whether it gets a mail of one of these types, or NOTIFY is all there is to ask about."""
    return not types or any(row.types[type_] for type_ in types)


def _mending(nearest_id: int, lack: str, active, authorised) -> dict[str, tuple[int, str]]:
    sign = (nearest_id, "login" if lack == "off" else "signing-authority")
    if authorised:
        sign = (authorised[0].id, "login")
    elif active:
        sign = (active[0].id, "signing-authority")
    return {"login": (nearest_id, "login"), "notify": (nearest_id, "notify"), "sign": sign}


def _people(rows) -> list:
    """The contacts of some linked addresses, each once, in their order."""
    return list({row.link.contact_id: row.link.contact for row in rows}.values())
