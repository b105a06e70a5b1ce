"""Policy of the home address and of the health checks."""

from access.policy.entries import ANYONE, STAFF

POLICY = {
    "static": ANYONE,
    "health.healthz": ANYONE,
    "health.readyz": ANYONE._replace(writes=("probe",)),  # whether anything can be written
    "home.show": STAFF,
}
