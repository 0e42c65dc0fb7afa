"""A script for the crash tests: imports the program once, then forks and kills one seller for each line of input.

A line "ACTS SINCE DELAY_MS WRITE STATEMENT DIR" asks for a kill DELAY_MS milliseconds after "start" or after the
"first" number, or at statement STATEMENT of write transaction WRITE (0: none), whichever comes first. ACTS is "sales",
or "all" for sales whose tickets are refunded, exchanged and reissued in turn. The script answers with a line, the
seller's exit code. The seller appends its numbers to DIR/printed.
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
        acts, since, delay_ms, write, statement, profile = line.rstrip("\n").split(" ", 5)
        first_reader, first_pipe = os.pipe()
        seller = os.fork()
        if seller == 0:
            sell(Path(profile), acts, (int(write), int(statement)), first_pipe)
        os.close(first_pipe)
        if since == "first":
            os.read(first_reader, 1)
        os.close(first_reader)
        ended = signal.sigtimedwait([signal.SIGCHLD], int(delay_ms) / 1000)
        if ended is None:
            os.kill(seller, signal.SIGKILL)
        _, status = os.waitpid(seller, 0)
        signal.sigtimedwait([signal.SIGCHLD], 0)  # take the signal that the kill itself left pending
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def sell(profile: Path, acts: str, moment: tuple[int, int], first_pipe: int) -> None:
    """Sell until killed."""
    write, statement = moment
    profile.mkdir(parents=True, exist_ok=True)
    printed = os.open(profile / "printed", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    begun = since = 0

    def kill_inside(text: str) -> None:
        nonlocal begun, since
        begun += text.startswith("BEGIN IMMEDIATE")
        since += begun >= write
        if since > statement:
            os.kill(os.getpid(), signal.SIGKILL)

    if write:

        @event.listens_for(Pool, "connect")
        def watch(connection: Any, _record: object) -> None:
            connection.set_trace_callback(kill_inside)

    options = ["--after-sale"] if acts == "all" else []
    command = [str(profile), "--count", str(ENDLESS), *options]
    os._exit(sell_loop.main(command, lambda n: print_number(printed, n, first_pipe)))


def print_number(printed: int, number: str, first_pipe: int) -> None:
    """Write a number, and notify the parent, which may wait for the first one."""
    write_number(printed, number)
    with suppress(BrokenPipeError):  # the parent waits for the first number only
        os.write(first_pipe, b".")


def write_number(printed: int, number: str) -> None:
    """One write, so that a kill leaves a whole line or none."""
    os.write(printed, f"{number}\n".encode())


if __name__ == "__main__":
    main()
