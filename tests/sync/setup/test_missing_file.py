"""Several set-up files of which one is missing."""

from pathlib import Path

import pytest

from sync.setup import BadSetup, Flaw, read_texts


def test_a_missing_file_does_not_hide_one_that_is_not_toml(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("name = \n", encoding="utf-8")
    with pytest.raises(BadSetup) as raised:
        read_texts([tmp_path / "missing.toml", broken])
    assert [problem.what for problem in raised.value.problems] == [Flaw.UNREADABLE, Flaw.NOT_TOML]
