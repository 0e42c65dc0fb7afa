"""JSON cut at a depth: the outer values stay as they are, at a cost that grows with the length alone."""

import json
import time
from collections.abc import Callable, Mapping

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.line.shallow import shallow

values = st.recursive(
    st.none() | st.integers() | st.text(alphabet='[]{}"\\a,:ñ', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(alphabet='[]"\\a', max_size=4), inner, max_size=4)
    ),
    max_leaves=30,
)


def cut(value: object, most: int) -> object:
    """The same by the plain way, on decoded JSON."""
    if not isinstance(value, (list, dict)):
        return value
    if most == 0:
        return None
    if isinstance(value, list):
        return [cut(one, most - 1) for one in value]
    return {name: cut(one, most - 1) for name, one in value.items()}


@given(values, st.integers(0, 6))
def test_values_are_cut_where_a_walk_through_them_cuts(value: object, most: int) -> None:
    assert json.loads(shallow(msgspec.json.encode(value), most)) == cut(value, most)


@pytest.mark.parametrize("broken", [b"[[[[", b"[[[]", b'{"a":[[[}', b'"[[[', b"]]]]", b"[]]]]", b'[[[["]]]]'])
def test_what_is_no_json_does_not_become_any(broken: bytes) -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(shallow(broken, 2))


GROWING: Mapping[str, Callable[[int], bytes]] = {
    "open lists": lambda size: b"[" * size,
    "lists and objects": lambda size: b'[{"a":' * (size // 6),
    "an open text of escaped quotes": lambda size: b'"' + b'\\"' * (size // 2),
    "an open text of backslashes": lambda size: b'"' + b"\\" * size,
    "quotes": lambda size: b'"' * size,
    "closing brackets": lambda size: b"]" * size,
    "many deep values": lambda size: b"[[[]]]," * (size // 7),
}


@pytest.mark.parametrize("made", GROWING.values(), ids=GROWING)
def test_the_cost_grows_as_the_length_does(made: Callable[[int], bytes]) -> None:
    def cost_s(size: int) -> float:
        text, costs = made(size), []
        for _ in range(3):
            began = time.process_time()
            shallow(text, 2)
            costs.append(time.process_time() - began)
        return min(costs)

    assert cost_s(1 << 20) < 10 * cost_s(1 << 18) + 0.01
