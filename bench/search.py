"""The search beside what else one could search with, at growing numbers of clients: python -m bench.search --help."""

import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import gettempdir
from time import perf_counter, process_time
from typing import NamedTuple
from urllib.parse import urlencode

import click

from bench.clock import Figure
from bench.firms import environment, schema
from bench.requests import line

TARGETS = 200  # names and addresses that are typed
NAMES = 1000  # of people, that are typed in several ways
LETTERS = 12  # of each, until people look at the hits
SEEN = 50  # clients of somebody who may not see the rest
CHECKED = 40  # queries that are looked up by reading every client, too
PATIENCE = 90.0  # seconds that one of them may type; a slow one does not reach all targets
UPDATES = 30
WRITES = 150
WARMING = 10  # writes before them
# Of the form that saves a client.
FIELDS = (
    "name",
    "type",
    "street",
    "postal_code",
    "city",
    "country",
    "phone",
    "website",
    "registration_number",
)
BLOCKS = 20
BLOCK = 40  # requests
OURS, INDEX, FEW = (
    "Overblik, the whole search",
    "Overblik, its index alone",
    f"Overblik, of whom {SEEN} are seen",
)
ME, TYPING, TYPING_FEW = "`/me`", "search request, owner", f"search request, {SEEN} seen"
RENAME, MOVE = "a client saved with another name, found at once", "a client saved with another city"


class Measured(NamedTuple):
    """What one process found out about one number of clients."""

    searches: dict[str, Figure]
    kinds: dict[str, Figure]
    spelled: dict[str, str]
    builds: dict[str, tuple[float, float, float]]  # CPU s, MB on disk, MB of memory at most
    updates: dict[str, Figure]
    requests: dict[str, Figure]
    private: float  # MB
    checked: str


@click.command()
@click.option("--sizes", default="10000,100000,1000000", show_default=True, help="Numbers of clients.")
@click.option("--seed", default=7, show_default=True, help="Which clients, and which of them are typed.")
@click.option(
    "--dir",
    "directory",
    default=f"{gettempdir()}/overblik-bench",
    show_default=True,
    type=click.Path(path_type=Path),
)
def main(sizes: str, seed: int, directory: Path):
    """Print Markdown tables of CPU milliseconds. Clients that are missing in DIRECTORY are made up first."""
    from bench.rivals import available

    rivals, missing = available()
    click.echo("\n".join(missing))
    numbers = [int(size) for size in sizes.split(",")]
    found = []
    for number in numbers:
        place = directory.absolute() / f"clients-{number}-{schema()}"
        found.append(apart(measure, place, number, seed, rivals))
        click.echo("\n".join(table(found, numbers[: len(found)])))


def apart(function: Callable, *arguments):
    """What `function` returns in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(function, *arguments).result()


def measure(place: Path, number: int, seed: int, rivals: list[type]) -> Measured:
    """Everything about `number` clients, in a process of its own, since its models know one database."""
    os.environ.update(environment(place))
    app = prepared(place, number, seed)
    builds = {OURS: apart(rebuilt, place)}
    import search_index
    from bench.made_up import targets_of_kinds, typed_targets

    with app.app_context():
        search_index.configure(place / "search")
        targets = typed_targets(TARGETS, seed)
        queries = list(typed(targets))
        private = apart(private_megabytes, place, queries)
        contenders = {
            OURS: ours,
            INDEX: index_alone(place / "search"),
            FEW: partial(ours, allowed=few(number, seed)),
        }
        others = [rival(place) for rival in rivals]
        for other in others:
            builds[other.name] = built(other)
            for name, search in other.searches.items():
                contenders[name] = lambda query, search=search: search(folded(query).split())
        searches = compared(targets, contenders)
        kinds = by_kind(targets_of_kinds(TARGETS, seed))
        spelled = spellings(seed)
        checked = check(queries, seed)
        updates = updated(others, number, seed)
        for other in others:
            other.close()
        requests = apart(ask_all, place, queries) | written(place, number, seed)
    return Measured(searches, kinds, spelled, builds, updates, requests, private, checked)


def prepared(place: Path, number: int, seed: int):
    """The application over `number` made-up clients, which are written now if they are not there."""
    unfinished = place / "unfinished"
    if not (place / "app.db").exists() or unfinished.exists():
        place.mkdir(parents=True, exist_ok=True)
        (place / "app.db").unlink(missing_ok=True)
        unfinished.touch()
    from app import create_app
    from bench.made_up import fill
    from models.base.database import migrate

    app = create_app()
    if unfinished.exists():
        with app.app_context():
            migrate()
            fill(number, seed, SEEN)
        unfinished.unlink()
    return app


def rebuilt(place: Path) -> tuple[float, float, float]:
    """CPU seconds of a rebuild, megabytes on disk, and the most memory that this process had."""
    os.environ.update(environment(place))
    from app import create_app

    with create_app().app_context():
        import search_index

        begun = process_time()
        search_index.rebuild()
        seconds = process_time() - begun
    size = sum(path.stat().st_size for path in (place / "search").iterdir())
    return seconds, size / 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def built(rival) -> tuple[float, float, float]:
    begun = process_time() if "wall" not in rival.name else perf_counter()
    rival.build(rows())
    seconds = (process_time() if "wall" not in rival.name else perf_counter()) - begun
    return seconds, rival.size / 1e6, 0.0


def rows() -> Iterator:
    """All clients as the rivals keep them, in rank order."""
    from bench.rivals import Row
    from search_index import documents

    for rank, each in enumerate(documents.in_rank_order()):
        texts = {
            kind: [text.forms[0] for text in each.others if text.kind == kind]
            for kind in ("address", "contact")
        }
        yield Row(rank, each.archived, each.name[0], texts["address"], texts["contact"])


def typed(targets: list[str]) -> Iterator[str]:
    for target in targets:
        for length in range(1, min(len(target), LETTERS) + 1):
            yield target[:length]


def folded(text: str) -> str:
    from models.base.folding import fold

    return fold(text).plain


def ours(query: str, allowed=None):
    import search_index

    return search_index.search(query, allowed)


def index_alone(directory: Path) -> Callable:
    """A search of the index only, opened once more so that it remembers nothing that others have read."""
    from models.base.folding import parse
    from search_index.store import index

    snapshot = index.open_snapshot(directory)
    return lambda query: list(islice(snapshot.search(parse(query), None), 10))


def few(number: int, seed: int) -> frozenset[int]:
    return frozenset(Random(seed).sample(range(1, number + 1), min(SEEN, number)))  # noqa: S311


def compared(targets: list[str], contenders: dict[str, Callable]) -> dict[str, Figure]:
    """Everybody types all targets, one target in turn, so that whatever else the machine does falls on all of them.

    Each begins at another target: nobody finds the processor's caches filled by the same question.
    """
    taken = {name: [] for name in contenders}
    spent = dict.fromkeys(contenders, 0.0)
    step = len(targets) // len(contenders)
    for turn in range(-3, len(targets)):  # the first ones are for warming up
        for place, (name, search) in enumerate(contenders.items()):
            clock, begun = perf_counter if "wall" in name else process_time, perf_counter()
            for query in (
                typed([targets[(turn + place * step) % len(targets)]]) if spent[name] < PATIENCE else ()
            ):
                start = clock()
                search(query)
                taken[name] += [(clock() - start) * 1000] if turn >= 0 else []
            spent[name] += perf_counter() - begun if turn >= 0 else 0.0
    return {name: Figure.of(times) for name, times in taken.items()}


def by_kind(targets: dict[str, list[str]]) -> dict[str, Figure]:
    """The index alone, letter by letter, by what is typed."""
    taken = {kind: [] for kind in targets}
    for turn in range(-3, max(map(len, targets.values()))):
        for kind, texts in targets.items():
            for length in range(1, len(texts[turn % len(texts)]) + 1):
                start = process_time()
                ours(texts[turn % len(texts)][:length])
                taken[kind] += [(process_time() - start) * 1000] if turn >= 0 else []
    return {kind: Figure.of(times) for kind, times in taken.items()}


def spellings(seed: int) -> dict[str, str]:
    """Of people whose name nobody else has, typed in several ways: how often the client is first, and among the ten."""
    from bench.spelling import SPELLINGS, unique_people

    people = unique_people(NAMES, seed)
    found = {}
    for name, spell in SPELLINGS.items():
        hits = [[hit.account_id for hit in ours(spell(person)).hits] for person in people]
        pairs = list(zip(hits, people, strict=True))
        first = sum(any(each in person.accounts for each in ids[:1]) for ids, person in pairs)
        among = sum(any(each in person.accounts for each in ids) for ids, person in pairs)
        found[name] = f"{first} / {among} of {len(people)}"
    return found


def check(queries: list[str], seed: int) -> str:
    """How many of some queries have the ten hits, in their order, that reading every client gives."""
    import search_index
    from models.base.folding import parse
    from search_index import documents, unindexed

    everybody = list(documents.in_rank_order())
    some = Random(seed).sample(queries, min(CHECKED, len(queries)))  # noqa: S311
    right = 0
    for query in some:
        best = unindexed.best(parse(query), None, everybody, 10)
        right += [each.account_id for each in best] == [
            hit.account_id for hit in search_index.search(query).hits
        ]
    return f"{right} of {len(some)}"


def updated(others, number: int, seed: int) -> dict[str, Figure]:
    """What it costs each engine to take in another name of one client."""
    import search_index
    from models import Account, SearchChange
    from models.base.database import transaction

    def rename(account_id: int) -> str:
        name = turned(Account.get_by_id(account_id).name)
        with transaction():
            Account.update(name=name).where(Account.id == account_id).execute()
            SearchChange.note(account_id)
        return folded(name)

    taken = {OURS: []} | {other.name: [] for other in others}
    dice = Random(seed)  # noqa: S311
    for _ in range(UPDATES):
        account_id = dice.randrange(1, number)
        name = rename(account_id)
        takers = {other.name: partial(other.update, account_id, name) for other in others}
        for name, take_in in {OURS: search_index.follow, **takers}.items():
            clock = perf_counter if "wall" in name else process_time
            begun = clock()
            take_in()
            taken[name].append((clock() - begun) * 1000)
    return {name: Figure.of(times) for name, times in taken.items()}


def turned(name: str) -> str:
    """Another name for a client, of the same words, so that a later run does not type what this one has made up."""
    return " ".join(reversed(name.split()))


def ask_all(place: Path, queries: list[str]) -> dict[str, Figure]:
    """Signed-in requests to the real server, by the CPU of its processes; each sample is the mean of a block.

    Both people type the same targets, letter by letter, but not at the same time.
    """
    from bench.people import HTMX
    from bench.served import Caller, Served

    with Served(place) as served:
        owner, employee = (Caller(served, name) for name in ("owner", "employee"))
        typing = {
            owner: cycle(queries),
            employee: cycle(queries[len(queries) // 2 :] + queries[: len(queries) // 2]),
        }

        def type_in(person):
            person.get("/search?" + urlencode({"q": next(typing[person])}), HTMX)

        rows = {
            ME: lambda: owner.get("/me", {}, 204),
            TYPING: lambda: type_in(owner),
            TYPING_FEW: lambda: type_in(employee),
        }
        taken = {name: [] for name in rows}
        for turn in range(BLOCKS + 3):
            for name, request in rows.items():
                before = served.cpu()
                for _ in range(BLOCK):
                    request()
                taken[name] += [(served.cpu() - before) / BLOCK] if turn > 2 else []
    return {name: Figure.of(times) for name, times in taken.items()}


def written(place: Path, number: int, seed: int) -> dict[str, Figure]:
    """Requests that save a client's form to the real server, with another name and with another city, in turns."""
    from bench.people import HTMX
    from bench.served import Caller, Served
    from models import Account

    dice, taken = Random(seed), {RENAME: [], MOVE: []}  # noqa: S311
    with Served(place) as served:
        owner = Caller(served, "owner")
        for at in range(-WARMING, WRITES):
            for name in (RENAME, MOVE) if at % 2 else (MOVE, RENAME):
                account = Account.get_by_id(dice.randrange(1, number))
                while account.archived_at:
                    account = Account.get_by_id(dice.randrange(1, number))
                form = {field: getattr(account, field) for field in FIELDS}
                form |= {"name": turned(account.name)} if name == RENAME else {"city": f"By {at}"}
                before = served.cpu()
                owner.post(f"/accounts/{account.id}", form | {"seen": account.last_event_id}, HTMX)
                taken[name] += [served.cpu() - before] if at >= 0 else []
    return {name: Figure.of(times) for name, times in taken.items()}


def private_megabytes(place: Path, queries: list[str]) -> float:
    """How much more memory of its own a process has once it has asked the index all this."""
    os.environ.update(environment(place))
    from app import create_app

    with create_app().app_context():
        import search_index
        from models import Account

        list(Account.select().limit(100))
        search_index.configure(place / "nothing")
        search_index.unindexed.from_database = lambda *_: []
        search_index.search("warm up")
        before = _private()
        search_index.configure(place / "search")
        for query in queries:
            search_index.search(query)
        return (_private() - before) / 1000


def _private() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(each.split()[1]) for each in lines if each.startswith("Private_"))


def table(found: list[Measured], numbers: list[int]) -> list[str]:
    """The lines of all tables; figures are median / 95th percentile."""

    def head(*titles):
        cells = [*titles, *(f"{number:,}" for number in numbers)]
        return ["", line(cells), line(["---", *["--:"] * (len(cells) - 1)])]

    def each(rows_of, show):
        return [line([name, *(show(rows_of(one), name) for one in found)]) for name in rows_of(found[0])]

    def figure(rows, name):
        return f"{rows[name].p50:.2f} / {rows[name].p95:.2f}" if name in rows else "–"

    def times_ours(rows, name):
        return f"{rows[name].p50 / rows[INDEX].p50:.1f} / {rows[name].p95 / rows[INDEX].p95:.1f}"

    def times_me(rows, name):
        return f"{rows[name].p50:.2f} / {rows[name].p95:.2f} ({rows[name].p50 / rows[ME].p50:.2f} ×)"

    def build(rows, name):
        seconds, size, memory = rows[name]
        return f"{seconds:.0f} s, {size:.0f} MB" + (f", {memory:.0f} MB of memory" if memory else "")

    return [
        *head("a query, ms of CPU"),
        *each(lambda one: one.searches, figure),
        *head("a query by what is typed, ms of CPU"),
        *each(lambda one: one.kinds, figure),
        *head("names of people: their client first / among the ten"),
        *each(lambda one: one.spelled, lambda rows, name: rows[name]),
        *head("times the index alone"),
        *each(lambda one: one.searches, times_ours),
        *head("build, on disk"),
        *each(lambda one: one.builds, build),
        *head("one update, ms"),
        *each(lambda one: one.updates, figure),
        *head("requests and writes, ms of CPU (× `/me`)"),
        *each(lambda one: one.requests, times_me),
        *head("else"),
        line(["memory private to a reader", *(f"{one.private:.1f} MB" for one in found)]),
        line(["ten hits and order as by reading everything", *(one.checked for one in found)]),
    ]


if __name__ == "__main__":
    main()
