"""Checks after a storm: the printed numbers, the stations' stores and HQ's books are equal, to the céntimo."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO

import httpx
from sqlalchemy import text

from domain.money.money import VES, Money
from hq.people.permissions import StaffRole
from hq.people.tenants import Tenant
from pos_app import cli
from tests.builders.processes import SECRET
from tests.builders.tenants import people, staff_token
from tests.crash import sellers
from tests.source_tree import ROOT
from tests.storm.ground import SLUG, Ground, SellerProcess


def flaws(over: Ground) -> list[str]:
    """Everything that is wrong; empty when the books hold."""
    return [
        *_numbers(over),
        *(flaw for seller in over.sellers for flaw in _verify(seller)),
        *_check(over),
        *_sums(over),
        *_defects(over),
    ]


def _numbers(over: Ground) -> Iterator[str]:
    """Every printed number is at HQ once, and HQ has exactly the numbers of the stores."""
    with over.cluster.office() as office, office.database.tenant(over.tenant_id) as tx:
        at_hq = sorted(tx.execute(text("SELECT number FROM fiscal_document")).scalars())
    papers = [sellers.printed(seller.profile) for seller in over.sellers]
    printed = sorted(number for by_series in papers for numbers in by_series.values() for number in numbers)
    stored = sorted(number for seller in over.sellers for number in _stored(seller))
    if len(set(at_hq)) < len(at_hq):
        yield "HQ has a number twice"
    if len(set(printed)) < len(printed):
        yield "a number was printed twice"
    if missing := sorted(set(printed) - set(at_hq)):
        yield f"printed, and not at HQ: {missing[:5]}"
    if at_hq != stored:
        yield f"HQ and the stores differ: {sorted(set(at_hq) ^ set(stored))[:5]}"


def _stored(seller: SellerProcess) -> list[int]:
    with sellers.opened(seller.profile) as station, station.database.read() as tx:
        return list(tx.execute(text("SELECT number FROM fiscal_document")).scalars())


def _verify(seller: SellerProcess) -> Iterator[str]:
    output = StringIO()
    with redirect_stdout(output):
        exit_code = cli.main(["verify", str(seller.profile)])
    if exit_code or "verify: ok" not in output.getvalue():
        yield f"{seller.profile.name}: {output.getvalue().strip()}"


def _check(over: Ground) -> Iterator[str]:
    """`taquilla-hq check` finds no fault, and every series is whole."""
    environment = {
        **os.environ,
        "TAQUILLA_HQ_SECRET": SECRET.hex(),
        "TAQUILLA_HQ_DATABASE_URL": over.cluster.url,
        "LC_ALL": "en_US.UTF-8",
    }
    command = [sys.executable, "-m", "hq", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    partition = any(line.startswith(f"{SLUG}: series M below ") and " issued " in line for line in lines)
    if done.returncode or not partition or lines[-1:] != ["check: ok"]:
        yield f"taquilla-hq check: {done.returncode} {done.stdout} {done.stderr}"


def _sums(over: Ground) -> Iterator[str]:
    """HQ's consolidation, fetched over HTTP, equals the sums of each store."""
    tenant = Tenant(over.tenant_id, SLUG, "Medición")
    with over.cluster.office() as office:
        people(office, tenant)
        token = staff_token(office, tenant, StaffRole.AUDITOR)
    bearer = {"Authorization": f"Bearer {token}"}
    response = httpx.get(f"{over.hqs[0].url}/v1/consolidation", headers=bearer, trust_env=False)
    at_hq = {row["name"]: (row["count"], row["amount"]["minor"]) for row in response.json()["stations"]}
    stored = {f"Taquilla {no}": _sold(seller) for no, seller in enumerate(over.sellers, 1)}
    if at_hq != stored:
        yield f"HQ adds up to {at_hq}, the stations to {stored}"
    total = response.json()["total"]
    if Money(total["minor"], total["currency"]) != Money(sum(minor for _, minor in stored.values()), VES):
        yield f"HQ's total is {total}"


def _sold(seller: SellerProcess) -> tuple[int, int]:
    """The number of documents in a store, and their sum in céntimos."""
    with sellers.opened(seller.profile) as station, station.database.read() as tx:
        totals = tx.execute(text("SELECT total + igtf FROM fiscal_document")).scalars().all()
        return len(totals), sum(map(int, totals))


def _defects(over: Ground) -> Iterator[str]:
    """No process logged an unexpected exception: kills and cut lines are failures that the code must name."""
    for log in [*(hq.log for hq in over.hqs), *(seller.log for seller in over.sellers)]:
        for line in log.read_text(encoding="utf-8").splitlines():
            if "Traceback" in line or '"a defect"' in line:
                yield f"{log.name}: {line[:2000]}"
