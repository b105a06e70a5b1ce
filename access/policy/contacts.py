"""Policy of contacts."""

from access.policy.entries import PEOPLE, STAFF, needs

POLICY = {
    "contacts.index": STAFF,
    "contacts.show": STAFF,
    "contact_photos.show": STAFF,
    "contacts.edit": PEOPLE,
    "contacts.update": PEOPLE,
    "address_confirmations.update": needs("manage_accounts"),
}
