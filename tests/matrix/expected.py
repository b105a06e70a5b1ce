"""What each request must come to: from access.POLICY, docs/rules.md and the facts of the world, never from handlers."""

import access
from access.policy.entries import MONEY, STAFF, needs
from tests.matrix.personas import Persona
from tests.matrix.world import World

ADMITTED, DOOR, REFUSED, MISSING, CONFLICT = "admitted", "door", "refused", "missing", "conflict"

# Whose record a parameter of an address names, where the address does not say so by its account or contact.
# account: a record about an account · place: an account in the portal · own: what oneself made · firm: the firm's ·
# link: opened by a token of a mail and by nothing else · word: one of a closed list.
WHOSE = {
    "access_request_id": "account",
    "outbox_id": "account",
    "merge_id": "account",
    "own_id": "place",
    "document_id": "place",
    "bulk_change_id": "own",
    "cover_id": "firm",
    "passkey_id": "own",
    "sign_in_id": "own",
    "default_member_id": "firm",
    "tag_id": "firm",
    "field_id": "firm",
    "account_role_id": "firm",
    "invitation_id": "link",
    "password_reset_id": "link",
    "filename": "word",
    "user_id": "firm",
    "staff_invitation_id": "firm",
}

# Rights that an address asks for by a value in it (rule Access 5).
BY_CARD = {
    "invoices": MONEY,
    "organizers": needs("manage_organizers"),
    "proposals": needs("manage_proposals"),
}
# Endpoints of forms: what would be refused is not offered (rule Access 7).
FORMS = (".new", ".edit")
# What changes a client without naming it in the address (rule Clients 3: writes are refused while it is archived).
CHANGES_ACCOUNT = {
    *("access_requests.grant", "access_requests.decline", "merges.delete"),
    *("outbox.update", "outbox.delete"),
}
# Once the firm has its owner there is no set-up (rule Signing in 7).
GONE = {"setup.new", "setup.create"}


def outcome(world: World, persona: Persona, endpoint: str, method: str, values: dict) -> str:
    """One of the five, for a request with these parameters."""
    entry = access.POLICY.get(endpoint)
    if entry is None:
        return REFUSED
    if entry.audience == "anyone":
        without_token = bool(values) and _whose(values) != "word"
        return MISSING if endpoint in GONE or without_token else ADMITTED
    if entry.audience == "client":
        return _of_client(world, persona, values)
    if not persona.staff:
        return DOOR
    return _of_staff(world, persona, entry, endpoint, method, values)


def _of_client(world, persona, values) -> str:
    if not world.portal_accounts(persona):
        return DOOR
    return ADMITTED if values.get("own_id") in {None, *world.portal_accounts(persona)} else MISSING


def _of_staff(world, persona, entry, endpoint, method, values) -> str:
    if "account_id" in values:
        return _on_account(world, persona, entry, endpoint, method, values)
    if not holds(persona, entry):
        return REFUSED
    if not _theirs(world, persona, values):
        return MISSING
    if endpoint == "covers.delete" and not persona.manager:
        return MISSING  # only one's own can be ended, and nobody here is away
    unsafe = method not in access.SAFE_METHODS or endpoint.endswith(FORMS)
    if "contact_id" in values and unsafe and not entry.archived and world.rests(values["contact_id"]):
        return CONFLICT
    archived = endpoint in CHANGES_ACCOUNT and world.archived(_account_of(world, values))
    return CONFLICT if archived else ADMITTED


def _on_account(world, persona, entry, endpoint, method, values) -> str:
    """Not yours: 404. Yours but not allowed: 403. Archived and to be changed: 409 (rules Access 1 and Clients 3)."""
    account_id = values["account_id"]
    if not world.opens(persona, account_id):
        if not world.restores(persona, account_id):
            return MISSING
        reads = method in access.SAFE_METHODS  # until when, and how it is brought back
        return ADMITTED if reads or endpoint == "bins.update" else CONFLICT
    if not holds(persona, entry) or not holds(persona, BY_CARD.get(values.get("card_name"), STAFF)):
        return REFUSED
    changes = method not in access.SAFE_METHODS or endpoint.endswith(FORMS)
    if world.archived(account_id) and changes and not entry.archived:
        return CONFLICT
    return ADMITTED


def holds(persona: Persona, entry) -> bool:
    """Whether somebody has what an entry asks for."""
    if entry.owner and persona.role != "owner":
        return False
    return not entry.rights or persona.has(*entry.rights)


def _whose(values: dict) -> str | None:
    """Whose record an address without account is about. KeyError names a parameter that WHOSE has to tell of."""
    names = [name for name in values if name != "contact_id"]
    for name in names:
        assert name in WHOSE, f"Tell in WHOSE of {__name__} whose record a <{name}> is."
    return next((WHOSE[name] for name in names), None)


def _account_of(world, values) -> int | None:
    name = next(iter(values))
    return world.account_of(name, values[name])


def _theirs(world, persona, values) -> bool:
    """Whether the record of an address without account exists for a member of staff."""
    if "contact_id" in values:
        return world.knows(persona, values["contact_id"])
    whose = _whose(values)
    name = next(iter(values), None)
    if whose == "account":
        account_id = _account_of(world, values)
        if name == "outbox_id" and account_id is None:
            return persona.manager and values[name] in world.known(name)  # mail to employees
        return account_id is not None and world.opens(persona, account_id)
    if whose == "own":
        return world.maker_of(name, values[name]) == persona.name
    return whose is None or values[name] in world.known(name)
