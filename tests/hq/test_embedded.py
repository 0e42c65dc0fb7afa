"""The embedded server: as many as hold it share it, the last one stops it, and its data stays."""

from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from hq.embedded import EmbeddedNotStarted, EmbeddedPostgres


def test_data_survives_a_stop_even_where_a_path_is_too_long_for_a_socket(short_folder: Path) -> None:
    data = short_folder / ("long" * 30) / "data"
    for seen in (None, "kept"):
        with closing(EmbeddedPostgres(data, {"fsync": "off"})) as server, psycopg.connect(server.url()) as connection:
            found = connection.execute("SELECT to_regclass('kept')::text").fetchone()
            assert found == (seen,)
            connection.execute("CREATE TABLE IF NOT EXISTS kept ()")
    assert not (data / "postmaster.pid").exists()


def test_a_folder_that_is_no_folder_is_named(short_folder: Path) -> None:
    (short_folder / "file").touch()
    with pytest.raises(EmbeddedNotStarted, match="file"):
        EmbeddedPostgres(short_folder / "file")
