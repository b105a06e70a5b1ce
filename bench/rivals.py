"""What else one could search with, ranking in the same tiers."""

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from shutil import rmtree
from typing import NamedTuple

import psycopg
from peewee import sqlite3

from tests.postgres import cluster, programs

TEN = 10


class Row(NamedTuple):
    """A client as the rivals keep it, folded; `rank` is its place among equals and its id, active ones first."""

    rank: int
    archived: bool
    name: str
    addresses: list[str]
    contacts: list[str]

    @property
    def everything(self) -> str:
        """All texts in one; only addresses begin a line."""
        return "\n".join((" ".join((self.name, *self.contacts)), *self.addresses))


def tiers(words: list[str]):
    """A condition with its parameters for each tier, best first. Each has a pattern of every word that an index knows."""
    in_name = [("name LIKE ?", [f"%{word}%"]) for word in words]
    of_words = [*in_name, *(("(name LIKE ? OR name LIKE ?)", [f"{word}%", f"% {word}%"]) for word in words)]
    starts = (" OR ".join("name LIKE ?" for _ in words), [f"{word}%" for word in words])
    anywhere = [("everything LIKE ?", [f"%{word}%"]) for word in words]
    addresses = [("(name LIKE ? OR everything LIKE ?)", [f"%{word}%", f"%\n{word}%"]) for word in words]
    exact = [("name LIKE ?", [" ".join(words)])]
    for parts in (exact, [*of_words, starts], of_words, in_name, [*anywhere, *addresses], anywhere):
        yield " AND ".join(f"({part})" for part, _ in parts), [each for _, found in parts for each in found]


class Rival:
    """Something else to search with; `searches` are the ways to ask it, by name: as one would, and tier by tier."""

    name: str

    @property
    def searches(self) -> dict[str, Callable[[list[str]], list[int]]]:
        return {f"{self.name}, ranked at once": self.at_once, f"{self.name}, tier by tier": self.tier_by_tier}


class InSql(Rival):
    """A table; archived clients come after all others."""

    def at_once(self, words: list[str]) -> list[int]:
        conditions, parameters = zip(*tiers(words), strict=True)
        cases = " ".join(f"WHEN {condition} THEN {at}" for at, condition in enumerate(conditions))
        asked = [*parameters[-1], *(each for of_tier in parameters for each in of_tier)]
        return self.ask(conditions[-1], asked, TEN, f"id >= {self._active}, CASE {cases} END, id")

    def tier_by_tier(self, words: list[str]) -> list[int]:
        found = []
        for group in (f"id < {self._active}", f"id >= {self._active}"):
            for condition, parameters in tiers(words):
                new = f" AND id NOT IN ({', '.join(map(str, found))})" if found else ""
                found += self.ask(f"{condition} AND {group}{new}", parameters, TEN - len(found))
                if len(found) == TEN:
                    return found
        return found

    def _values(self, rows):
        self._active = 0
        for row in rows:
            self._active += not row.archived
            yield row.rank, row.name, row.everything


class Fts5(InSql):
    name = "SQLite FTS5 trigram"
    table = "VIRTUAL TABLE doc USING fts5(name, everything, tokenize='trigram')"

    def __init__(self, directory: Path):
        self._path = directory / f"{type(self).__name__}.db"

    def build(self, rows: Iterable[Row]):
        self._path.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._path)
        self._db.execute("PRAGMA cache_size = -64000")
        self._db.execute(f"CREATE {self.table}")
        self._db.executemany("INSERT INTO doc(rowid, name, everything) VALUES (?, ?, ?)", self._values(rows))
        self._db.commit()

    @property
    def size(self) -> int:
        return self._path.stat().st_size

    def ask(self, condition, parameters, limit, order="id"):
        sql = f"SELECT rowid AS id FROM doc WHERE {condition} ORDER BY {order} LIMIT {limit}"  # noqa: S608
        return [rowid for (rowid,) in self._db.execute(sql, parameters)]

    def update(self, rank: int, name: str):
        self._db.execute("UPDATE doc SET name = ? WHERE rowid = ?", (name, rank))
        self._db.commit()

    def close(self):
        self._db.close()


class Like(Fts5):
    name = "SQLite LIKE, first ten in order"
    table = "TABLE doc(name, everything)"

    @property
    def searches(self):
        return {self.name: self.search}

    def search(self, words: list[str]) -> list[int]:
        *_, (condition, parameters) = tiers(words)
        return self.ask(condition, parameters, TEN)


class Trigrams(InSql):
    """PostgreSQL in a server of our own; what it costs is wall time, since another process does the work."""

    name = "PostgreSQL pg_trgm (wall)"

    def __init__(self, _directory: Path):
        self._stack = ExitStack()
        self._db = psycopg.connect(self._stack.enter_context(cluster(programs())), autocommit=True)

    def build(self, rows: Iterable[Row]):
        self._db.execute("CREATE EXTENSION pg_trgm")
        self._db.execute("SET jit = off")
        self._db.execute("CREATE TABLE doc(id integer PRIMARY KEY, name text, everything text)")
        with self._db.cursor().copy("COPY doc FROM STDIN") as copy:
            for row in self._values(rows):
                copy.write_row(row)
        self._db.execute("SET maintenance_work_mem = '256MB'")
        for column in ("name", "everything"):
            self._db.execute(f"CREATE INDEX ON doc USING gin ({column} gin_trgm_ops)")
        self._db.execute("VACUUM ANALYZE doc")

    @property
    def size(self) -> int:
        return self._db.execute("SELECT pg_total_relation_size('doc')").fetchone()[0]

    def ask(self, condition, parameters, limit, order="id"):
        sql = f"SELECT id FROM doc WHERE {condition} ORDER BY {order} LIMIT {limit}".replace("?", "%s")  # noqa: S608
        return [rank for (rank,) in self._db.execute(sql, parameters, prepare=False).fetchall()]

    def update(self, rank: int, name: str):
        self._db.execute("UPDATE doc SET name = %s WHERE id = %s", (name, rank))

    def close(self):
        self._db.close()
        self._stack.close()


class Tantivy(Rival):
    """Grams as tokens. Long words are not looked at again, so that it gives most of the right ten but not all.

    It is asked at once, with a score for each tier, as one would; and tier by tier, each in rank order by a fast
    field, which asks up to six times and looks at far fewer documents.
    """

    name = "tantivy"
    GRAM = 4

    def __init__(self, directory: Path):
        import tantivy

        self._tantivy = tantivy
        self._path = directory / "tantivy"

    def build(self, rows: Iterable[Row]):
        api = self._tantivy
        rmtree(self._path, ignore_errors=True)
        self._path.mkdir()
        schema = api.SchemaBuilder().add_unsigned_field("rank", stored=True, fast=True, indexed=True)
        for field in ("exact", "start", "word", "part", "address", "other"):
            analyzer = {"exact": "raw", "part": "grams", "other": "grams"}.get(field, "starts")
            schema = schema.add_text_field(field, tokenizer_name=analyzer, index_option="basic")
        self._schema = schema.build()
        self._index = api.Index(self._schema, str(self._path))
        for name, only_starts in (("starts", True), ("grams", False)):
            grams = api.TextAnalyzerBuilder(api.Tokenizer.ngram(1, self.GRAM, only_starts)).build()
            self._index.register_tokenizer(name, grams)
        self._writer = self._index.writer(200_000_000, 1)
        for row in rows:
            self._writer.add_document(self._document(row))
        self._commit()

    def _document(self, row: Row):
        words = row.name.split()
        others = [*row.addresses, *(word for contact in row.contacts for word in contact.split())]
        fields = {
            "exact": [row.name],
            "start": words[:1],
            "word": words,
            "part": words,
            "address": row.addresses,
        }
        document = self._tantivy.Document(other=others, **fields)
        document.add_unsigned("rank", row.rank)
        return document

    def _commit(self):
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    @property
    def size(self) -> int:
        return sum(path.stat().st_size for path in self._path.iterdir())

    def _tiers(self, words):
        exact = self._tantivy.Query.term_query(self._schema, "exact", " ".join(words))
        fields = ("start", "word", "part", "address", "other")
        return [exact, *(self._all(words, fields[: at + 1]) for at in range(len(fields)))]

    def at_once(self, words: list[str]) -> list[int]:
        api, tiers = self._tantivy, self._tiers(words)
        scores = [2.0 ** (len(tiers) - at) for at in range(len(tiers))]
        scored = [api.Query.const_score_query(*each) for each in zip(tiers, scores, strict=True)]
        asked = api.Query.boolean_query([(api.Occur.Should, each) for each in scored])
        hits = self._searcher.search(asked, TEN, count=False).hits
        return [self._searcher.doc(address).get_first("rank") for _, address in hits]

    def tier_by_tier(self, words: list[str]) -> list[int]:
        found = []
        for asked in self._tiers(words):
            order = {"order_by_field": "rank", "order": self._tantivy.Order.Asc}
            hits = self._searcher.search(asked, TEN, count=False, **order).hits
            found += [rank for rank, _ in hits if rank not in found]
            if len(found) >= TEN:
                break
        return found[:TEN]

    def _all(self, words, fields):
        api = self._tantivy
        last = fields[-1:] if len(words) == 1 else fields
        each = [
            api.Query.boolean_query([(api.Occur.Should, self._word(field, word)) for field in last])
            for word in words
        ]
        return api.Query.boolean_query([(api.Occur.Must, one) for one in each])

    def _word(self, field, word):
        api, last = self._tantivy, len(word) - self.GRAM
        starts = field in ("start", "word", "address")
        grams = [(field, word[: self.GRAM])] if starts or last <= 0 else []
        if last > 0:
            part = {"start": "part", "word": "part", "address": "other"}.get(field, field)
            grams += [(part, word[at : at + self.GRAM]) for at in range(last + 1)]
        terms = [(api.Occur.Must, api.Query.term_query(self._schema, *gram)) for gram in grams]
        return api.Query.boolean_query(terms)

    def update(self, rank: int, name: str):
        self._writer.delete_documents("rank", rank)
        self._writer.add_document(self._document(Row(rank, False, name, [], [])))
        self._commit()

    def close(self):
        self._writer.wait_merging_threads()


def available() -> tuple[list[type], list[str]]:
    """The rivals that this machine has, and why the others are left out."""
    found, missing = [Fts5, Like], []
    trigrams = programs() and list(Path("/usr/share/postgresql").glob("*/extension/pg_trgm.control"))
    if trigrams:
        found.append(Trigrams)
    else:
        missing.append("PostgreSQL with pg_trgm is left out: it is not installed.")
    try:
        import tantivy  # noqa: F401
    except ImportError:
        missing.append("tantivy is left out: run with `uv run --with tantivy` to have it.")
    else:
        found.append(Tantivy)
    return found, missing
