"""python -m docs.security: write the pages here anew, from access.POLICY, models.base.archived and the markers of the tests."""

import ast
from itertools import groupby
from pathlib import Path

import access
from access.policy import entries
from models.base.archived import STILL_DONE

HERE = Path(__file__).parent
TESTS = HERE.parent.parent / "tests"
GENERATED = (
    "<!-- Written by `python -m docs.security`: change what it is written from, and write it anew. -->\n"
)

POLICY_WORDS = """Under `/accounts/<id>` access to the client comes first: whoever may not open it is answered as for one
that does not exist. Owners and admins hold every right. *Fresh*: the person has proved who they are within the last minutes.
*Archived*: also while the client is archived. *Before a second factor*: also for those of whom one is demanded and who have
none yet. *Silently*: tables that it may write to without a line in the history.
"""
ARCHIVED_WORDS = """Everything, but what stands here. Whatever is done to a client, or to a person all of whose clients are
archived, asks in the transaction of the write and with the client held, so that nobody archives it in between; what is
refused leaves nothing behind. A relation between two clients stands on the page of the first of them. Who asks to be let
into an archived client, or breaks the glass for one, gets the answer for one that does not exist. To read, and what notes
the reading, is no change; nor is what the firm does to its own tags, fields, roles and people.
"""
ASVS_WORDS = """Of {all} items {tested} are asserted by tests; of each other one stands why not. Nobody has certified this, and
it is no claim of a whole level: items that only a document or an installation can fulfil are not listed, and a second factor
(6.3.3) is demanded of staff only where the owner says so, and of clients never.
"""


def policy() -> str:
    """`access.POLICY` for people: one line for each endpoint, by what its address is about."""
    told = [
        "# Who may use what\n",
        GENERATED,
        POLICY_WORDS,
    ]
    endpoints = sorted(access.POLICY)
    for module, members in groupby(endpoints, key=lambda name: name.rpartition(".")[0] or name):
        told += [f"\n## {module}\n", "| endpoint | who | besides |", "|---|---|---|"]
        told += [
            f"| `{name}` | {who(access.POLICY[name])} | {besides(access.POLICY[name])} |" for name in members
        ]
    return "\n".join(told) + "\n"


def who(entry) -> str:
    """Who may use it, in words."""
    if entry.audience == "anyone":
        return "anyone"
    if entry.audience == "client":
        return "people of clients, in the portal"
    if entry.owner:
        return "the owner"
    if entry.rights == entries.MANAGERS.rights:
        return "owner and admins"
    if entry.rights:
        return "staff who may " + " or ".join(sorted(each.replace("_", " ") for each in entry.rights))
    return "staff"


def besides(entry) -> str:
    told = [
        ("fresh", entry.fresh),
        ("archived", entry.archived),
        ("before a second factor", entry.unproven),
        ("before it is said who of a shared mailbox is there", entry.unsaid),
        (f"silently: {', '.join(entry.writes)}", entry.writes),
        (f"up to {(entry.largest or 0) // 1_000_000} MB", entry.largest),
    ]
    return ", ".join(words for words, true in told if true)


def archived() -> str:
    """What is done to an archived client all the same, and why."""
    told = [
        "# What an archived client refuses\n",
        GENERATED,
        ARCHIVED_WORDS,
        "| still done | why |",
        "|---|---|",
    ]
    return "\n".join([*told, *(f"| {work} | {reason} |" for work, reason in STILL_DONE.items())]) + "\n"


def asvs() -> str:
    """Item by item: tested and where, or why not."""
    found, rows = markers(), items()
    tested = [each for each in rows if each[0] in found]
    told = [
        "# OWASP ASVS 5.0, items that a test can assert\n",
        GENERATED,
        ASVS_WORDS.format(all=len(rows), tested=len(tested)),
        "| item | level | asks | verdict | where, or why not |",
        "|---|---|---|---|---|",
    ]
    for item, level, asks, reason in rows:
        where = ", ".join(f"`{path}`" for path in sorted(found.get(item, ())))
        verdict = (
            "tested" if where else "not applicable" if reason.startswith("not applicable") else "not met"
        )
        words = where or reason.partition(": ")[2]
        told.append(f"| {item} | {level} | {asks} | {verdict} | {words} |")
    return "\n".join(told) + "\n"


def items() -> list[tuple[str, str, str, str]]:
    """(id, level, what it asks, why no test asserts it) of asvs.txt."""
    lines = (HERE / "asvs.txt").read_text(encoding="utf-8").splitlines()
    cells = (
        [cell.strip() for cell in line.split("|", 3)] for line in lines if line and not line.startswith("#")
    )
    return [(*row, "")[:4] if len(row) < 4 else tuple(row) for row in cells]


def markers() -> dict[str, set[str]]:
    """Item → the files whose tests carry @pytest.mark.asvs("item")."""
    found = {}
    for path in sorted(TESTS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.asvs":
                for each in node.args:
                    found.setdefault(each.value, set()).add(path.relative_to(TESTS.parent).as_posix())
    return found


PAGES = {"policy.md": policy, "archived.md": archived, "asvs-5.0-l2.md": asvs}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
