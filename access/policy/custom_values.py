"""Policy of the values of custom fields."""

from access.policy.entries import PEOPLE, STAFF, needs

POLICY = {
    "custom_values.show": STAFF,
    "custom_values.edit": needs("manage_accounts"),
    "custom_values.update": needs("manage_accounts"),
    "custom_value_changes.index": STAFF,
    "revelations.create": STAFF._replace(archived=True),  # reading, but recorded
    "contact_values.show": STAFF,
    "contact_values.edit": PEOPLE,
    "contact_values.update": PEOPLE,
    "contact_value_changes.index": STAFF,
    "contact_revelations.create": STAFF._replace(archived=True),
}
