"""Serving stations and staff: `taquilla-hq serve`."""

import argparse
import gc
import logging
import resource
import signal
import socket
import sys
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from hq import listener, logs
from hq.addresses import OpenCounts
from hq.app import create_app
from hq.connection import Connection, with_limit
from hq.opening import opened_office
from hq.outcome import NOT_STARTED, OK
from hq.settings import Settings

log = logging.getLogger(__name__)

KEEP_ALIVE_S = 75
"""An idle connection stays open longer than stations wait between two exchanges: a new one costs a handshake."""
_WITHOUT_TLS = (
    "HQ listens on %s without TLS: whoever is on that network can read passwords and tokens. "
    "Put a proxy with TLS before it and name it in TAQUILLA_HQ_PROXIES, or listen on 127.0.0.1"
)


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
        _allow_connections()
        config = server_config(app, settings)
        listener.listen(taken, settings)
        if not settings.proxies and not listener.is_loopback(taken):
            log.warning(_WITHOUT_TLS, settings.host)
        log.info("HQ answers", extra={"address": f"http://{settings.host}:{settings.port}"})
        server = uvicorn.Server(config)
        with suppress(KeyboardInterrupt):  # raised again by the server after its requests are finished
            server.run(sockets=[taken])
    return OK if server.started else NOT_STARTED


def server_config(app: FastAPI, settings: Settings, connection: type[Connection] = Connection) -> uvicorn.Config:
    """How the server treats connections. Only the named proxies are believed about the addresses of callers."""
    return uvicorn.Config(
        app,
        http=with_limit(connection, OpenCounts("connections", settings.limits.connections, settings.proxies)),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=10,
    )


def _allow_connections() -> None:
    """Use as many connections as the system allows HQ: each station has two, and often a thousand are the default."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _collect_rarely() -> None:
    """Let the garbage collector skip the objects of the program and run rarely.

    The program's objects live until the end, and a push frees few cycles: collecting took a third of a push's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
