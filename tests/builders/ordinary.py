"""Processes that permissions apply to, also when the tests are run by root."""

import ctypes
import os
import subprocess
import sys
from collections.abc import Mapping

from tests.source_tree import ROOT

_DROP_FROM_BOUNDING_SET = 24
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2


def run(*arguments: object, environment: Mapping[str, str] = os.environ) -> "subprocess.CompletedProcess[str]":
    """Run Python with these arguments. Run by root, it has no right to what the modes of a file refuse its owner."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)], cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=30, preexec_fn=_give_up,
    )  # fmt: skip


def _give_up() -> None:
    """Leave the capabilities of root to override modes; the new program does not get them back."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            assert libc.prctl(_DROP_FROM_BOUNDING_SET, capability, 0, 0, 0) == 0
