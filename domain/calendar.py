"""The time zone of the box office, in which days begin and end."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

CARACAS: tzinfo = ZoneInfo("America/Caracas")
