"""The texts that the API accepts: names, reasons, logins, passwords and short names."""

from typing import Annotated

from pydantic import StringConstraints

_PRINTABLE = r"^[^\x00-\x1f\x7f]*$"

Name = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_PRINTABLE)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=500, pattern=_PRINTABLE)]
Login = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_PRINTABLE)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Short = Annotated[str, StringConstraints(max_length=40, pattern=r"^[A-Za-z0-9_-]+$")]
