"""The office of this process, as a dependency of the routes."""

from typing import Annotated

from fastapi import Depends, Request

from hq.office import Office


async def office_of(request: Request) -> Office:
    """The office of this process."""
    office: Office = request.app.state.office
    return office


TheOffice = Annotated[Office, Depends(office_of)]
