"""Set-up files: the catalogue and the first rights of a station, loaded by the station or by HQ."""

from sync.setup.files import read_texts
from sync.setup.pins import hash_pins
from sync.setup.problems import BadSetup, Flaw, Problem, SetupConflict, sentence
from sync.setup.reading import Setup, digest, read, read_all
from sync.setup.rows import write_catalogue
from sync.setup.unnamed import unnamed

__all__ = (
    "BadSetup",
    "Flaw",
    "Problem",
    "Setup",
    "SetupConflict",
    "digest",
    "hash_pins",
    "read",
    "read_all",
    "read_texts",
    "sentence",
    "unnamed",
    "write_catalogue",
)
