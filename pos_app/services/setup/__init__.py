"""Set-up files: until HQ exists, everything a station sells and may issue comes from them."""

from pos_app.services.setup.loading import load
from pos_app.services.setup.problems import BadSetup, Flaw, Problem, SetupConflict
from pos_app.services.setup.reading import Setup, digest, read, read_all

__all__ = ("BadSetup", "Flaw", "Problem", "Setup", "SetupConflict", "digest", "load", "read", "read_all")
