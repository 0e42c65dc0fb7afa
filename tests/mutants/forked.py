"""Tests of a mutant in a fork of a process that has imported and collected everything: most answers take no second."""

import gc
import json
import os
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, BinaryIO

import pytest

from tests.mutants import shared_databases

LINE = "MUTANTS_LINE"
"""The variable with both file descriptors: that of the requests, a JSON object a line, and that of the answers."""

FAILED, PASSED, SILENT, NOT_HERE = "failed", "passed", "silent", "not here"
_LOOK_EVERY_S = 0.02


class _AnyItem:
    """The item after the last one, of no file: what is made once a session stays, what is made once a file goes."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session

    def listchain(self) -> list[pytest.Session]:
        """The collectors that stay set up."""
        return [self._session]


class Forked:
    """Answers requests instead of running the tests, each in a fork of this process."""

    def __init__(self, line: str) -> None:
        requests, answers = map(int, line.split(","))
        self._requests: BinaryIO = os.fdopen(requests, "rb")
        self._answers: BinaryIO = os.fdopen(answers, "wb")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = {item.nodeid: item for item in session.items}
        last = _AnyItem(session)
        for item in _one_of_each_kind(session.items):
            run_until_failure([item], last)
        shared_databases.let_go()
        self._answer({"collected": len(items), "threads": threading.active_count()})
        for line in self._requests:
            request = json.loads(line)
            chosen = [items[name] for name in request["tests"] if name in items]
            self._answer(_in_fork(request, chosen, last))
        return True

    def _answer(self, answer: dict[str, Any]) -> None:
        self._answers.write(json.dumps(answer).encode() + b"\n")
        self._answers.flush()


def _one_of_each_kind(items: Sequence[pytest.Item]) -> Iterator[pytest.Item]:
    """A test for each set of what is made once a session, such as a server: it is made before any fork."""
    kinds = set()
    for item in items:
        info: Any = getattr(item, "_fixtureinfo", None)
        fixtures = info.name2fixturedefs.items() if info else ()
        shared = frozenset(name for name, made_by in fixtures if made_by[-1].scope == "session")
        kind = (shared, item.get_closest_marker("house") is None)
        if kind not in kinds:
            kinds.add(kind)
            yield item


def _in_fork(request: dict[str, Any], items: Sequence[pytest.Item], last: _AnyItem) -> dict[str, Any]:
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        os.close(reading)
        answer = {"state": FAILED, "by": "a crash"}
        try:
            answer = _answer_of_child(request, items, last)
        finally:
            os.write(writing, json.dumps(answer).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        text = _read(pipe, child, request["limit_s"])
    shared_databases.drop_those_of(child)
    return json.loads(text) if text else {"state": FAILED if text is not None else SILENT, "by": "a crash"}


def _read(pipe: BinaryIO, child: int, limit_s: float) -> bytes | None:
    """What the child wrote before it ended; None if it did not end in time. Its processes end with it."""
    end = time.monotonic() + limit_s
    pause = threading.Event()
    is_over = False
    while not is_over and time.monotonic() < end:
        is_over = os.waitpid(child, os.WNOHANG)[0] == child
        pause.wait(0 if is_over else _LOOK_EVERY_S)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if not is_over:
        os.waitpid(child, 0)
        return None
    os.set_blocking(pipe.fileno(), False)
    return pipe.read() or b""


def _answer_of_child(request: dict[str, Any], items: Sequence[pytest.Item], last: _AnyItem) -> dict[str, Any]:
    if request["file"]:
        path = Path(request["file"])
        changed = put_in_place(str(path), request["before"], path.read_text(encoding="utf-8"))
        if not changed:
            return {"state": NOT_HERE, "by": ""}
    shared_databases.number_apart()
    failed = run_until_failure(items, last)
    return {"state": FAILED if failed else PASSED, "by": failed}


def put_in_place(file: str, before: str, after: str) -> int:
    """Give the functions of a loaded file the code of its changed source; how many had another one."""
    differing = _differing(compile(before, file, "exec"), compile(after, file, "exec"))
    pairs = {_identity(old): new for old, new in differing}
    changed = 0
    for function in gc.get_objects():
        if isinstance(function, FunctionType) and function.__code__.co_filename == file:
            code = pairs.get(_identity(function.__code__))
            if code is not None:
                try:
                    function.__code__ = code
                except ValueError:  # another number of variables of the function around it
                    return 0
                changed += 1
    return changed


def _identity(code: CodeType) -> tuple[object, ...]:
    """What a code has in common with its copy that ran: one that runs often is rewritten, and equals no other."""
    return code.co_qualname, code.co_firstlineno, code.co_code, code.co_names


def _differing(before: CodeType, after: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    if before != after:
        yield before, after
    olds, news = ([const for const in code.co_consts if isinstance(const, CodeType)] for code in (before, after))
    if [old.co_name for old in olds] == [new.co_name for new in news]:
        for old, new in zip(olds, news, strict=True):
            yield from _differing(old, new)


def run_until_failure(items: Sequence[pytest.Item], last: _AnyItem) -> str:
    """Run tests until one fails, and return its name; what is made once a session stays for `last`."""
    failures: list[str] = []

    class Watching:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failures.append(report.nodeid)

    if not items:
        return ""
    plugins = items[0].config.pluginmanager
    watching = Watching()
    plugins.register(watching)
    try:
        for place, item in enumerate(items):
            after = items[place + 1] if place + 1 < len(items) else last
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if failures:
                return failures[0]
    finally:
        plugins.unregister(watching)
    return ""
