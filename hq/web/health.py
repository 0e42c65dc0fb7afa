"""Is it alive, can it work, how much did it do: for whoever watches over HQ."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from hq.storage import migrations
from hq.web.requests import Counted
from hq.web.the_office import TheOffice

router = APIRouter(tags=["health"])


@router.get("/healthz", response_class=PlainTextResponse)
def alive() -> str:
    """The process answers."""
    return "ok"


@router.get("/readyz", response_class=PlainTextResponse)
def ready(office: TheOffice) -> str:
    """The database answers and is migrated to what this program needs."""
    migrations.check(office.database)
    return "ok"


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """Requests and times, for Prometheus."""
    counted: Counted = request.app.state.counted
    return Response(generate_latest(counted.registry), media_type=CONTENT_TYPE_LATEST)
