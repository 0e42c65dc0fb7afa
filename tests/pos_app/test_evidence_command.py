"""The command that writes the evidence of a station: what it writes, for whom, and what it refuses."""

import stat
from pathlib import Path

import pytest

from pos_app import cli
from pos_app.services.proof import evidence
from pos_app.station import Station
from tests.builders import catalogue, ordinary, stations
from tests.pos_app.services.proof.tampering import rewrite
from tests.tools.bundles import verdict

OK, REFUSED = 0, 1
Capture = pytest.CaptureFixture[str]
FILES = {"LEAME.txt", "README.txt", "heads.jsonl", "journal.jsonl", "keys.json", "manifest.json", "reports.jsonl"}


@pytest.fixture
def profile(tmp_path: Path, capfd: Capture) -> Path:
    made = tmp_path / "taquilla"
    assert cli.main(["load", str(catalogue.SETUP), "--profile", str(made), "--vault", "open"]) == OK
    capfd.readouterr()
    return made


def written(profile: Path, folder: Path) -> int:
    return cli.main(["evidence", str(profile), str(folder)])


def test_the_bundle_verifies_and_is_its_owners_alone(profile: Path, tmp_path: Path, capfd: Capture) -> None:
    folder = tmp_path / "pruebas"
    assert written(profile, folder) == OK
    assert "10 registros, hasta el 1/10" in capfd.readouterr().out
    assert {path.name for path in folder.iterdir()} == FILES
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert verdict(folder).flaw == "ok"


def test_the_bundle_says_how_to_verify_it_in_both_languages(profile: Path, tmp_path: Path) -> None:
    assert written(profile, tmp_path / "pruebas") == OK
    for name, word in (("LEAME.txt", "Cómo comprobarla"), ("README.txt", "How to verify it")):
        guide = (tmp_path / "pruebas" / name).read_text(encoding="utf-8")
        assert word in guide
        assert "verify_journal.py" in guide
        assert all(f"`{file}`" in guide for file in FILES - {"LEAME.txt", "README.txt"})


def test_a_folder_with_files_is_refused_and_stays(profile: Path, tmp_path: Path, capfd: Capture) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    before = set(tmp_path.iterdir())
    assert written(profile, tmp_path) == REFUSED
    assert capfd.readouterr().err.startswith("EVI-01: ")
    assert set(tmp_path.iterdir()) == before


def test_a_folder_that_is_a_file_and_one_without_a_station_are_refused(
    profile: Path, tmp_path: Path, capfd: Capture
) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert written(profile, file) == REFUSED
    assert capfd.readouterr().err.startswith("ARC-06: ")
    assert written(tmp_path / "none", tmp_path / "pruebas") == REFUSED
    assert capfd.readouterr().err.startswith("ARR-02: ")
    assert not (tmp_path / "pruebas").exists()


def test_a_folder_that_may_not_be_written_is_named(profile: Path, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    done = ordinary.run("-m", "pos_app", "evidence", profile, closed / "pruebas")
    assert done.returncode == REFUSED
    assert done.stderr.startswith("ARC-02: ")
    assert "closed" in done.stderr


def test_a_store_that_may_only_be_read_gives_its_evidence(profile: Path, tmp_path: Path) -> None:
    for path in profile.iterdir():
        path.chmod(path.stat().st_mode & ~0o222)
    profile.chmod(0o500)
    done = ordinary.run("-m", "pos_app", "evidence", profile, tmp_path / "pruebas")
    profile.chmod(0o700)
    assert (done.returncode, done.stderr) == (OK, "")
    assert verdict(tmp_path / "pruebas").flaw == "ok"


def test_an_interrupted_bundle_leaves_no_file(
    station: Station, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_read: int, _total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(evidence, "ENTRIES_A_BATCH", 5)
    before = tmp_path / "before"
    before.mkdir()
    for folder in (before, tmp_path / "new"):
        with pytest.raises(KeyboardInterrupt):
            evidence.write_evidence(station, folder, interrupt)
    assert (list(before.iterdir()), (tmp_path / "new").exists()) == ([], False)


@pytest.mark.parametrize("body", [b"{}", b"\xff\xfe no text", b""])
def test_the_evidence_of_a_damaged_journal_is_written_and_names_it(
    station: Station, tmp_path: Path, body: bytes
) -> None:
    rewrite(station, 3, lambda _: body)
    evidence.write_evidence(station, tmp_path / "pruebas")
    answer = verdict(tmp_path / "pruebas")
    assert (answer.code, answer.flaw, answer.record) == (1, "bad_hash", "journal.jsonl 3")


def test_sales_go_on_while_the_evidence_is_written(till: Station, tmp_path: Path) -> None:
    sold = []

    def sell_one(_read: int, _total: int) -> None:
        sold.append(stations.sell(till, stations.general_cart(till, 1)))

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(evidence, "ENTRIES_A_BATCH", 5)
        made = evidence.write_evidence(till, tmp_path / "pruebas", sell_one)
    assert len(sold) == 2
    assert (made.entries, verdict(tmp_path / "pruebas").flaw) == (11, "ok")
