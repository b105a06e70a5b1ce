"""What a process owes the watcher that started it: an answer when it is asked, and an end when the watcher has ended."""

import ctypes
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # prctl(2)


def end_with_watcher():
    """Where Linux offers it, let this process be killed with the one that started it, even while it hangs.

    Otherwise it would keep the port, or the worker's lock, from whoever serves next.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def answer(watcher: socket.socket, well: Callable[[], bool]):
    """In a thread: answer each of the watcher's questions while all is well. Its end is the end of this process."""

    def run():
        while watcher.recv(1):
            if well():
                watcher.send(b"!")
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=run, name="answering", daemon=True).start()
