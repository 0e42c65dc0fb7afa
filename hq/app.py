"""HQ's web application: the routes and the middleware before them."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, closing
from functools import partial
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from hq.books.look_ups import look_up
from hq.books.routes import acts, apart, books, consolidation, holders, performance_sales, records
from hq.conflicts import debt_routes
from hq.conflicts import routes as conflicts_routes
from hq.customers import routes as customers_routes
from hq.forms import routes as forms_routes
from hq.intake import ingest
from hq.intake import routes as intake_routes
from hq.intake.gathering import Gathering
from hq.intake.group_commit import GroupCommit
from hq.intake.lane import Lane
from hq.live import routes as live_routes
from hq.live.notices import Live
from hq.office import Office
from hq.people.callers import check_token
from hq.people.password_lane import PasswordLane
from hq.people.routes import sign_in, staff
from hq.people.tokens import TokenReader
from hq.people.tries import Tries
from hq.rights import hold_routes
from hq.rights import routes as rights_routes
from hq.settings import Limits
from hq.setup import routes as setup_routes
from hq.stations.routes import access, feed, staff_view
from hq.timeline import routes as timeline_routes
from hq.upkeep import Upkeep
from hq.web import errors, health, hot, wire
from hq.web.bodies import Bodies
from hq.web.open_requests import OpenRequests
from hq.web.rates import Rates
from hq.web.requests import Counted, Requests
from hq.web.slow_lane import slow_lane
from sync.line.messages import FailureBody

VERSION = "1"
_ROUTERS = (
    *(intake_routes.router, feed.router, records.router, health.router),
    *(sign_in.router, staff.router, acts.router, staff_view.router),
    *(access.router, rights_routes.router, forms_routes.router, live_routes.router),
    *(
        conflicts_routes.router,
        debt_routes.router,
        consolidation.router,
        books.router,
        apart.router,
        setup_routes.router,
    ),
    customers_routes.router,
    holders.router,
    performance_sales.router,
    hold_routes.router,
    timeline_routes.router,
)
_FAILURES = {
    400: "The body or the cursor cannot be read.",
    401: "The request has no valid token.",
    403: "The caller's role lacks the permission.",
    404: "The tenant has no such thing.",
    405: "The path does not allow this method.",
    409: "The request conflicts with the present state; the code names the reason.",
    413: "The body is too large.",
    415: "HQ does not accept this content type.",
    422: "The request does not match its description.",
    429: "Too many requests; `Retry-After` gives the seconds to wait.",
    503: "A part that HQ needs does not respond; `Retry-After` gives the seconds to wait.",
}


def _declared() -> list[BaseRoute]:
    failure = wire.failing(FailureBody)
    root = APIRouter(responses={status: {"description": why, **failure} for status, why in _FAILURES.items()})
    for router in _ROUTERS:
        root.include_router(router)
    return [*hot.first(*intake_routes.HOT, *records.HOT), *root.routes]


_ROUTES = _declared()
"""Declared once, as FastAPI takes long to analyse them; all applications of this process share them."""


def create_app(office: Office, limits: Limits | None = None, cors_origins: tuple[str, ...] = ()) -> FastAPI:
    """The application over an office."""
    limits = limits or Limits()
    app = FastAPI(
        title="Taquilla HQ",
        version=VERSION,
        openapi_url="/v1/openapi.json",
        docs_url=None,  # its pages load scripts from other servers
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_receiving,
        routes=_ROUTES,
    )
    app.state.office = office
    app.state.tokens = TokenReader(office, {})
    app.state.rates = Rates(limits)
    app.state.tries = Tries()
    app.state.counted = Counted()
    app.state.sealer = wire.Sealer(office)
    errors.install(app)
    app.add_middleware(Bodies, limits=limits, check_token=check_token)
    if cors_origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=cors_origins, allow_methods=["*"], allow_headers=["Authorization"]
        )
    app.add_middleware(OpenRequests, most=limits.connections)
    app.add_middleware(Requests, office=office, counted=app.state.counted)
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]  # FastAPI's way to replace the document
    return app


@asynccontextmanager
async def _receiving(app: FastAPI) -> AsyncIterator[None]:
    """What runs beside the requests: upkeep, notices of sold seats, and the queues that answer requests in groups."""
    office: Office = app.state.office
    with closing(Live(office.database)) as live, closing(Upkeep(office)), closing(PasswordLane()) as passwords:
        async with (
            aclosing(Lane(office, GroupCommit(partial(ingest.receive, office)))) as pushes,
            aclosing(Gathering("look-ups", partial(look_up, office))) as look_ups,
        ):
            app.state.pushes, app.state.look_ups, app.state.live = pushes, look_ups, live
            app.state.passwords, app.state.slow_lane = passwords, slow_lane(office.database.connections)
            yield


def _document(app: FastAPI) -> dict[str, Any]:
    """The published OpenAPI document, with the schemas of the messages, which are not pydantic models."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, routes=app.routes)
        document.setdefault("components", {}).setdefault("schemas", {}).update(wire.components())
        app.openapi_schema = document
    return app.openapi_schema
