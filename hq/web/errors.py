"""Responses for errors: one body for all, with a stable code and the id of the request."""

import logging
from collections.abc import Mapping
from http import HTTPStatus

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from domain.errors import Refused, Unavailable
from hq.sentences import sentence, values
from sync.line.messages import Failure, FailureBody

log = logging.getLogger(__name__)

RETRY_AFTER_S = 5
UNPROCESSABLE = 422
_MOST_PROBLEMS, _LONGEST_PLACE = 100, 200
"""The problems that a response lists, and the characters of a field's path: both come from the body, of any size."""

_STATUS_OF_CODE = {
    "UNAUTHENTICATED": HTTPStatus.UNAUTHORIZED,
    "WRONG_PASSWORD": HTTPStatus.UNAUTHORIZED,
    "BAD_PROOF": HTTPStatus.UNAUTHORIZED,
    "FORBIDDEN": HTTPStatus.FORBIDDEN,
    "NOT_FOUND": HTTPStatus.NOT_FOUND,
    "CODE_UNKNOWN": HTTPStatus.NOT_FOUND,
    "NO_SUCH_CASE": HTTPStatus.NOT_FOUND,
    "NO_SUCH_SALE": HTTPStatus.NOT_FOUND,
    "NO_SUCH_PERFORMANCE": HTTPStatus.NOT_FOUND,
    "CLI-01": HTTPStatus.NOT_FOUND,
    "NO_SUCH_CHUNK": HTTPStatus.NOT_FOUND,
    "TICKET_REPLACED": HTTPStatus.GONE,
    "TICKET_WITHDRAWN": HTTPStatus.GONE,
    "TICKET_REVOKED": HTTPStatus.GONE,
    "TICKET_REFUNDED": HTTPStatus.GONE,
    "BAD_CURSOR": HTTPStatus.BAD_REQUEST,
    "BAD_MESSAGE": HTTPStatus.BAD_REQUEST,
    "BAD_PUSH": HTTPStatus.BAD_REQUEST,
    "AMOUNT": UNPROCESSABLE,
    "BAD_BLOCK": UNPROCESSABLE,
    "BAD_FORMS": UNPROCESSABLE,
    "IDE-01": UNPROCESSABLE,
    "BAD_LOGIN": UNPROCESSABLE,
    "WEAK_PASSWORD": UNPROCESSABLE,
    "BAD_CHAIN": UNPROCESSABLE,
    "BAD_SIG": UNPROCESSABLE,
    "WAIT_FIRST": HTTPStatus.TOO_MANY_REQUESTS,
    "TOO_MANY_REQUESTS": HTTPStatus.TOO_MANY_REQUESTS,
}
"""Every other refusal conflicts with the present state: 409."""

_CODE_OF_STATUS = {
    400: "BAD_REQUEST",
    401: "UNAUTHENTICATED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    413: "TOO_LARGE",
    415: "UNSUPPORTED_MEDIA_TYPE",
}


def install(app: FastAPI) -> None:
    """Register the handlers that answer every error with this body."""
    app.add_exception_handler(Refused, refused)
    app.add_exception_handler(Unavailable, _unavailable)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unknown)


def answer(request: Request, status: int, code: str, message: str, details: Mapping[str, object] = {}) -> Response:
    """The response for a failure."""
    office = request.app.state.office
    failure = Failure(
        code=code,
        message=message,
        timestamp=office.clock.now(),
        request_id=getattr(request.state, "request_id", ""),
        details=dict(details),
    )
    headers = {"X-Request-Id": failure.request_id}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    if status in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}:
        headers["Retry-After"] = str(details.get("retry_after_s", RETRY_AFTER_S))
    return Response(msgspec.json.encode(FailureBody(failure)), status, headers, "application/json")


def refused(request: Request, error: Exception) -> Response:
    """The response for a refusal."""
    assert isinstance(error, Refused)
    status = _STATUS_OF_CODE.get(error.code, HTTPStatus.CONFLICT)
    return answer(request, status, error.code, sentence(error), values(error))


def _unavailable(request: Request, error: Exception) -> Response:
    assert isinstance(error, Unavailable)
    log.error("unavailable: %s", error)
    # The name and address of what does not respond are logged only: callers must not learn them.
    return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, error.code, sentence(error), {"may_help": error.may_help})


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    if any(problem["type"] == "json_invalid" for problem in problems):
        return answer(request, HTTPStatus.BAD_REQUEST, "BAD_JSON", "The body is not JSON.")
    details = [
        {"where": ".".join(map(str, problem["loc"]))[:_LONGEST_PLACE], "what": problem["msg"]}
        for problem in problems[:_MOST_PROBLEMS]
    ]
    message = "The request does not match its description."
    return answer(request, UNPROCESSABLE, "INVALID", message, {"problems": details})


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = _CODE_OF_STATUS.get(error.status_code, "REFUSED")
    failed = answer(request, error.status_code, code, HTTPStatus(error.status_code).phrase)
    failed.headers.update(error.headers or {})
    return failed


def _unknown(request: Request, error: Exception) -> Response:
    log.error("a defect", exc_info=error)
    return answer(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "DEFECT",
        "HQ has a defect; its log has the details under the request's id.",
    )
