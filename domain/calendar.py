"""Days and hours as the box office lives them: those of Venezuela."""

from datetime import tzinfo
from zoneinfo import ZoneInfo

CARACAS: tzinfo = ZoneInfo("America/Caracas")
