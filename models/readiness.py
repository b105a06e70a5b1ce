"""Whether a client can be reached at all."""

from typing import NamedTuple

from models.account import Account
from models.linked_address import LinkedAddress


class Readiness(NamedTuple):
    """Can somebody log in, be notified, sign; and what that makes the account: active, offline or archived.

    `lack` says how near the nearest address is to logging in (expired, not_invited, unconfirmed, off, or none without an
    address) and `address_id` which linked address that is. `unconfirmed` are the linked addresses that wait for somebody
    to confirm them.
    """

    login: bool
    notify: bool
    sign: bool
    archived: bool
    lack: str
    address_id: int | None
    unconfirmed: list[LinkedAddress]

    @classmethod
    def of(cls, account: Account) -> "Readiness":
        rows = LinkedAddress.of_account(account)
        first = {row.login_state: row.id for row in reversed(rows)}
        lack = next(
            (state for state in ("expired", "not_invited", "unconfirmed", "off") if state in first), "none"
        )
        return cls(
            # On but not invited counts as nobody, until the invitation is sent (product.md §4.3).
            login=bool({"invited", "active"} & first.keys()) and not account.archived,
            notify=any(row.takes_effect("notify") for row in rows),
            sign=any(row.takes_effect("login") and row.is_on("signing-authority") for row in rows),
            archived=account.archived,
            lack=lack,
            address_id=first.get(lack, rows[0].id if rows else None),
            unconfirmed=[row for row in rows if row.unconfirmed],
        )

    @property
    def status(self) -> str:
        if self.archived:
            return "archived"
        return "active" if self.login else "offline"
