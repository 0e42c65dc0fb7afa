"""Heads that HQ countersigns: the station keeps them, `verify` checks them, the bundle proves a cut tail by them."""

import json
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text, update

from hq.stations.commands import show_heads
from pos_app.services.hq.sync_round import sync_round
from pos_app.services.proof.evidence import write_evidence
from pos_app.services.proof.findings import Flaw
from pos_app.services.proof.verify import verify
from pos_app.station import Station
from pos_app.storage.store import countersigned, sync_state
from pos_app.storage.tables import countersigned_head
from sync.line import seal
from sync.line.client import HqClient, Sealed
from sync.line.hq_errors import BadAnswer
from sync.line.messages import Acknowledged, Push
from sync.tables import canonical
from tests.builders import stations as small
from tests.pos_app.services.proof.tampering import change, flaw
from tests.pos_app.with_hq.head_office import HeadOffice
from tests.tools.bundles import Bundle, verdict


def kept(till: Station) -> list[countersigned.CountersignedHead]:
    with till.database.read() as tx:
        return list(countersigned.heads(tx))


def sync(hq: HeadOffice, till: Station) -> countersigned.CountersignedHead:
    """A round, and the head that the station keeps after it."""
    hq.round(till)
    (head,) = kept(till)
    return head


def test_a_round_leaves_the_head_that_hq_signed(till: Station, hq: HeadOffice) -> None:
    small.sell(till, small.seats_cart(till, ["A-1"]))
    head = sync(hq, till)
    with till.database.read() as tx:
        link, here = sync_state.link(tx), sync_state.hash_at(tx, till.holder, head.seq)
        end = sync_state.tops(tx, till.tenant_id, till.id)[1]
    assert link is not None
    assert seal.holds(link.hq_key, head.body, head.seal)
    answer = canonical.decode(head.body, Acknowledged)
    stated = (answer.tenant, answer.station, answer.epoch, answer.acknowledged, answer.head_hash)
    assert stated == (till.tenant_id, till.id, 1, end, here)
    small.sell(till, small.seats_cart(till, ["A-2"]))
    assert sync(hq, till).seq > head.seq
    assert verify(till).ok


def test_the_bundle_has_the_head_and_the_verifier_believes_it(till: Station, hq: HeadOffice, tmp_path: Path) -> None:
    small.sell(till, small.seats_cart(till, ["A-1"]))
    head = sync(hq, till)
    write_evidence(till, tmp_path / "bundle")
    answer = verdict(tmp_path / "bundle")
    assert answer.flaw == "ok"
    assert f"Last one that HQ signed: 1/{head.seq}" in answer.text
    bundle = Bundle(tmp_path / "bundle")
    bundle.put(bundle.lines()[:-1])
    bundle.sign_again()
    assert verdict(bundle.folder).flaw == "truncated_vs_last_known_head"


def test_hq_prints_what_it_has_for_an_auditor(till: Station, hq: HeadOffice, tmp_path: Path) -> None:
    small.sell(till, small.seats_cart(till, ["A-1"]))
    hq.round(till)
    write_evidence(till, tmp_path / "bundle")
    bundle = Bundle(tmp_path / "bundle")
    small.sell(till, small.seats_cart(till, ["A-2"]))
    options = Namespace(no=1)
    now, later = tmp_path / "now", tmp_path / "later"
    now.write_text("\n".join(show_heads(hq.office, hq.by_hand, hq.station_id, options).lines), encoding="utf-8")
    hq.round(till)
    (line,) = show_heads(hq.office, hq.by_hand, hq.station_id, options).lines
    later.write_text(line, encoding="utf-8")
    keys = ("--key", json.loads(line)["public_key"], "--key", json.loads(line)["hq"])
    assert verdict(bundle.folder, "--witness", now, *keys).flaw == "ok"
    assert verdict(bundle.folder, "--witness", later, *keys).flaw == "truncated_vs_last_known_head"


def test_a_head_that_was_edited_is_a_finding(till: Station, hq: HeadOffice) -> None:
    head = sync(hq, till)
    for values in ({"seal": "00" * 64}, {"seq": head.seq - 1}, {"body": head.body.replace(b'"epoch":1', b'"epoch":2')}):
        with till.database.write() as tx:
            tx.execute(update(countersigned_head).values(values))
        assert flaw(till) == (Flaw.HEAD_NOT_SEALED, "countersigned_head 1")
        with till.database.write() as tx:
            tx.execute(update(countersigned_head).values(seq=head.seq, body=head.body, seal=head.seal))
    assert verify(till).ok


def test_a_tail_that_was_cut_off_with_its_rows_is_a_finding(till: Station, hq: HeadOffice) -> None:
    head = sync(hq, till)
    change(till, "DELETE FROM journal WHERE seq = :seq", seq=head.seq)
    assert flaw(till) == (Flaw.BEHIND_HQ, f"journal 1/{head.seq}")


class AnotherHq(HqClient):
    """An HQ whose acknowledgements name another station, or none as an older HQ does."""

    names: dict[str, object]

    def push(self, request: Push) -> Sealed[Acknowledged]:
        sealed = super().push(request)
        return replace(sealed, message=msgspec.structs.replace(sealed.message, **self.names))


def another_hq(hq: HeadOffice, till: Station, **names: object) -> AnotherHq:
    line = AnotherHq(hq.line(till).caller, hq.network)
    line.names = names
    return line


def test_an_older_hq_that_names_no_station_is_no_witness(till: Station, hq: HeadOffice) -> None:
    with till.database.write() as tx:
        tx.execute(text("DELETE FROM countersigned_head"))
    sync_round(till, another_hq(hq, till, tenant=None, station=None))
    assert kept(till) == []
    assert verify(till).ok


def test_an_acknowledgement_for_another_station_is_refused(till: Station, hq: HeadOffice) -> None:
    with pytest.raises(BadAnswer):
        sync_round(till, another_hq(hq, till, station=till.ids.new()))


def test_a_head_that_reaches_less_far_does_not_replace_the_kept_one(till: Station, hq: HeadOffice) -> None:
    head = sync(hq, till)
    with till.database.write() as tx:
        countersigned.keep(tx, replace(head, seq=head.seq - 1, seal="00"))
    assert kept(till) == [head]
