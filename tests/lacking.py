"""python tests/lacking.py: say what the tests did without on this machine, and what brings it; in CI that is a failure."""

import os
import shutil
import sys

from tests.postgres import programs

# The same engine without windows of its own, which cost a third of the time, comes first.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Where a browser for the tests is, if there is one."""
    return next(filter(None, map(shutil.which, CHROMIUMS)), None)


def lacking() -> dict[str, str]:
    """Debian's package → what was left out without it."""
    left_out = {}
    if chromium() is None:
        left_out["chromium-headless-shell"] = "the tests in the browser (there is no Chromium)"
    if not programs() and not os.environ.get("OVERBLIK_TEST_POSTGRES_URL"):
        left_out["postgresql"] = "the whole run on PostgreSQL (there is no server)"
    return left_out


def main() -> int:
    left_out = lacking()
    if not left_out:
        return 0
    print(f"\nNot tested: {' and '.join(left_out.values())}. This brings what is missing:")
    print(f"    apt-get update && apt-get install --no-install-recommends {' '.join(left_out)}")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
