"""What a search hit shows of an account, read for many at once."""

from typing import NamedTuple

from models.base.clock import now
from models.base.database import db
from models.clients.account import Assignment
from models.staff.user import User, initials

# Account.visible_to(), written out: this is asked with every letter that somebody types. The plus keeps SQLite from
# looking for each id in the index of merged accounts before it reads the row.
_AMONG = """
SELECT id, name, type, photo, archived_at IS NOT NULL FROM account
WHERE id IN ({places}) AND binned_at IS NULL AND +merged_into_id IS NULL
"""
_ON_THE_TEAM = """
AND id IN (SELECT account_id FROM assignment WHERE user_id = ? AND (until_at IS NULL OR until_at > ?))
"""


class FoundAccount(NamedTuple):
    """An account as a hit: whatever Account.visible_to() lets the person see, in a few columns."""

    id: int
    name: str
    type: str
    photo: str | None
    archived: bool

    @property
    def initials(self) -> str:
        return initials(self.name)

    @classmethod
    def visible_to(cls, user: User, rights, among: list[int]) -> dict[int, "FoundAccount"]:
        """Those `among` these ids that exist for `user`, by id."""
        if not among:
            return {}
        # The same words for as many ids, so that the engine need not read them anew.
        sql, parameters = _AMONG.format(places=", ".join("?" * len(among))), list(among)
        if not (user.is_manager or "view_all_accounts" in rights):
            sql += _ON_THE_TEAM
            parameters += [user.id, Assignment.until_at.db_value(now())]
        found = db.execute_sql(sql.replace("?", db.obj.param), parameters)
        return {row[0]: cls(*row) for row in found.fetchall()}
