"""The embedded server: as many as hold it share it, the last one stops it, and its data stays."""

import os
import threading
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from hq.postgres.embedded import EmbeddedNotStarted, EmbeddedPostgres
from tests.builders.processes import kill_postgres


def test_data_survives_a_stop_even_where_a_path_is_too_long_for_a_socket(short_folder: Path) -> None:
    data = short_folder / ("long" * 30) / "data"
    for seen in (None, "kept"):
        with closing(EmbeddedPostgres(data, {"fsync": "off"})) as server, psycopg.connect(server.url()) as connection:
            row = connection.execute("SELECT to_regclass('kept')::text").fetchone()
            assert row == (seen,)
            connection.execute("CREATE TABLE IF NOT EXISTS kept ()")
    assert not (data / "postmaster.pid").exists()


def test_it_comes_back_after_a_power_cut_although_another_program_has_its_number_now(short_folder: Path) -> None:
    data = short_folder / "data"
    server = EmbeddedPostgres(data)
    with psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept ()")
    kill_postgres(data)
    lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    (data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n", encoding="utf-8")
    with closing(EmbeddedPostgres(data)) as again, psycopg.connect(again.url()) as connection:
        assert connection.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)


def test_a_server_that_is_still_coming_up_is_waited_for(short_folder: Path) -> None:
    data, joined = short_folder / "data", threading.Event()
    with closing(EmbeddedPostgres(data, {"fsync": "off"})):
        file = data / "postmaster.pid"
        ready = file.read_text(encoding="utf-8")
        file.write_text(ready.replace("ready", "starting"), encoding="utf-8")

        def join() -> None:
            with closing(EmbeddedPostgres(data)):
                joined.set()

        thread = threading.Thread(target=join)
        thread.start()
        assert not joined.wait(0.5)
        file.write_text(ready, encoding="utf-8")
        thread.join()
        assert joined.is_set()


def test_a_folder_that_is_no_folder_is_named(short_folder: Path) -> None:
    (short_folder / "file").touch()
    with pytest.raises(EmbeddedNotStarted, match="file"):
        EmbeddedPostgres(short_folder / "file")


def test_an_empty_file_of_the_process_that_a_power_cut_left_is_removed(short_folder: Path) -> None:
    data = short_folder / "data"
    EmbeddedPostgres(data, {"fsync": "off"}).close()
    (data / "postmaster.pid").touch()
    with closing(EmbeddedPostgres(data)) as again, psycopg.connect(again.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_cluster_whose_making_was_killed_is_made_again(short_folder: Path) -> None:
    data = short_folder / "data"
    EmbeddedPostgres(data, {"fsync": "off"}).close()
    for name in ("taquilla.conf", "postmaster.opts", "global/pg_control"):  # as initdb leaves it when it is killed
        (data / name).unlink()
    with closing(EmbeddedPostgres(data)) as again, psycopg.connect(again.url()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_cluster_that_a_server_ran_on_is_never_emptied(short_folder: Path) -> None:
    data = short_folder / "data"
    with closing(EmbeddedPostgres(data, {"fsync": "off"})) as server, psycopg.connect(server.url()) as connection:
        connection.execute("CREATE TABLE kept ()")
    (data / "taquilla.conf").unlink()
    with closing(EmbeddedPostgres(data)) as again, psycopg.connect(again.url()) as connection:
        assert connection.execute("SELECT to_regclass('kept')::text").fetchone() == ("kept",)


def test_it_starts_under_a_language_that_the_machine_does_not_have(
    short_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        monkeypatch.setenv(name, "es_XX.UTF-8")
    with closing(EmbeddedPostgres(short_folder / "data")) as server, psycopg.connect(server.url()) as connection:
        assert connection.execute("SELECT lower('ÑANDÚ'), 'b' < 'ñ'").fetchone() == ("ñandú", True)
