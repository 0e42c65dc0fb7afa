"""Routes for monitoring: whether HQ is alive and ready, and its metrics."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from hq.storage import migrations
from hq.web.requests import Counted
from hq.web.the_office import TheOffice

router = APIRouter(tags=["health"])


@router.get("/healthz", response_class=PlainTextResponse)
def alive() -> str:
    """Return `ok` when the process responds."""
    return "ok"


@router.get("/readyz", response_class=PlainTextResponse)
def ready(office: TheOffice) -> str:
    """Return `ok` when the database responds and has the schema of this release."""
    migrations.check(office.database)
    return "ok"


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Return counts and times of requests in the format of Prometheus."""
    counted: Counted = request.app.state.counted
    return Response(generate_latest(counted.registry), media_type=CONTENT_TYPE_LATEST)
