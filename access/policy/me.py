"""Policy of one's own settings and sign-in."""

from access.policy.entries import ANYONE, STAFF, UNPROVEN

POLICY = {
    "me.show": ANYONE,
    "second_factors.index": UNPROVEN,
    "authenticators.new": UNPROVEN._replace(fresh=True),
    "authenticators.create": UNPROVEN._replace(fresh=True),
    "authenticators.delete": STAFF._replace(fresh=True),
    "passkey_challenges.new": UNPROVEN,
    "passkeys.create": UNPROVEN._replace(fresh=True, writes=("used_challenge",)),
    "passkeys.delete": STAFF._replace(fresh=True),
    "recovery_codes.create": STAFF._replace(fresh=True),
    "own_sign_ins.show": STAFF,
    "own_sign_ins.update": STAFF._replace(writes=("user",)),  # the language
    "own_emails.update": STAFF._replace(fresh=True),
    "own_passwords.update": STAFF,  # it asks for the old one
    "own_sessions.delete": STAFF._replace(fresh=True),
    "preferences.update": UNPROVEN._replace(writes=("user",)),  # theme and language
}
