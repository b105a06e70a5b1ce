"""Policy of what is done across clients: lists, search, bulk changes, merges, outbox."""

from access.policy.entries import EXPORT, OWNER, PEOPLE, STAFF, needs

POLICY = {
    "search.index": STAFF,
    "likenesses.index": PEOPLE,
    "duplicates.index": PEOPLE,
    "access_requests.create": STAFF,
    "access_requests.index": STAFF,  # what others ask for is shown to those who can grant it
    "access_requests.grant": needs("assign_teammates"),
    "access_requests.decline": needs("assign_teammates"),
    "emergency_accesses.create": STAFF,  # where the owner allows it
    "emergency_accesses.update": OWNER._replace(fresh=True),
    "account_exports.create": EXPORT,
    "bulk_changes.index": needs("manage_accounts"),
    "bulk_changes.new": needs("manage_accounts"),
    "bulk_changes.create": needs("manage_accounts")._replace(
        writes=("bulk_change",)
    ),  # what is only looked at
    "bulk_changes.show": needs("manage_accounts"),
    "bulk_changes.update": needs("manage_accounts")._replace(
        writes=("bulk_change",)
    ),  # nothing needed changing
    "bulk_changes.delete": needs("manage_accounts")._replace(writes=("bulk_change",)),
    "merges.index": PEOPLE,
    "merges.new": PEOPLE,
    "merges.create": PEOPLE,
    "merges.delete": PEOPLE,
    "outbox.index": STAFF,
    "outbox.show": STAFF,
    "outbox.update": needs("manage_accounts")._replace(writes=("outbox",)),
    "outbox.delete": needs("manage_accounts")._replace(writes=("outbox",)),
    "bins.index": needs("manage_accounts"),
    "bins.show": needs("manage_accounts"),
    "bins.update": needs("manage_accounts")._replace(archived=True, fresh=True),
}
