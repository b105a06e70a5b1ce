"""Secret files of the installation, such as of the secret key, made on the first start."""

import os
import secrets
from pathlib import Path


def read_or_make_secret(path: Path) -> str:
    """The secret in the file, made on the first call; readable by this user alone and never half-written."""
    if not path.exists():
        draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)  # unlike a rename it never replaces what another process made first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
