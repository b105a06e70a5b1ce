"""Who may use what, written by hand from docs/rules.md and never from access.POLICY, so that a changed cell of that
table is a red test and a reviewed line here.

A heading says who: anyone, client (in the portal), staff, owner, or staff with one of the rights (owners and admins have
all);
a line is a module and its functions. A new endpoint needs its word here, under who the rules say may use it.
"""

WHO = {
    "anyone": """
        static
        health: healthz readyz
        me: show
        logos: show
        setup: new create
        sign_ins: new create
        second_steps: create
        passkey_sign_ins: new create
        passwords: new create edit update
        acceptances: show update
        portal.sign_ins: new create update
        portal.passwords: new create edit update
        portal.invitations: show update create
    """,
    "client": """
        portal.sign_ins: delete
        portal.home: show
        portal.actors: edit update
        portal.preferences: update
        portal.photos: edit show update delete
        portal.second_factors: new create delete
        portal.documents: index show create
    """,
    "staff": """
        sign_ins: delete
        preferences: update
        own_sign_ins: show update
        own_emails: update
        own_passwords: update
        own_sessions: delete
        second_factors: index
        authenticators: new create delete
        passkeys: create delete
        passkey_challenges: new
        recovery_codes: create
        confirmations: new create
        covers: index create delete
        emergency_accesses: create
        home: show
        search: index
        accounts: index show
        contacts: index show
        contact_photos: show
        access_requests: index create
        overview: index show
        info: show
        photos: show
        descriptions: show
        previews: index show
        custom_values: show
        custom_value_changes: index
        revelations: create
        contact_values: show
        contact_value_changes: index
        contact_revelations: create
        documents: index show
        sharings: show
        tasks: index
        emails: index
        jobs: index
        chats: index
        approvals: index
        signatures: index
        logins: index
        notes: index
        time_entries: index
        history: index
        outbox: index show
        invitations: show
    """,
    "manage_accounts": """
        accounts: new create edit update
        archivals: update
        bins: index show update
        bulk_changes: index new create show update delete
        account_tags: create delete
        role_holders: create delete
        relations: new create edit update delete
        photos: update delete
        links: new create delete
        account_contacts: new create
        descriptions: edit update
        signer_priorities: update
        notifications: index update
        linked_addresses: switch
        address_confirmations: update
        invitations: new create delete
        custom_values: edit update
        outbox: update delete
    """,
    "manage_accounts manage_contacts": """
        contacts: edit update
        contact_values: edit update
        likenesses: index
        duplicates: index
        merges: index new create delete
        restorations: create
    """,
    "assign_teammates manage_accounts": "assignments: create delete",
    "assign_teammates manage_accounts manage_contacts manage_documents": "reversals: create",
    "assign_teammates": "access_requests: grant decline",
    "export_data": "account_exports: create",
    "manage_tags": "tags: index create edit update delete",
    "manage_custom_fields": """
        custom_fields: index new create edit update delete
        custom_field_positions: update
        custom_field_archivals: update
    """,
    "manage_accounts manage_documents": """
        documents: create
        sharings: update
    """,
    "manage_invoices manage_payments": """
        invoices: index
        payments: index
    """,
    "manage_organizers": "organizers: index",
    "manage_proposals": "proposals: index",
    "owner": """
        firms: edit update
        logos: update delete
        security: show update
        emergency_accesses: update
    """,
    "be_owner_or_admin": """
        team_members: index show update
        staff_invitations: new create update delete
        staff_invitation_links: create update
        member_password_links: create
        deactivations: new create delete
        default_members: index create delete
        member_sign_ins: delete
        lost_factors: delete
        activity: index
        activity_exports: create
        account_roles: index create edit update delete
        account_role_positions: update
    """,
}

# Besides, by the name of the column of access.Entry: the endpoints where it is not as everywhere, and how it is there.
BESIDES = {
    "fresh": dict.fromkeys(
        (
            *("team_members.update", "staff_invitations.create", "staff_invitations.update"),
            *(
                "staff_invitation_links.create",
                "staff_invitation_links.update",
                "member_password_links.create",
            ),
            *(
                "deactivations.create",
                "deactivations.delete",
                "member_sign_ins.delete",
                "lost_factors.delete",
            ),
            *("security.update", "emergency_accesses.update", "own_emails.update", "own_sessions.delete"),
            *("authenticators.new", "authenticators.create", "authenticators.delete"),
            *("passkeys.create", "passkeys.delete", "recovery_codes.create"),
            *("account_exports.create", "activity_exports.create"),  # what leaves the house
            *("bins.update", "custom_fields.delete"),  # what is deleted
        ),
        True,
    ),
    "unproven": dict.fromkeys(
        (
            *("sign_ins.delete", "preferences.update", "second_factors.index", "passkey_challenges.new"),
            *("authenticators.new", "authenticators.create", "passkeys.create"),
            *("confirmations.new", "confirmations.create"),
        ),
        True,
    ),
    "unsaid": dict.fromkeys(("portal.actors.edit", "portal.actors.update", "portal.sign_ins.delete"), True),
    "archived": {
        "archivals.update": True,
        "bins.update": True,
        "revelations.create": True,
        "contact_revelations.create": True,
    },
    "largest": {
        "logos.update": 15_010_000,
        "photos.update": 15_010_000,
        "portal.photos.update": 15_010_000,
        "documents.create": 51_000_000,
        "portal.documents.create": 51_000_000,
    },
}


def who() -> dict[str, str]:
    """Endpoint → who may use it."""
    found = {}
    for people, lines in WHO.items():
        for line in filter(None, map(str.strip, lines.splitlines())):
            module, _colon, functions = line.partition(":")
            for endpoint in [f"{module}.{each}" for each in functions.split()] or [module]:
                assert endpoint not in found, f"{endpoint} stands twice in {__name__}."
                found[endpoint] = people
    return found
