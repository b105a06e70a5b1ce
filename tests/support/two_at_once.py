"""Two people who do something at the same moment, each over a connection of their own."""

from threading import Barrier, Thread

from models.base.database import db


def at_once(*deeds, expected: type[Exception]) -> list:
    """Let the deeds begin together; the result is what each returned, or the `expected` exception that it raised."""
    start, outcomes = Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        try:
            start.wait(10)
            outcomes[number] = deed()
        except expected as error:
            outcomes[number] = error
        finally:
            if not db.is_closed():
                db.close()

    threads = [Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes
