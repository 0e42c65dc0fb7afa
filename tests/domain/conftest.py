"""The worked cases: those of the project, or of the file given by --cases."""

import json
from pathlib import Path
from typing import Any

import pytest

MONEY, REFUNDS, IDENTITY = "taquilla-money-cases/1", "taquilla-refund-cases/1", "taquilla-identity-cases/1"
OWN_CASES = Path(__file__).parent.parent / "cases"


def _cases(files: list[Path], schema: str) -> list[Any]:
    parameters: list[Any] = []
    for file in files:
        content = json.loads(file.read_text())
        if content["schema"] != schema:
            continue
        if schema != IDENTITY:
            parameters += [pytest.param(case, id=f"{case['id']} {case['title']}") for case in content["cases"]]
        else:
            for kind in ("rif", "cedula", "phone", "control_number"):
                parameters += [pytest.param(kind, case, id=f"{kind} {case['in']}") for case in content.get(kind, [])]
    return parameters


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test a worked case."""
    given = metafunc.config.getoption("--cases")
    files = [Path(given)] if given else sorted(OWN_CASES.glob("*.json"))
    if "money_case" in metafunc.fixturenames:
        metafunc.parametrize("money_case", _cases(files, MONEY))
    if "refund_case" in metafunc.fixturenames:
        metafunc.parametrize("refund_case", _cases(files, REFUNDS))
    if "identity_case" in metafunc.fixturenames:
        metafunc.parametrize("kind, identity_case", _cases(files, IDENTITY))
