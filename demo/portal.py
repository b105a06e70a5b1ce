"""The portal of the demo: everybody signs in with one password, and one of them stands on the sign-in page."""

from functools import cache

from models.base.password import hash_password
from models.staff.demo_people import PASSWORD


@cache
def password_hash() -> str:
    """Of the password that everybody accepts an invitation with: hashing is slow on purpose."""
    return hash_password(PASSWORD)
