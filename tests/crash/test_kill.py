"""Sellers that are really killed: no number is lost, twice or skipped, and the chain is whole."""

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app import startup
from tests.crash.sellers import (
    KILLED,
    Forge,
    assert_nothing_is_lost,
    assert_whole,
    forge,
    numbers,
    opened,
    printed,
)
from tests.source_tree import ROOT

STORES, ROUNDS_A_STORE = 10, 20
MOMENTS = [("start", 200), ("first", 80), ("first", 80), ("first", 80)]
"""A quarter of the sellers die while they open the store, the others while they sell."""
FOREVER_MS = 5_000
STATEMENTS = (
    "BEGIN IMMEDIATE",
    'INSERT INTO "journal"',
    'INSERT INTO "sale"',
    'INSERT INTO "ticket"',
    'INSERT INTO "fiscal_document"',
    "UPDATE number_block",
    "INSERT INTO zone_sold",
    "INSERT INTO payment_reference",
    'INSERT INTO "print_job"',
    "DELETE FROM kept_cart",
    "COMMIT",
)


@pytest.fixture(scope="module")
def sellers() -> Iterator[Forge]:
    with forge() as running:
        yield running


@pytest.fixture(scope="module")
def begun(sellers: Forge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with some sales, for tests that want to be past the beginning."""
    profile = tmp_path_factory.mktemp("begun") / "profile"
    sellers.sell(profile, delay_ms=FOREVER_MS, kill_at="COMMIT", sale=12)
    return profile


@pytest.mark.slow
@pytest.mark.parametrize("store", range(STORES))
def test_a_seller_killed_at_any_moment_loses_nothing(sellers: Forge, tmp_path: Path, store: int) -> None:
    chance = random.Random(store)  # noqa: S311  # the same moments in every run
    profile, sold = tmp_path / "profile", 0
    for rounds in range(1, ROUNDS_A_STORE + 1):
        since, longest_ms = chance.choice(MOMENTS)
        assert sellers.sell(profile, since=since, delay_ms=chance.randint(0, longest_ms)) == KILLED
        sold = assert_nothing_is_lost(profile, rounds)
    assert sold > ROUNDS_A_STORE
    assert_whole(profile)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_seller_killed_inside_a_sale_has_not_sold(
    sellers: Forge, begun: Path, tmp_path: Path, statement: str
) -> None:
    """Killed as the statement begins: the sale has no commit yet, so its number was not consumed."""
    profile = tmp_path / "profile"
    shutil.copytree(begun, profile)
    before = assert_nothing_is_lost(profile, 1)
    assert sellers.sell(profile, delay_ms=FOREVER_MS, kill_at=statement, sale=3) == KILLED
    after = assert_nothing_is_lost(profile, 2)
    assert after - before == len(printed(profile)) - before
    assert_whole(profile)


def test_the_number_of_a_killed_sale_goes_to_the_next_one(sellers: Forge, begun: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(begun, profile)
    with opened(profile) as station:
        issued, following = numbers(station)
    assert sellers.sell(profile, delay_ms=FOREVER_MS, kill_at="UPDATE number_block", sale=0) == KILLED
    with opened(profile) as station:
        assert numbers(station) == (issued, following)


def test_a_store_is_made_whole_although_its_making_was_killed(sellers: Forge, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    for delay_ms in range(2, 120, 6):
        sellers.sell(profile, delay_ms=delay_ms)
    assert sellers.sell(profile, delay_ms=FOREVER_MS, kill_at="COMMIT", sale=10) == KILLED
    assert_nothing_is_lost(profile, 30)
    assert_whole(profile)


def test_a_second_seller_is_refused_while_the_first_one_sells(begun: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(begun, profile)
    with startup.lock(profile):
        second = _sell_loop(profile)
    assert (second.returncode, second.stdout) == (1, "")
    assert "ARR-01" in second.stderr
    third = _sell_loop(profile)
    assert (third.returncode, len(third.stdout.splitlines())) == (0, 1)


def _sell_loop(profile: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "benchmarks/sell_loop.py", str(profile), "--count", "1"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
