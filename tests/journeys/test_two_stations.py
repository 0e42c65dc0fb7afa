"""HQ and two stations as processes and threads: the second act of `make demo` without a display."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import zxingcpp
from PIL import Image

from tests.source_tree import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Play the act once, in a process of its own."""
    out = tmp_path_factory.mktemp("story")
    done = subprocess.run(
        [sys.executable, "-m", "pos_app", "demo", "--only", "stations", "--out", str(out)],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    return out, done.stdout.replace("\u00a0", " ").splitlines()


def test_it_ends_with_books_that_hold(story: tuple[Path, list[str]]) -> None:
    verified, series, notes, forms, entries, documents, checked = story[1][-8:-6], *story[1][-6:]
    assert verified == ["verify Taquilla 1: ok", "verify Taquilla 2: ok"]
    assert re.fullmatch(
        r"escenarios: serie A por debajo de 601: emitidos 8, tardíos 2, anulados 197, devueltos 0, en taquillas 393",
        series,
    )
    assert notes.endswith("emitidos 4, tardíos 0, anulados 100, devueltos 0, en taquillas 196")
    assert forms.endswith(
        "formas A 00-00000001 a 00-00100000: usadas 14, dañadas 1, en taquillas o anuladas 585, quedan 99400, alcanzan"
    )
    assert entries.endswith("en espera 0")
    assert documents.endswith("documentos: 14 en los diarios, 14 en los libros, 0 aparte")
    assert checked == "check: ok"


def test_a_ticket_was_exchanged_for_a_difference_and_another_one_given(story: tuple[Path, list[str]]) -> None:
    assert any("nota de crédito NCA-00000001 y factura A-00000004, paga Bs. 41.564,78" in line for line in story[1])
    assert any("es un regalo para Luisa Amelia Ferrer" in line for line in story[1])


def test_a_form_jammed_and_its_invoice_has_the_control_number_of_the_next(story: tuple[Path, list[str]]) -> None:
    jammed = next(line for line in story[1] if "Se atasca la forma de A-00000005" in line)
    assert "la forma 00-00000006 queda dañada" in jammed
    assert jammed.endswith("sale en la 00-00000007.")


def test_a_show_was_cancelled_and_its_cash_went_back_sale_by_sale(story: tuple[Path, list[str]]) -> None:
    assert any("suspende el concierto" in line for line in story[1])
    given_back = [line for line in story[1] if "con su nota de crédito." in line]
    assert [line.partition("devuelve ")[2].split()[0] for line in given_back] == ["2", "1"]
    assert any("En la Taquilla 2, 1 venta espera a su cliente" in line for line in story[1])


def test_the_verifier_that_stands_alone_says_ok_of_both(story: tuple[Path, list[str]]) -> None:
    answers = [line for line in story[1] if line.startswith("verify_journal: ")]
    assert [answer.split(" · ")[0] for answer in answers] == ["verify_journal: ok"] * 2
    heads = [(story[0] / f"evidence-{no}" / "heads.jsonl").read_text(encoding="utf-8") for no in (1, 2)]
    assert all(heads)


def test_each_z_is_what_hq_added_up(story: tuple[Path, list[str]]) -> None:
    beside = [line for line in story[1] if "su Z dice" in line]
    assert len(beside) == 2
    for line in beside:
        _, _, added, closed = line.split(" · ")
        assert closed == f"su Z dice {added}"


def test_a_seat_was_sold_twice_and_its_group_got_other_seats(story: tuple[Path, list[str]]) -> None:
    out, lines = story
    assert any("B-5 vendido dos veces" in line for line in lines)
    codes = [
        code.text for file in out.glob("amended-ticket-*.png") for code in zxingcpp.read_barcodes(Image.open(file))
    ]
    assert len(set(codes)) == 2


def test_the_papers_of_both_stations_and_the_lost_disk_are_left_behind(story: tuple[Path, list[str]]) -> None:
    out, _ = story
    assert all(list((out / f"papers-{no}").glob("*.png")) for no in (1, 2))
    assert (out / "old-disk" / "station.db").exists()


def test_nothing_that_it_started_is_left(story: tuple[Path, list[str]]) -> None:
    """HQ's port is closed after the demo."""
    address = next(line for line in story[1] if "http://" in line)
    port = re.search(r":(\d+)", address.partition("http://")[2])
    assert port
    open_ports = {c.laddr.port for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN}
    assert int(port.group(1)) not in open_ports
