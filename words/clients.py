"""Words about clients, their contacts, addresses and fields."""

from flask_babel import lazy_gettext as _l

from models.clients import linked_address

ACCOUNT_TYPES = {"individual": _l("Individual"), "company": _l("Company"), "other": _l("Other")}

SWITCHES = {
    "login": _l("LOGIN"),
    "notify": _l("NOTIFY"),
    "email-sync": _l("EMAIL SYNC"),
    "signing-authority": _l("SIGNING AUTHORITY"),
}

PLACE = {
    "street": _l("Street"),
    "postal_code": _l("Postal code"),
    "city": _l("City"),
    "country": _l("Country"),
}

RELATIONS = {
    "owns": _l("owns"),
    "parent_of": _l("is parent of"),
    "spouse_of": _l("is married to"),
    "partner_of": _l("is partner of"),
    "other": _l("is related to"),
}

# The same, told from the client that is looked at: of what it is to the other, and of what the other is to it.
RELATIONS_OUT = {
    "owns": _l("This client owns …"),
    "parent_of": _l("This client is parent of …"),
    "spouse_of": _l("This client is married to …"),
    "partner_of": _l("This client is partner of …"),
    "other": _l("This client is related to …"),
}

RELATIONS_IN = {"owns": _l("This client is owned by …"), "parent_of": _l("This client is child of …")}

COLOURS = {
    "blue": _l("Blue"),
    "green": _l("Green"),
    "orange": _l("Orange"),
    "red": _l("Red"),
    "purple": _l("Purple"),
    "teal": _l("Teal"),
    "grey": _l("Grey"),
}

FIELD_SETS = {"account": _l("Fields of clients"), "contact": _l("Fields of contacts")}

FIELD_TYPES = {
    "text": _l("Text"),
    "long_text": _l("Long text"),
    "number": _l("Number"),
    "date": _l("Date"),
    "single_choice": _l("Single choice"),
    "multiple_choice": _l("Multiple choice"),
    "checkbox": _l("Checkbox"),
    "email": _l("E-mail"),
    "url": _l("Web address"),
    "phone": _l("Phone"),
    "sensitive": _l("Sensitive"),
}

TYPE_LOCKED = _l("The field has values, so it can only be changed to a type that fits all of them.")

# Why a text is no value of a custom field (models.clients.field_type.Unfit).
UNFIT = {
    "required": _l("Please fill this in: the field is required."),
    "long": _l("At most %(most)s characters, please."),
    "number": _l("This is not a number."),
    "grouping": _l("Write it like 1,234.5: a comma between thousands, a point before decimals."),
    "date": _l("Enter day, month and year, such as 5-3-2026."),
    "no_such_day": _l("There is no such day."),
    "choice": _l("Choose one of the options."),
    "email": _l("This is not an e-mail address."),
    "url": _l("This is not a web address."),
    "phone": _l("There is no such phone number."),
    "several_phones": _l("There are several numbers here. Enter one in each field."),
    "letters_in_phone": _l("Enter only the phone number, without other words."),
}

SECTIONS = {
    "history": _l("History"),
}

EMPTY = {
    "history": _l("Nothing has happened yet."),
}

NOUNS = {
    "account": _l("the client"),
    "account_relation": _l("the relation"),
    "account_role": _l("the role"),
    "account_tag": _l("the tag"),
    "address": _l("the address"),
    "assignment": _l("the place on the team of"),
    "contact": _l("the contact"),
    "custom_field": _l("the field"),
    "custom_value": _l("the value of"),
    "link": _l("the link of"),
    "linked_address": _l("the address"),
    "muted_notification": _l("the notifications of"),
    "phone": _l("the phone number"),
    "default_member": _l("the place on new clients of"),
    "role": _l("the role"),
    "tag": _l("the tag"),
}

FIELDS = {
    "account": {
        "name": _l("Name"),
        "type": _l("Type"),
        **PLACE,
        "phone": _l("Phone"),
        "website": _l("Website"),
        "registration_number": _l("Registration number (CVR)"),
        "quickbooks_status": _l("QuickBooks"),
        "quickbooks_error": _l("Reason"),
    },
    "account_relation": {
        "account": _l("From client"),
        "related": _l("To client"),
        "kind": _l("Relation"),
        "percentage_hundredths": _l("Owner's share"),
    },
    "contact": {
        "first_name": _l("First name"),
        "last_name": _l("Last name"),
        "language": _l("Language"),
        **PLACE,
        "merged_into": _l("Merged into"),
    },
    "phone": {
        "number": _l("Phone"),
        "label": _l("Label"),
        "position": _l("Position in the order"),
        "contact": _l("Contact"),
    },
    "address": {
        "email": _l("E-mail"),
        "position": _l("Position in the order"),
        "contact": _l("Contact"),
    },
    "link": {
        "description": _l("Description"),
        "signer_priority": _l("Signer number"),
        "from_on": _l("From"),
        "until_on": _l("Until"),
        "contact": _l("Contact"),
        "account": _l("Client"),
    },
    "linked_address": {column: SWITCHES[name] for name, column in linked_address.SWITCHES.items()},
    "assignment": {"until_at": _l("Until")},
    "account_role": {"user": _l("Member of staff")},
    "custom_value": {"value": _l("Value")},
}

STATUSES = {
    "account": {
        "active": (_l("Active"), "success"),
        "offline": (_l("Offline"), "neutral"),
        "archived": (_l("Archived"), "warning"),
    },
}

SENTENCES = {
    "account.created": _l("%(who)s created the client."),
    "account.renamed": _l("%(who)s renamed the client from “%(old)s” to “%(new)s”."),
    "account.changed": _l("%(who)s changed the client's information."),
    "account.archived": _l("%(who)s archived the client."),
    "account.reactivated": _l("%(who)s reactivated the client."),
    "account.binned": _l("%(who)s moved the client to the bin."),
    "account.recovered": _l("%(who)s restored the client from the bin."),
    "account.purged": _l("%(who)s permanently deleted “%(what)s”."),
    "account.evidence_purged": _l(
        "%(who)s deleted the records kept of “%(what)s”, since the legal retention period had ended."
    ),
    "account.merged": _l("%(who)s merged “%(what)s” into this client."),
    "account.photo_changed": _l("%(who)s changed the client's photo."),
    "account.photo_removed": _l("%(who)s removed the client's photo."),
    "account.restored": _l("%(who)s restored an earlier value of the client."),
    "account_relation.created": _l("%(who)s added a relation to another client: “%(what)s”."),
    "account_relation.changed": _l("%(who)s changed a relation to another client: “%(what)s”."),
    "account_relation.removed": _l("%(who)s removed a relation to another client: “%(what)s”."),
    "contact.created": _l("%(who)s created the contact %(what)s."),
    "contact.changed": _l("%(who)s changed the details of %(what)s."),
    "contact.renamed": _l("%(who)s renamed %(old)s to %(new)s."),
    "contact.photo_changed": _l("%(who)s changed the photo of %(what)s."),
    "contact.photo_removed": _l("%(who)s removed the photo of %(what)s."),
    "contact.merged": _l("%(who)s merged %(what)s with another contact."),
    "contact.restored": _l("%(who)s restored an earlier value of %(what)s."),
    "phone.created": _l("%(who)s added the phone number %(what)s."),
    "phone.changed": _l("%(who)s changed the phone number %(what)s."),
    "phone.removed": _l("%(who)s removed the phone number %(what)s."),
    "phone.moved": _l("%(who)s moved the phone number %(what)s."),
    "address.created": _l("%(who)s added the address %(what)s."),
    "address.accepted": _l("%(what)s got access to the portal."),
    "address.access_ended": _l("Portal access of %(what)s ended, since no client is left."),
    "address.corrected": _l("%(who)s corrected the address %(what)s."),
    "address.moved": _l("%(who)s moved the address %(what)s."),
    "address.removed": _l("%(who)s removed the address %(what)s."),
    "link.created": _l("%(who)s linked %(what)s to the client."),
    "link.changed": _l("%(who)s changed how %(what)s is linked to the client."),
    "link.described": _l("%(who)s changed the description of %(what)s on the client."),
    "link.moved": _l("%(who)s moved %(what)s."),
    "link.removed": _l("%(who)s unlinked %(what)s from the client."),
    "link.restored": _l("%(who)s restored the link of %(what)s to the client."),
    "linked_address.created": _l("%(who)s added the address %(what)s to the client."),
    "linked_address.moved": _l("%(who)s moved the address %(what)s with its switches."),
    "linked_address.removed": _l("%(who)s removed the address %(what)s from the client."),
    "linked_address.restored": _l("%(who)s brought back the address %(what)s with its switches."),
    "linked_address.activated": _l("%(what)s got access to the portal."),
    "linked_address.readdressed": _l(
        "%(who)s changed the address to %(what)s; the old address no longer has portal access."
    ),
    "linked_address.followed": _l("%(who)s changed the address to %(what)s."),
    "linked_address.held": _l(
        "%(who)s, who has no access to this client, changed the address to %(what)s; it has to be confirmed here."
    ),
    "linked_address.confirmed": _l("%(who)s confirmed the changed address %(what)s."),
    "linked_address.declined": _l(
        "%(who)s declined the changed address %(what)s and turned its switches off."
    ),
    "muted_notification.created": _l("%(who)s turned “%(type)s” off for %(what)s."),
    "muted_notification.removed": _l("%(who)s turned “%(type)s” on again for %(what)s."),
    "muted_notification.restored": _l("%(who)s turned “%(type)s” off again for %(what)s."),
    "assignment.created": _l("%(who)s added %(what)s to the team."),
    "assignment.changed": _l("%(who)s changed how long %(what)s is on the team."),
    "assignment.removed": _l("%(who)s removed %(what)s from the team."),
    "assignment.restored": _l("%(who)s put %(what)s back on the team."),
    "contact.language_chosen": _l("%(who)s chose another language for the portal."),
    "account_role.created": _l("%(who)s assigned a role: %(what)s."),
    "account_role.changed": _l("%(who)s reassigned a role: %(what)s."),
    "account_role.removed": _l("%(who)s removed a role: %(what)s."),
    "account_tag.created": _l("%(who)s added the tag “%(what)s”."),
    "account_tag.removed": _l("%(who)s removed the tag “%(what)s”."),
    "account_tag.restored": _l("%(who)s added the tag “%(what)s” again."),
    "custom_value.created": _l("%(who)s filled in “%(what)s”."),
    "custom_value.changed": _l("%(who)s changed “%(what)s”."),
    "custom_value.removed": _l("%(who)s cleared “%(what)s”."),
    "custom_value.restored": _l("%(who)s restored an earlier value of “%(what)s”."),
    "custom_value.revealed": _l("%(who)s revealed “%(what)s”."),
    "default_member.created": _l("%(who)s added %(what)s to the team of new clients."),
    "default_member.removed": _l("%(who)s removed %(what)s from the team of new clients."),
}
