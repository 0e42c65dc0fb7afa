"""Sellers that are really killed: no number is lost, twice or skipped, and the chain is whole."""

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from pos_app import startup
from tests.crash.sellers import (
    ALL_ACTS,
    KILLED,
    Forge,
    assert_consistent,
    assert_whole,
    forge,
    opened,
    printed,
)
from tests.source_tree import ROOT

STORES, ROUNDS_A_STORE = 10, 20
MOMENTS = [("start", 200), ("first", 80), ("first", 80), ("first", 80)]
"""A quarter of the sellers are killed while they open the store, the others while they sell."""
FOREVER_MS = 5_000
BEFORE_THE_LAST_STATEMENT = range(0, 48, 3)
"""A sale has about forty statements; higher numbers are statements of the next sale."""

INSIDE_AN_ACT = range(4, 60, 11)
_HALF_CUSTOMERS = """
    SELECT COUNT(*) FROM (SELECT DISTINCT customer_id FROM customer_edit) e FULL JOIN known_customer k
    ON k.id = e.customer_id WHERE k.id IS NULL OR e.customer_id IS NULL
"""
_HALF_EXCHANGES = """
    SELECT (SELECT COUNT(*) FROM money_back WHERE method = 'exchange')
         - (SELECT COUNT(*) FROM payment WHERE method = 'exchange')
"""


@pytest.fixture(scope="module")
def sellers() -> Iterator[Forge]:
    with forge() as running:
        yield running


@pytest.fixture(scope="module")
def begun(sellers: Forge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with some sales, for tests of a later sale."""
    profile = tmp_path_factory.mktemp("begun") / "profile"
    sellers.sell(profile, delay_ms=FOREVER_MS, write=12, statement=5)
    return profile


@pytest.mark.slow
@pytest.mark.parametrize("store", range(STORES))
def test_a_seller_killed_at_any_moment_loses_nothing(sellers: Forge, tmp_path: Path, store: int) -> None:
    chance = random.Random(store)  # noqa: S311  # the same moments in every run
    profile, sold = tmp_path / "profile", 0
    for rounds in range(1, ROUNDS_A_STORE + 1):
        since, longest_ms = chance.choice(MOMENTS)
        delay_ms = chance.randint(0, longest_ms)
        assert sellers.sell(profile, since=since, delay_ms=delay_ms, acts=ALL_ACTS) == KILLED
        sold = assert_consistent(profile, rounds)
    assert sold > ROUNDS_A_STORE // 2
    assert_whole(profile)


@pytest.mark.parametrize("statement", BEFORE_THE_LAST_STATEMENT)
def test_a_seller_killed_inside_a_sale_has_not_sold(
    sellers: Forge, begun: Path, tmp_path: Path, statement: int
) -> None:
    """Killed as a statement begins: the sale has no commit yet, so its number was not consumed."""
    profile = tmp_path / "profile"
    shutil.copytree(begun, profile)
    on_paper = len(printed(profile)["M"])
    assert sellers.sell(profile, delay_ms=FOREVER_MS, write=3, statement=statement) == KILLED
    stored = assert_consistent(profile, 2)
    assert stored == len(printed(profile)["M"]) <= on_paper + 4
    assert_whole(profile)


@pytest.mark.parametrize("write", range(3, 13))
@pytest.mark.parametrize("statement", INSIDE_AN_ACT)
def test_an_act_after_the_sale_that_is_killed_has_not_happened(
    sellers: Forge, begun: Path, tmp_path: Path, write: int, statement: int
) -> None:
    """A refund, an exchange, a reissue or an edit of a customer is stored whole with what it writes, or not at all."""
    profile = tmp_path / "profile"
    shutil.copytree(begun, profile)
    assert sellers.sell(profile, delay_ms=FOREVER_MS, write=write, statement=statement, acts=ALL_ACTS) == KILLED
    assert_consistent(profile, 2)
    with opened(profile) as station, station.database.read() as tx:
        halves = [tx.execute(text(half)).scalar() for half in (_HALF_EXCHANGES, _HALF_CUSTOMERS)]
    assert halves == [0, 0]
    assert_whole(profile)


def test_the_number_of_a_killed_sale_goes_to_the_next_one(sellers: Forge, begun: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    shutil.copytree(begun, profile)
    for _ in range(3):
        assert sellers.sell(profile, delay_ms=FOREVER_MS, write=3, statement=25) == KILLED
    on_paper = printed(profile)
    assert on_paper == {"M": list(range(1, len(on_paper["M"]) + 1))}
    assert assert_consistent(profile, 3) == len(on_paper["M"])


def test_a_store_is_made_whole_although_its_making_was_killed(sellers: Forge, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    for delay_ms in range(2, 120, 6):
        sellers.sell(profile, delay_ms=delay_ms)
    assert sellers.sell(profile, delay_ms=FOREVER_MS, write=10, statement=5) == KILLED
    assert_consistent(profile, 30)
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
    # As a file it would import the installed tree, which may be another one, and not this.
    command = [sys.executable, "-m", "benchmarks.sell_loop", str(profile), "--count", "1"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
