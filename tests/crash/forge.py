"""Imports the program once and forks a seller a round; kills it when it is told to. A script, run by the crash tests.

A line in, "SINCE DELAY_MS SALE STATEMENT DIR": kill so many milliseconds after the start or after the first number,
or at that statement of that write transaction (0 for none). A line out: how the seller
ended. Its numbers go to DIR/printed.
"""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

from benchmarks import sell_loop

ENDLESS = 1_000_000


def main() -> None:
    """Serve rounds until the input ends."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    for line in sys.stdin:
        since, delay_ms, sale, statement, profile = line.rstrip("\n").split(" ", 4)
        first_number, told = os.pipe()
        seller = os.fork()
        if seller == 0:
            sell(Path(profile), int(sale), int(statement), told)
        os.close(told)
        if since == "first":
            os.read(first_number, 1)
        os.close(first_number)
        ended = signal.sigtimedwait([signal.SIGCHLD], int(delay_ms) / 1000)
        if ended is None:
            os.kill(seller, signal.SIGKILL)
        _, status = os.waitpid(seller, 0)
        signal.sigtimedwait([signal.SIGCHLD], 0)  # what the kill itself left pending
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def sell(profile: Path, sale: int, statement: int, told: int) -> None:
    """Be a seller until killed."""
    profile.mkdir(parents=True, exist_ok=True)
    printed = os.open(profile / "printed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    begun = since = 0

    def kill_inside(text: str) -> None:
        nonlocal begun, since
        begun += text.startswith("BEGIN IMMEDIATE")
        since += begun >= sale
        if since > statement:
            os.kill(os.getpid(), signal.SIGKILL)

    if sale:

        @event.listens_for(Pool, "connect")
        def watch(connection: Any, _record: object) -> None:
            connection.set_trace_callback(kill_inside)

    os._exit(sell_loop.main([str(profile), "--count", str(ENDLESS)], lambda n: say(printed, n, told)))


def say(printed: int, number: str, told: int) -> None:
    """The number is said, and whoever waits for the first one hears of it."""
    write_number(printed, number)
    with suppress(BrokenPipeError):  # only the first one is waited for
        os.write(told, b".")


def write_number(printed: int, number: str) -> None:
    """One write, so that a kill leaves a whole line or none."""
    os.write(printed, f"{number}\n".encode())


if __name__ == "__main__":
    main()
