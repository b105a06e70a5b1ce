"""Whether a client can be reached at all."""

from typing import NamedTuple

from models.account import Account
from models.linked_address import LinkedAddress


class Readiness(NamedTuple):
    """Can somebody log in, be notified, sign; and what that makes the account: active, offline or archived.

    `first_address_id` is the linked address whose switches mend it; `sign_switch` the one that lacks for signing.
    """

    login: bool
    notify: bool
    sign: bool
    archived: bool
    first_address_id: int | None
    sign_switch: str

    @classmethod
    def of(cls, account: Account) -> "Readiness":
        rows = LinkedAddress.of_account(account)
        return cls(
            # On but not invited counts as nobody, until the invitation is sent (product.md §4.3).
            login=any(row.login_state in ("invited", "active") for row in rows),
            notify=any(row.notify_at for row in rows),
            sign=any(row.login_at and row.signing_authority_at for row in rows),
            archived=account.archived,
            first_address_id=rows[0].id if rows else None,
            sign_switch="signing-authority" if any(row.login_at for row in rows) else "login",
        )

    @property
    def status(self) -> str:
        if self.archived:
            return "archived"
        return "active" if self.login else "offline"
