"""A process for each firm, since the models of one process know one database; it times what it is asked for."""

from multiprocessing import get_context
from multiprocessing.connection import Connection
from os import environ
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import NamedTuple

from bench.firms import environment


class Figure(NamedTuple):
    """Milliseconds of many samples: the median and the 95th percentile."""

    p50: float
    p95: float

    @classmethod
    def of(cls, milliseconds: list[float]) -> "Figure":
        return cls(median(milliseconds), quantiles(milliseconds, n=20)[18])


class Firm:
    """The measuring process of one firm, seen from outside."""

    def __init__(self, data_dir: Path, seed: int):
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=run, args=(theirs, data_dir, seed), daemon=True)
        self._process.start()
        self.rows: list[tuple[str, str]] = self._pipe.recv()
        self._samples = {row: [] for row in self.rows}

    def sample(self, row: tuple[str, str], times: int, keep: bool = True):
        """Take `times` samples of a row; without `keep` only to warm up."""
        self._pipe.send((self.rows.index(row), times))
        taken = self._pipe.recv()
        if isinstance(taken, Exception):
            raise taken
        self._samples[row] += taken if keep else []

    def cpu(self, row: tuple[str, str]) -> Figure:
        return Figure.of([cpu for cpu, _ in self._samples[row]])

    def wall(self, row: tuple[str, str]) -> Figure:
        return Figure.of([wall for _, wall in self._samples[row]])


def run(pipe: Connection, data_dir: Path, seed: int):
    """The measuring process: name the rows, then take samples of a row as often as asked."""
    environ.update(environment(data_dir))
    from app import create_app
    from bench.people import Person
    from bench.rows import baselines, rows_of

    app = create_app()
    owner = Person(app, "owner", Random(seed))  # noqa: S311 (no secret)
    employee = Person(app, "employee", Random(seed))  # noqa: S311 (no secret)
    rows = [*baselines(app, owner), *rows_of(owner, "owner"), *rows_of(employee, "employee")]
    pipe.send([(row.name, row.asker) for row in rows])
    while True:
        try:
            number, times = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send([timed(rows[number].sample()) for _ in range(times)])
        except Exception as error:  # noqa: BLE001 (raised again by whoever asked)
            pipe.send(error)


def timed(requests) -> tuple[float, float]:
    """CPU and wall milliseconds of these requests, one after another."""
    answers = []
    wall, cpu = perf_counter(), process_time()
    for app, request in requests:
        body = app(request, lambda status, headers, exc_info=None: answers.append(status))
        for _ in body:
            pass
        body.close()
    cpu, wall = process_time() - cpu, perf_counter() - wall
    if any(not status.startswith("2") for status in answers):
        raise RuntimeError(f"{answers} from {[request['PATH_INFO'] for _, request in requests]}")
    return cpu * 1000, wall * 1000
