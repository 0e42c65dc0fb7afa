"""A line to HQ that another thread closes while a connection is still being made."""

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from domain.errors import Unavailable
from sync.line.client import Caller, HqClient
from tests.builders.stores import KEY
from tests.pos_app.with_hq.certificates import Authority

LOOPBACK, PATIENCE_S = "127.0.0.1", 10.0
BUSY = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"


def test_a_line_that_is_closed_during_the_handshake_leaves_no_connection_open(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "autoridad propia")
    certificate, key = authority.certify("localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server((LOOPBACK, 0)) as listener:
        url = f"https://localhost:{listener.getsockname()[1]}"
        line = HqClient(Caller(url, "", UUID(int=1), UUID(int=2), KEY, str(authority.file)))

        def ask() -> None:
            with suppress(Unavailable):
                line.head()

        asking = threading.Thread(target=ask)
        asking.start()
        accepted, _ = listener.accept()
        line.close()
        accepted.settimeout(PATIENCE_S)
        with context.wrap_socket(accepted, server_side=True) as connection:
            assert connection.recv(1 << 16).startswith(b"POST /v1/auth/challenge")
            connection.sendall(BUSY)
            while connection.recv(1 << 16):  # ends when the station closes; a line left open times out
                pass
        asking.join(PATIENCE_S)
        assert not asking.is_alive()
