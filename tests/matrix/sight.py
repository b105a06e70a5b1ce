"""What a persona may see: docs/rules.md over the canaries of the world, by rules of its own."""

from tests.matrix.canaries import EMAIL, marks_in
from tests.matrix.personas import Persona
from tests.matrix.world import World

# Tables that only a right opens (rule Access 5); the time entries of the world are all of others.
BY_RIGHT = {
    **dict.fromkeys(("invoice", "invoiceline", "payment", "credit"), ("manage_invoices", "manage_payments")),
    **dict.fromkeys(("organizer", "organizerquestion"), ("manage_organizers",)),
    **dict.fromkeys(("proposal", "proposalservice"), ("manage_proposals",)),
    "timeentry": ("manage_time_entries",),
}
# What a client sees of an own account (rule Portal 2); its people by name, who share its papers.
FOR_CLIENTS = {"account", "document", "contact"}


def leaks(world: World, persona: Persona, text: str) -> list[str]:
    """The canaries in a text that are none of the persona's business, in words."""
    found = [
        f"a text of {table} of {'account' if kind == 'a' else 'contact'} {owner}"
        for kind, owner, table in sorted(marks_in(text))
        if not may_see(world, persona, kind, owner, table)
    ]
    return found + [
        f"the address {email}"
        for email in sorted(set(EMAIL.findall(text)))
        if email in world.emails
        and not any(may_see(world, persona, "c", owner, "contact") for owner in world.emails[email])
    ]


def may_see(world: World, persona: Persona, kind: str, owner: int, table: str) -> bool:
    if persona.client:
        return table in FOR_CLIENTS and bool(world.portal_accounts(persona) & _accounts(world, kind, owner))
    if table in BY_RIGHT and not persona.has(*BY_RIGHT[table]):
        return False
    if kind == "c":
        return world.knows(persona, owner)
    in_the_bin = world.restores(persona, owner) and (
        table == "account" or persona.manager
    )  # theirs is the log too
    return world.opens(persona, owner) or in_the_bin


def _accounts(world: World, kind: str, owner: int) -> set[int]:
    return {owner} if kind == "a" else world.places.get(owner, set())
