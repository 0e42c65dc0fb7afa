"""A large push is decoded in a thread of its own: in the event loop it would hold the requests of everybody."""

import threading
from pathlib import Path

import httpx
import pytest

from hq.intake import routes
from hq.office import Office
from sync.line import push
from sync.line.messages import Push
from tests.builders.counters import counter
from tests.hq.web.pushing import Line

pytestmark = pytest.mark.house


@pytest.mark.parametrize(("most_small_bytes", "in_worker"), [(1 << 20, False), (100, True)])
def test_a_push_is_decoded_where_its_size_allows(
    api: httpx.Client,
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    most_small_bytes: int,
    *,
    in_worker: bool,
) -> None:
    names: list[str] = []
    decode = push.decode

    def decode_and_note(raw: bytes) -> Push:
        names.append(threading.current_thread().name)
        return decode(raw)

    monkeypatch.setattr(routes, "_SMALL", most_small_bytes)
    monkeypatch.setattr(push, "decode", decode_and_note)
    with counter(office, tmp_path / "1", 1) as one:
        one.grant(numbers=10, places=10)
        one.sell_places(1)
        Line(api, one).good()
    (name,) = names
    assert ("worker" in name) is in_worker
