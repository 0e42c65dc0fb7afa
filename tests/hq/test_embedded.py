"""The embedded server: as many as hold it share it, the last one stops it, and its data stays."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from hq.embedded import EmbeddedNotStarted, EmbeddedPostgres


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="hq-"))
    yield made
    shutil.rmtree(made)


def test_data_survives_a_stop_even_where_a_path_is_too_long_for_a_socket(folder: Path) -> None:
    data = folder / ("long" * 30) / "data"
    for seen in (None, "kept"):
        with closing(EmbeddedPostgres(data, {"fsync": "off"})) as server, psycopg.connect(server.url()) as connection:
            found = connection.execute("SELECT to_regclass('kept')::text").fetchone()
            assert found == (seen,)
            connection.execute("CREATE TABLE IF NOT EXISTS kept ()")
    assert not (data / "postmaster.pid").exists()


def test_a_folder_that_is_no_folder_is_named(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(EmbeddedNotStarted, match="file"):
        EmbeddedPostgres(folder / "file")
