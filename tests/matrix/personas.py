"""Who asks: the personas of the matrix, each with the facts that decide what is theirs (docs/rules.md).

The facts are written down here and in world.py, and never asked of access/: they are the oracle's.
"""

from typing import NamedTuple

from models.staff.user import RIGHTS

ALL_BUT_VIEW = frozenset(RIGHTS) - {"view_all_accounts"}


class Persona(NamedTuple):
    """One of them. `kind` is staff, client or nobody; the rest counts while `inside`, with a live session.

    `on` names the accounts of the world that a member of staff is on the team of, or a client has a place on.
    """

    name: str
    kind: str
    role: str = ""
    rights: frozenset[str] = frozenset()
    on: tuple[str, ...] = ()
    inside: bool = True

    @property
    def staff(self) -> bool:
        return self.kind == "staff" and self.inside

    @property
    def client(self) -> bool:
        return self.kind == "client" and self.inside

    @property
    def manager(self) -> bool:
        return self.staff and self.role in ("owner", "admin")

    def has(self, *rights: str) -> bool:
        """Whether one of these rights is theirs; owners and admins have them all (rule Staff 3)."""
        return self.staff and (self.manager or bool(self.rights & set(rights)))


def employee(name: str, *rights: str, on=(), inside=True) -> Persona:
    return Persona(name, "staff", "employee", frozenset(rights), on, inside)


MINE = ("own", "archived", "deleted")
PERSONAS = (
    Persona("anonymous", "nobody"),
    Persona("portal A", "client", on=("own",)),
    Persona("portal A and B", "client", on=("own", "foreign")),
    Persona("portal B", "client", on=("foreign",)),
    Persona("portal invited", "client", on=("own",), inside=False),
    Persona("portal revoked", "client", on=("own",), inside=False),
    Persona("portal archived", "client", on=("archived", "deleted"), inside=False),
    employee("employee none"),
    employee("employee assigned", on=MINE),
    employee("employee assigned, manages", "manage_accounts", on=MINE),
    employee("employee assigned, all but view all", *ALL_BUT_VIEW, on=MINE),
    employee("employee elsewhere, all but view all", *ALL_BUT_VIEW),
    employee("employee views all", "view_all_accounts"),
    employee("employee views all, manages", "view_all_accounts", "manage_accounts"),
    employee("employee unassigned a second ago", "manage_accounts"),
    employee("employee deactivated", "view_all_accounts", on=MINE, inside=False),
    Persona("admin", "staff", "admin"),
    Persona("owner", "staff", "owner"),
    Persona("owner idle", "staff", "owner", inside=False),
    Persona("owner expired", "staff", "owner", inside=False),
)
BY_NAME = {each.name: each for each in PERSONAS}
