"""A package index in a folder, with tiny wheels: what pip does with a lock, without a network."""

import base64
import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Release:
    """A release of a package that has one module with its name and nothing else."""

    name: str
    version: str
    requires: tuple[str, ...] = ()
    extras: Mapping[str, str] = field(default_factory=dict)
    """For each extra the requirement that it brings."""

    @property
    def file_name(self) -> str:
        """The name of its wheel."""
        return f"{self.name}-{self.version}-py3-none-any.whl"

    def write(self, folder: Path) -> Path:
        """Make its wheel."""
        info = f"{self.name}-{self.version}.dist-info"
        metadata = [f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {self.version}"]
        metadata += [f"Requires-Dist: {need}" for need in self.requires]
        for extra, need in self.extras.items():
            metadata.append(f"Provides-Extra: {extra}\nRequires-Dist: {need}; extra == '{extra}'")
        files = {
            f"{self.name}.py": f"VERSION = {self.version!r}\n",
            f"{info}/METADATA": "\n".join(metadata) + "\n",
            f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            f"{info}/entry_points.txt": f"[console_scripts]\n{self.name} = {self.name}:VERSION.title\n",
        }
        record = [f"{name},sha256={_record_digest(text)},{len(text)}" for name, text in files.items()]
        files[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""])
        wheel = folder / self.file_name
        with zipfile.ZipFile(wheel, "w") as archive:
            for name, text in files.items():
                archive.writestr(zipfile.ZipInfo(name), text)  # of a fixed time: the same release, the same hash
        return wheel


def write_index(folder: Path, releases: Iterable[Release]) -> str:
    """Offer these releases; the address of the index."""
    for release in releases:
        page = folder / "simple" / release.name
        page.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(release.write(page).read_bytes()).hexdigest()
        link = f'<a href="{release.file_name}#sha256={digest}">{release.file_name}</a>\n'
        with (page / "index.html").open("a", encoding="utf-8") as listing:
            listing.write(link)
    return (folder / "simple").as_uri()


def lock_of(folder: Path, releases: Iterable[Release]) -> str:
    """A lock of these releases of an index, as `make lock` writes one."""
    lines = []
    for release in releases:
        wheel = folder / "simple" / release.name / release.file_name
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{release.name}=={release.version} \\\n    --hash=sha256:{digest}\n")
    return "".join(lines)


def _record_digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
