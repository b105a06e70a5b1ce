"""Policy of the client portal."""

from access.policy.entries import ANYONE, CLIENT, FILE, PHOTO, SHARED_DOOR

POLICY = {
    "portal.sign_ins.new": ANYONE,
    "portal.sign_ins.create": SHARED_DOOR,
    "portal.sign_ins.update": SHARED_DOOR,
    "portal.sign_ins.delete": CLIENT._replace(unsaid=True),
    "portal.passwords.new": ANYONE,
    "portal.passwords.create": ANYONE._replace(writes=("password_reset", "outbox", "sign_in_failure")),
    "portal.passwords.edit": ANYONE,
    "portal.passwords.update": ANYONE,
    "portal.invitations.show": ANYONE._replace(writes=("invitation",)),  # when it was opened
    "portal.invitations.update": ANYONE,
    "portal.invitations.create": ANYONE,
    "portal.home.show": CLIENT,
    "portal.actors.edit": CLIENT._replace(unsaid=True),
    "portal.actors.update": CLIENT._replace(unsaid=True),
    "portal.preferences.update": CLIENT,
    "portal.photos.edit": CLIENT,
    "portal.photos.show": CLIENT,
    "portal.photos.update": CLIENT._replace(largest=PHOTO),
    "portal.photos.delete": CLIENT,
    "portal.second_factors.new": CLIENT,
    "portal.second_factors.create": CLIENT,
    "portal.second_factors.delete": CLIENT,
    "portal.documents.index": CLIENT,
    "portal.documents.show": CLIENT._replace(writes=("portal_session", "document_opening")),  # who opened it
    "portal.documents.create": CLIENT._replace(largest=FILE),
}
