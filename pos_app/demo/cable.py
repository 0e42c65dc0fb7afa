"""The cable between a station and HQ, which can be pulled out: a TCP relay on the loopback."""

import socket
import threading
from contextlib import suppress

from printing.virtual_printer import LOOPBACK

_CHUNK = 65_536


class Cable:
    """Relays a port of its own to HQ's port. When pulled out, nothing listens there and every connection is closed."""

    def __init__(self, to_port: int) -> None:
        self._to_port = to_port
        self._port = 0
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()  # guards the two fields that threads share: `_open` and `_listener`
        self._listener: socket.socket | None = None

    @property
    def url(self) -> str:
        """HQ's address for the station."""
        return f"http://{LOOPBACK}:{self._port}"

    def plug_in(self) -> None:
        """Connect; after `pull_out`, under the same address."""
        if self._listener is None:
            self._listener = socket.create_server((LOOPBACK, self._port))
            self._port = int(self._listener.getsockname()[1])
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def pull_out(self) -> None:
        """Cut every connection, also in the middle of a transfer."""
        if self._listener is None:
            return
        with self._guard:
            ends, self._open = [self._listener, *self._open], set()
            self._listener = None
        for end in ends:
            with suppress(OSError):  # some systems refuse it for a listener; an end may be closed already
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection((LOOPBACK, self._to_port))
            except OSError:
                near.close()
                continue
            with self._guard:
                if self._listener is not listener:  # pulled out while this connection was being made
                    near.close()
                    far.close()
                    return
                self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):  # pulled out, or an end disconnected
            while part := one.recv(_CHUNK):
                other.sendall(part)
        with self._guard:
            self._open -= {one, other}
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
