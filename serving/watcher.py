"""The process that watches the others and starts again whichever ends or hangs. Nothing but the standard library, for size.

It holds the listening socket, so the port stays open whatever happens to the processes that answer on it, and it asks
each of them now and then over a connection of its own whether it lives.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

# Time is counted in rounds: one in which this process itself was stopped is nobody's silence.
ROUND_SECONDS = 0.5
ASK_ROUNDS = 6  # between an answer and the next question
HANG_ROUNDS = 10  # without an answer: with the six before and the start of another, within ten seconds
START_ROUNDS = 240  # until the first answer
YOUNG_SECONDS = 30.0  # who dies younger than that waits longer each time
LONGEST_PAUSE = 30.0
STOP_SECONDS = 10.0


class Watched:
    """A process of ours under its name: how it is started, and by what it is asked whether it lives."""

    def __init__(self, name: str, command: list[str], question: str, inherited: tuple[int, ...] = ()):
        self.name, self.command, self.question, self.inherited = name, command, question.encode(), inherited
        self.process, self.line = None, None
        self.answered = False  # since it was started
        self.rounds = 0  # since the last answer
        self.started_at = self.start_at = 0.0
        self.died_young = 0  # times, one after the other

    def start(self):
        """Start it as head of a group of its own, to which its children belong."""
        self.line, theirs = socket.socketpair()
        self.line.setblocking(False)
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603
                [*self.command, str(theirs.fileno())],
                start_new_session=True,
                pass_fds=(theirs.fileno(), *self.inherited),
            )
        self.answered, self.rounds, self.started_at = False, 0, time.monotonic()

    def look(self):
        """One round: start it when its time has come, and end it when it hangs."""
        if self.process is None:
            if time.monotonic() >= self.start_at:
                self.start()
        elif self.process.poll() is not None:
            self.replace(f"ended with {self.process.returncode}")
        elif self.silent():
            self.replace(f"has not answered for {self.rounds * ROUND_SECONDS:.0f} seconds")

    def silent(self) -> bool:
        """Whether it has been asked and has not answered for too long. Asks when it is time for that."""
        self.rounds += 1
        with suppress(OSError):
            if self.line.recv(65_536):
                self.answered, self.rounds = True, 0
        if self.rounds == (ASK_ROUNDS if self.answered else 1):
            with suppress(OSError):
                self.line.send(self.question)
        return self.rounds >= (ASK_ROUNDS + HANG_ROUNDS if self.answered else START_ROUNDS)

    def replace(self, reason: str):
        """Say what happened, end what is left of it, and have it started again, later each time it dies young."""
        young = time.monotonic() - self.started_at < YOUNG_SECONDS
        self.died_young = self.died_young + 1 if young else 0
        pause = min(2.0 ** (self.died_young - 2), LONGEST_PAUSE) if self.died_young > 1 else 0.0
        when = f" in {pause:.0f} s" if pause else ""
        log_line(f"The {self.name} process {self.process.pid} {reason}; starting it again{when}.")
        self.end()
        self.start_at = time.monotonic() + pause

    def end(self):
        """End it and its children, whatever they do."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.line.close()
        self.process = None


def log_line(text: str):
    """A line for whoever reads the log."""
    print(text, file=sys.stderr, flush=True)


def watch(webs: list[Watched], worker: Watched, greeting: list[str]):
    """Run until SIGINT or SIGTERM. The greeting is printed when the first of the web processes answers."""
    stopping = []
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: stopping.append(True))
    while not stopping:
        for each in (*webs, worker):
            each.look()
        if greeting and any(web.answered for web in webs):
            print("\n".join(greeting), flush=True)
            greeting = []
        time.sleep(ROUND_SECONDS)


def stop(all_of_them: list[Watched]):
    """Ask all to end, wait, and end those that do not."""
    running = [each for each in all_of_them if each.process]
    deadline = time.monotonic() + STOP_SECONDS
    for each in running:
        each.process.terminate()
    for each in running:
        with suppress(subprocess.TimeoutExpired):
            each.process.wait(max(deadline - time.monotonic(), 0.1))
        each.end()


def main(plan: dict):
    """Watch the processes of a plan, as starting.become_watcher() writes it, until asked to stop."""
    names = ["web"] if plan["webs"] == 1 else [f"web-{number}" for number in range(1, plan["webs"] + 1)]
    webs = [Watched(name, **plan["web"], inherited=(plan["listening"],)) for name in names]
    worker = Watched("worker", **plan["worker"])
    watch(webs, worker, plan["greeting"])
    os.close(plan["listening"])
    stop([*webs, worker])


if __name__ == "__main__":
    with open(int(sys.argv[1])) as told:
        main(json.load(told))
