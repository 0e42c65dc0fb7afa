"""After a storm: what the stations printed, what they stored and what HQ has are the same, to the céntimo."""

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
from tests.crash import sellers
from tests.hq.offices import people, staff_token
from tests.hq.processes import SECRET
from tests.source_tree import ROOT
from tests.storm.ground import SLUG, Ground, SellerProcess


def flaws(over: Ground) -> list[str]:
    """Everything that is wrong; nothing when the books hold."""
    return [
        *_numbers(over),
        *(flaw for seller in over.sellers for flaw in _verify(seller)),
        *_check(over),
        *_sums(over),
        *_defects(over),
    ]


def _numbers(over: Ground) -> Iterator[str]:
    """Every number on paper is at HQ, once, and HQ has no other than the stores."""
    with over.cluster.office() as office, office.database.tenant(over.tenant_id) as tx:
        at_hq = sorted(tx.execute(text("SELECT number FROM fiscal_document")).scalars())
    printed = sorted(number for seller in over.sellers for number in sellers.printed(seller.profile))
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
    said = StringIO()
    with redirect_stdout(said):
        ended = cli.main(["verify", str(seller.profile)])
    if ended or "verify: ok" not in said.getvalue():
        yield f"{seller.profile.name}: {said.getvalue().strip()}"


def _check(over: Ground) -> Iterator[str]:
    """`taquilla-hq check`, as an operator asks for it."""
    environment = {
        **os.environ,
        "TAQUILLA_HQ_SECRET": SECRET.hex(),
        "TAQUILLA_HQ_DATABASE_URL": over.cluster.url,
    }
    command = [sys.executable, "-m", "hq", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    partition = any(line.startswith(f"{SLUG}: series M below ") and " issued " in line for line in lines)
    if done.returncode or not partition or lines[-1:] != ["check: ok"]:
        yield f"taquilla-hq check: {done.returncode} {done.stdout} {done.stderr}"


def _sums(over: Ground) -> Iterator[str]:
    """HQ's consolidation, over HTTP, beside the sums of each store."""
    tenant = Tenant(over.tenant_id, SLUG, "Medición")
    with over.cluster.office() as office:
        people(office, tenant)
        token = staff_token(office, tenant, StaffRole.AUDITOR)
    said = httpx.get(f"{over.hqs[0].url}/v1/consolidation", headers={"Authorization": f"Bearer {token}"})
    found = {each["name"]: (each["count"], each["amount"]["minor"]) for each in said.json()["stations"]}
    stored = {f"Taquilla {no}": _sold(seller) for no, seller in enumerate(over.sellers, 1)}
    if found != stored:
        yield f"HQ adds up to {found}, the stations to {stored}"
    total = said.json()["total"]
    if Money(total["minor"], total["currency"]) != Money(sum(minor for _, minor in stored.values()), VES):
        yield f"HQ's total is {total}"


def _sold(seller: SellerProcess) -> tuple[int, int]:
    with sellers.opened(seller.profile) as station, station.database.read() as tx:
        found = tx.execute(text("SELECT total + igtf FROM fiscal_document")).scalars().all()
        return len(found), sum(map(int, found))


def _defects(over: Ground) -> Iterator[str]:
    """Killed and cut off, nobody met a defect of its own."""
    for log in [*(hq.log for hq in over.hqs), *(seller.log for seller in over.sellers)]:
        for line in log.read_text(encoding="utf-8").splitlines():
            if "Traceback" in line or '"a defect"' in line:
                yield f"{log.name}: {line[:2000]}"
