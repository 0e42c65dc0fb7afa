"""Values that never change, kept in memory: those that were used least recently are dropped first."""

import threading
from collections import OrderedDict
from typing import TypeVar

T = TypeVar("T")
_MOST = 512


class Kept:
    """A bounded memory of immutable values by key. Threads may share it."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._values: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: tuple[object, ...], kind: type[T]) -> T | None:
        """The value of a key; None when it is not in memory."""
        with self._lock:
            value = self._values.get(key)
            if value is None:
                return None
            self._values.move_to_end(key)
        assert isinstance(value, kind)
        return value

    def keep(self, key: tuple[object, ...], value: T) -> T:
        """Keep a value that will never be another one, and return it."""
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
