"""The process that has collected the tests of a subject and runs them in forks: what starts it, and asks it."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutants.copied_tree import CopiedTree
from tests.mutants.forked import FAILED, LINE, NOT_HERE, PASSED, SILENT

_START_S = 30.0


@dataclass(frozen=True, slots=True)
class Change:
    """A file of the copy that is being changed, and its text of before."""

    file: Path
    before: str


class WarmTests:
    """Runs chosen tests quickly. What passes here is tried in a process of its own before it counts as passed."""

    def __init__(self, tree: CopiedTree, test_files: Sequence[str]) -> None:
        self._tree = tree
        to_read, to_write = os.pipe(), os.pipe()
        self._process = tree.start(
            ["-q", "--no-header", "--tb=no", "--timeout", "60", *test_files],
            {LINE: f"{to_read[0]},{to_write[1]}"},
            (to_read[0], to_write[1]),
        )
        os.close(to_read[0])
        os.close(to_write[1])
        self._requests, self._answers = os.fdopen(to_read[1], "wb"), os.fdopen(to_write[0], "rb")
        if (threads := self._receive()["threads"]) != 1:
            raise RuntimeError(f"{threads - 1} threads are left, which a fork would not have")

    def failure(self, tests: Sequence[tuple[str, float]], change: Change | None) -> str:
        """The test that fails, or why there is no answer; empty when none does, or when that is not known here."""
        names = [name for name, _ in tests]
        limit_s = _START_S + 5 * sum(seconds for _, seconds in tests)
        file, before = (str(change.file), change.before) if change else ("", "")
        self._send({"tests": names, "file": file, "before": before, "limit_s": limit_s})
        answer = self._receive()
        match answer["state"]:
            case state if state == FAILED:
                return str(answer["by"])
            case state if state == SILENT:
                return f"no answer within {limit_s:.0f} s"
            case state:
                assert state in {PASSED, NOT_HERE}
                return ""

    def close(self) -> None:
        """End the process."""
        self._requests.close()
        self._tree.end(self._process)
        self._answers.close()

    def _send(self, request: dict[str, Any]) -> None:
        self._requests.write(json.dumps(request).encode() + b"\n")
        self._requests.flush()

    def _receive(self) -> dict[str, Any]:
        line = self._answers.readline()
        if not line:
            raise RuntimeError(f"the tests ended:\n{self._tree.end(self._process)}")
        answer: dict[str, Any] = json.loads(line)
        return answer
