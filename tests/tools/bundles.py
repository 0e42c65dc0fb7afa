"""Evidence bundles for tests: edits of a copy, with or without the station's own key, and the verifier as a process."""

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos_app.services.proof.evidence import canonical_bytes
from pos_app.vault import Secrets
from sync.journal import public_key
from tests.builders import stations
from tests.source_tree import ROOT

VERIFIER = ROOT / "tools" / "verify_journal.py"
OWN_KEY = stations.keys().signing_key
OTHER_KEY = Secrets.derive(bytes(31) + b"\x07").signing_key
HQ_KEY = Secrets.derive(bytes(31) + b"\x08").signing_key
Json = dict[str, Any]
Edit = Callable[[Json], object]


def place(line: Json) -> str:
    """The position of an entry, such as 1/12."""
    return f"{line['epoch']}/{line['seq']}"


@dataclass(frozen=True)
class Verdict:
    """What the verifier printed, and its exit code."""

    code: int
    text: str

    @property
    def flaw(self) -> str:
        """The word of the flaw; "ok" without one."""
        return self.text.removeprefix("verify_journal: ").split(" · ")[0]

    @property
    def record(self) -> str:
        """The name of the bad record."""
        return self.text.split(" · ")[1]


def verdict(folder: Path, *options: object, language: str = "en_US.UTF-8") -> Verdict:
    """Run the verifier as an auditor does: isolated from the project, in another folder."""
    command = [sys.executable, "-I", str(VERIFIER), str(folder), *map(str, options)]
    done = subprocess.run(
        command, cwd=folder, env={"PATH": os.environ["PATH"], "LC_ALL": language, "PYTHONIOENCODING": "utf-8"},
        capture_output=True, text=True, check=False, timeout=60, encoding="utf-8",
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return Verdict(done.returncode, done.stdout)


@cache
def _verifier() -> ModuleType:
    """The verifier as a module, for tests that verify too many bundles for a process each."""
    spec = importlib.util.spec_from_file_location("verify_journal", VERIFIER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up by its name
    spec.loader.exec_module(module)
    return module


def verdict_here(folder: Path) -> str:
    """What is wrong with a bundle, verified in this process; empty for a sound one."""
    verifier = _verifier()
    try:
        verifier.verify(verifier.Bundle.open(folder, ()), ())
    except verifier.Wrong as wrong:
        return str(wrong)
    return ""


@dataclass(frozen=True)
class Bundle:
    """A copy of a bundle that a test edits."""

    folder: Path

    def lines(self, name: str = "journal.jsonl") -> list[Json]:
        return [json.loads(line) for line in (self.folder / name).read_text(encoding="utf-8").splitlines()]

    def put(self, lines: Iterable[Json], name: str = "journal.jsonl") -> None:
        (self.folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")

    @property
    def first_sale(self) -> int:
        """The index of the first sale, of two tickets."""
        return self.place_of("sale_recorded", 0)

    def place_of(self, kind: str, which: int = -1) -> int:
        """The index of an entry of a kind, by default of the last one."""
        return [i for i, line in enumerate(self.lines()) if f'"kind":"{kind}/1"' in line["body"]][which]

    def forge(self, at: int, edit: Edit, key: Ed25519PrivateKey = OWN_KEY) -> str:
        """Edit the fact of an entry, and hash and sign everything again as the holder of a key can.

        Returns the position of the entry.
        """
        lines = self.lines()
        body = json.loads(lines[at]["body"])
        edit(body)
        lines[at]["body"] = canonical_bytes(body).decode()
        self.put(lines)
        self.sign_again(key)
        return place(lines[at])

    def sign_again(self, key: Ed25519PrivateKey = OWN_KEY) -> None:
        """Number, chain, hash and sign the journal, the Z file and the manifest again."""
        lines, moved, before = self.lines(), dict[str, str](), dict[int, str]()
        sequence: dict[int, int] = {}
        for line in lines:
            text = line["body"]
            for old, new in moved.items():
                text = text.replace(old, new)
            body, epoch = json.loads(text), line["epoch"]
            sequence[epoch] = line["seq"] = body["seq"] = sequence.get(epoch, 0) + 1
            body["prev"] = before.get(epoch, "00" * 32)
            if body["body"]["kind"] == "epoch_opened/1":
                body["body"]["public_key"] = public_key(key)
            if body["body"]["kind"] == "report_taken/1":
                body["body"]["report"].update(head_seq=line["seq"] - 1, head_hash=body["prev"])
            raw = canonical_bytes(body)
            digest = hashlib.sha256(raw).digest()
            moved[line["hash"]] = before[epoch] = digest.hex()
            line.update(body=raw.decode(), hash=digest.hex(), signature=key.sign(digest).hex())
        self.put(lines)
        self._seal(lines, key)

    def _seal(self, lines: list[Json], key: Ed25519PrivateKey) -> None:
        facts = {(line["epoch"], line["seq"], line["hash"]): json.loads(line["body"])["body"] for line in lines}
        closings = {place: fact for place, fact in facts.items() if fact.get("report", {}).get("kind") == "z"}
        self.put([{"epoch": e, "seq": s, "hash": h, "fact": f} for (e, s, h), f in closings.items()], "reports.jsonl")
        keys = json.loads((self.folder / "keys.json").read_text(encoding="utf-8"))
        for life in keys["lives"]:
            life["public_key"] = public_key(key)
        (self.folder / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
        ends = {line["epoch"]: line for line in lines}
        heads = [{"epoch": end["epoch"], "seq": end["seq"], "hash": end["hash"]} for end in ends.values()]
        self.seal_manifest(key, heads=heads)

    def seal_manifest(self, key: Ed25519PrivateKey = OWN_KEY, **content: object) -> None:
        """Write the manifest of the files as they are, signed by a key."""
        path = self.folder / "manifest.json"
        manifest = {**json.loads(path.read_text(encoding="utf-8")), **content}
        del manifest["signature"]
        manifest["files"] = {
            name: hashlib.sha256((self.folder / name).read_bytes()).hexdigest() for name in manifest["files"]
        }
        manifest["signature"] = key.sign(canonical_bytes(manifest)).hex()
        path.write_text(json.dumps(manifest), encoding="utf-8")

    def countersign(self, at: int = -1, key: Ed25519PrivateKey = HQ_KEY) -> Json:
        """The line of a head that HQ signed for the entry at an index, as the file of heads has it."""
        line = self.lines()[at]
        body = json.loads(line["body"])
        head = {
            "tenant": body["tenant"], "station": body["station"], "epoch": line["epoch"], "acknowledged": line["seq"],
            "head_hash": line["hash"], "server_time": "2026-12-01T12:00:00Z",
        }  # fmt: skip
        raw = canonical_bytes(head)
        return {"body": raw.decode(), "seal": key.sign(raw).hex()}

    def know_hq(self) -> None:
        """Name HQ's key in the bundle, and have HQ seal the numbers that the station accepted."""
        lines = self.lines()
        for line in lines:
            body = json.loads(line["body"])
            if body["body"]["kind"] == "numbers_accepted/1":
                sealed = {name: body[name] for name in ("tenant", "station", "epoch")}
                grant = canonical_bytes({**sealed, "kind": "NumberGrant", "grant": body["body"]["grant"]})
                body["body"]["certificate"] = HQ_KEY.sign(grant).hex()
                line["body"] = canonical_bytes(body).decode()
        self.put(lines)
        self.sign_again()
        path = self.folder / "keys.json"
        keys = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**keys, "hq": public_key(HQ_KEY)}), encoding="utf-8")
        self.seal_manifest()
