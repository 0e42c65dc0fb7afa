"""Printers for the tests of paper."""

from collections.abc import Iterator

import pytest

from printing.virtual_printer import VirtualPrinter
from tests.builders.printer import virtual_printer


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "judge: needs Python 3.13 and an independent printer; says so when skipped")


@pytest.fixture
def printer() -> Iterator[VirtualPrinter]:
    with virtual_printer() as running:
        yield running
