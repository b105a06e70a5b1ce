"""Policy of signing in and out, of invitations of staff and of the first set-up."""

from access.policy.entries import ANYONE, UNPROVEN

POLICY = {
    "setup.new": ANYONE,
    "setup.create": ANYONE,
    "sign_ins.new": ANYONE,
    "sign_ins.create": ANYONE,
    "sign_ins.delete": UNPROVEN,
    "second_steps.create": ANYONE._replace(writes=("used_challenge",)),
    "passkey_sign_ins.new": ANYONE,
    "passkey_sign_ins.create": ANYONE._replace(writes=("used_challenge",)),
    "passwords.new": ANYONE,
    "passwords.create": ANYONE._replace(writes=("staff_password_reset", "outbox", "sign_in_failure")),
    "passwords.edit": ANYONE,
    "passwords.update": ANYONE,
    "confirmations.new": UNPROVEN,
    "confirmations.create": UNPROVEN._replace(
        writes=(
            "sign_in",
            "user",
            "passkey",
            "used_challenge",
        )  # when the person proved who they are, and by what
    ),
    "acceptances.show": ANYONE._replace(writes=("staff_invitation",)),  # when it was opened
    "acceptances.update": ANYONE,
}
