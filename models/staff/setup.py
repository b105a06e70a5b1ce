"""The first run: a token on the console, then one firm with one owner."""

import hmac
from pathlib import Path

from peewee import IntegrityError

from models.base.database import transaction
from models.base.secret_file import read_or_make_secret
from models.staff.firm import Firm
from models.staff.user import EmailTaken, User


class Setup:
    """The set-up of an installation whose data directory is `data_dir`."""

    def __init__(self, data_dir: Path):
        self._file = data_dir / "setup_token"

    @property
    def open(self) -> bool:
        """Whether the installation still has no firm."""
        return Firm.this() is None

    def token(self) -> str:
        """The token to show on the console, made once and readable by this user alone."""
        return read_or_make_secret(self._file)

    def knows(self, token: str) -> bool:
        return self._file.exists() and hmac.compare_digest(self.token().encode(), token.encode())

    def finish(self, firm_name: str, name: str, email: str, password: str) -> User | None:
        """Create firm and owner together; None when somebody else was first."""
        try:
            with transaction():
                if not self.open:
                    return None
                owner = User.hire(None, name, email, "owner", password)
                Firm.add(owner, id=Firm.THE_ONLY, name=firm_name)
        except (IntegrityError, EmailTaken):
            return None  # PostgreSQL lets several begin, and the firm's id only one of them end
        self._file.unlink(missing_ok=True)
        return owner
