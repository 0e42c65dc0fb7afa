"""Serving stations and staff: `taquilla-hq serve`."""

import argparse
import gc
import logging
import signal
import socket
import sys
from contextlib import suppress

import uvicorn

from hq import listener, logs
from hq.app import create_app
from hq.opening import opened_office
from hq.outcome import NOT_STARTED, OK
from hq.settings import Settings

log = logging.getLogger(__name__)


def serve(settings: Settings, _options: argparse.Namespace) -> int:
    """Serve stations and staff until a signal stops it. Several processes on one database behave as one."""
    with listener.taken(settings) as taken:
        return answer(settings, taken)


def answer(settings: Settings, taken: socket.socket) -> int:
    """Serve on a socket that was bound before."""
    logs.configure(settings.log_level)
    with opened_office(settings) as office:
        # The server finishes its requests and raises the signal again; exiting here stops the embedded database too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(OK))
        app = create_app(office, settings.limits, settings.cors_origins)
        _collect_rarely()
        config = uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=10
        )
        listener.listen(taken, settings)
        log.info("HQ answers", extra={"address": f"http://{settings.host}:{settings.port}"})
        server = uvicorn.Server(config)
        with suppress(KeyboardInterrupt):  # raised again by the server after its requests are finished
            server.run(sockets=[taken])
    return OK if server.started else NOT_STARTED


def _collect_rarely() -> None:
    """Let the garbage collector skip the objects of the program and run rarely.

    The program's objects live until the end, and a push frees few cycles: collecting took a third of a push's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
