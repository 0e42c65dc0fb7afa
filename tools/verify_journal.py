#!/usr/bin/env python3
"""Verifies an evidence bundle of a Taquilla station alone: `python -I verify_journal.py BUNDLE [--witness FILE]`.

Needs Python 3.11 and the package `cryptography`: no other file of the project, no key of the station, no network. It
names the first bad record by one of the words in `FLAWS`, and ends with 0 when there is none, otherwise with 1.
The rules (F1 and so on) are numbered in docs/fiscal-rules.md; docs/evidence.md describes the bundle and its limits.
"""

import argparse
import base64
import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FLAWS = {
    "bad_hash": (
        "el registro no es el que se firmó, o no sigue al anterior",
        "not the record that was signed, or it does not follow the one before",
    ),
    "bad_sig": ("la firma no corresponde a la clave", "the signature does not belong to the key"),
    "gap": ("falta un registro", "a record is missing"),
    "duplicate": ("está dos veces", "it is present twice"),
    "clock_back": ("un documento es anterior al que le precede", "a document is earlier than the one before it"),
    "total_mismatch": (
        "montos o impuestos no son los que resultan al calcularlos de nuevo",
        "amounts or taxes differ from those computed anew",
    ),
    "gt_mismatch": (
        "el total perpetuo no es la suma de los documentos",
        "the perpetual total is not the sum of the documents",
    ),
    "unknown_key": (
        "la clave no es la de la estación ni la de su central",
        "the key is neither that of the station nor that of its head office",
    ),
    "truncated_vs_last_known_head": (
        "al diario le falta el final: una prueba posterior conoce más registros",
        "the end of the journal is missing: later evidence knows more records",
    ),
    "Z_sum_mismatch": (
        "el cierre no es la suma de sus documentos",
        "the closing is not the sum of its documents",
    ),
    "number_gap": ("se saltó un número de documento", "a document number was skipped"),
    "number_outside_block": (
        "el número o el número de control no es de un bloque asignado",
        "the number or the control number is of no block that was granted",
    ),
    "print_without_record": ("un papel que no está en el diario", "a paper that the journal does not have"),
}
TEXTS = {
    "ok": (
        "registros: {entries} · documentos: {documents} · cierres Z: {reports} · vidas: {lives}",
        "records: {entries} · documents: {documents} · Z reports: {reports} · lives: {lives}",
    ),
    "rates": ("tasas usadas (documentos): {rates}", "rates used (documents): {rates}"),
    "end": (
        "Último registro: {end}. Último que firmó la central: {head}. Con --witness se ve si falta algo después.",
        "Last record: {end}. Last one that HQ signed: {head}. With --witness you see whether later ones are missing.",
    ),
    "no_head": ("ninguno", "none"),
    "unreadable": ("no se pudo leer: {cause}", "cannot be read: {cause}"),
    "about": (
        "Comprueba por sí solo las pruebas de una estación de Taquilla.",
        "Verifies the evidence of a Taquilla station alone.",
    ),
    "bundle": ("carpeta que escribió «taquilla evidence»", "folder that `taquilla evidence` wrote"),
    "witness": (
        (
            "archivo con una prueba posterior: una línea de heads.jsonl o reports.jsonl, el texto del QR de una"
            " factura, o posición y hash de un Z en papel; se puede repetir"
        ),
        (
            "file with later evidence: a line of heads.jsonl or reports.jsonl, the text of the QR of an invoice,"
            " or position and hash of a Z on paper; may be repeated"
        ),
    ),
    "key": (
        "clave pública (hex) que se conoce por otra vía; se puede repetir",
        "public key (hex) known from elsewhere; may be repeated",
    ),
}
CARACAS = timezone(timedelta(hours=-4))  # since 1 May 2016; documents of this program are later
DIGITS = {"CLP": 0, "JPY": 0, "KRW": 0, "PYG": 0, "VND": 0, "BHD": 3, "KWD": 3, "TND": 3}
CASH = {"cash_ves", "cash_usd", "cash_eur"}
PERCEIVED = {"cash_usd", "cash_eur", "zelle", "usdt"}  # the issuer perceives IGTF on these (F12)
METHODS = CASH | PERCEIVED | {"card_ves", "pago_movil", "transfer_ves", "card_usd", "exchange"}
KINDS = ("invoice", "debit_note", "credit_note")
ISSUES = {"sale_recorded/1": "invoice", "tickets_refunded/1": "credit_note"}
"""The facts that issue a document whose figures are computed anew, with the kind of the document."""
FEE = "Cargo por servicio"
NO_HASH = "00" * 32
Json = dict[str, Any]
MALFORMED = (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError, RecursionError)
"""What reading a record raises that is not of this format."""


class Wrong(Exception):
    """The first bad record: the word of its flaw, its name, and the values that differ."""

    def __init__(self, flaw: str, record: str, detail: str = "") -> None:
        super().__init__(flaw, record, detail)
        self.flaw, self.record, self.detail = flaw, record, detail


@dataclass(frozen=True)
class Entry:
    """An entry of the journal; `fact` is what the station did, `offset` is where its line begins in the file."""

    epoch: int
    seq: int
    hash: str
    head: Json
    fact: Json
    offset: int

    @property
    def document(self) -> Json | None:
        """The fiscal document that the entry issued."""
        document = self.fact.get("document")
        return document if isinstance(document, dict) else None

    @property
    def name(self) -> str:
        """Life, number, and the document: 1/57 A-00000012."""
        number = f" {self.document['series']}-{self.document['number']:08d}" if self.document else ""
        return f"{self.epoch}/{self.seq}{number}"


def must(flaw: str, record: str, name: str, stated: object, computed: object) -> None:
    """Raise Wrong unless what is stated is what was computed."""
    if stated != computed:
        raise Wrong(flaw, record, f"{name}: {stated} != {computed}")


# -------------------------------------------------------------------------------------------------- reading


def canonical(value: object) -> bytes:
    """RFC 8785, for values without floats."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def is_signed(key: str, content: bytes, signature: str) -> bool:
    """Whether the key (hex) made the signature (hex) of these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True)
class Bundle:
    """The folder with its small files read. `trusted` are keys that the auditor knows from elsewhere."""

    folder: Path
    manifest: Json
    keys: Json
    trusted: frozenset[str]

    @classmethod
    def open(cls, folder: Path, trusted: Iterable[str]) -> "Bundle":
        """Read the manifest and the keys. Raises OSError or ValueError."""
        manifest, keys = (json.loads((folder / name).read_bytes()) for name in ("manifest.json", "keys.json"))
        return cls(folder, manifest, keys, frozenset(key.lower() for key in trusted))

    def key_of(self, epoch: int) -> str:
        """The public key of a life; empty for an unknown one."""
        return next((life["public_key"] for life in self.keys["lives"] if life["epoch"] == epoch), "")

    def rows(self, name: str) -> Iterator[tuple[str, int, Json]]:
        """The lines of a file with their names and where each begins. Raises Wrong without the file."""
        if not (self.folder / name).exists():
            raise Wrong("gap", name)
        offset = 0
        with (self.folder / name).open("rb") as stream:
            for number, line in enumerate(stream, 1):
                try:
                    yield f"{name} {number}", offset, json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise Wrong("bad_hash", f"{name} {number}", str(error)) from error
                offset += len(line)

    def lines(self, name: str) -> Iterator[tuple[str, Json]]:
        """The lines of a file with their names."""
        return ((line, value) for line, _, value in self.rows(name))

    def fact_at(self, offset: int) -> Json:
        """The fact of an entry that was read before: a long journal does not fit into memory."""
        with (self.folder / "journal.jsonl").open("rb") as stream:
            stream.seek(offset)
            fact: Json = json.loads(json.loads(stream.readline())["body"])["body"]
        return fact

    def check_files(self) -> None:
        """Compare each file with its SHA-256 in the manifest, which the station signed in its last life."""
        for name, sha256 in sorted(self.manifest["files"].items()):
            path = self.folder / Path(name).name
            stored = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""
            must("bad_hash", name, "sha256", stored, sha256)
        signed = canonical({key: value for key, value in self.manifest.items() if key != "signature"})
        last = self.key_of(max(life["epoch"] for life in self.keys["lives"]))
        if not is_signed(last, signed, self.manifest["signature"]):
            raise Wrong("bad_sig", "manifest.json")


@dataclass
class Chain:
    """The entries as they were signed: hashes, signatures, sequence, and how each life begins."""

    bundle: Bundle
    hashes: dict[tuple[int, int], str] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)

    def entries(self) -> Iterator[Entry]:
        """Each entry once, checked. Raises Wrong."""
        life: int | None = None
        for name, offset, line in self.bundle.rows("journal.jsonl"):
            try:
                entry = self._entry(line, offset)
            except MALFORMED as error:
                raise Wrong("bad_hash", name, repr(error)) from error
            if entry.epoch != life:
                self._begin(entry)
                life = entry.epoch
            self.hashes[entry.epoch, entry.seq] = entry.hash
            self.ends[entry.epoch] = entry.seq
            yield entry

    def _entry(self, line: Json, offset: int) -> Entry:
        epoch, seq = line["epoch"], line["seq"]
        name, before = f"{epoch}/{seq}", self.ends.get(epoch, 0)
        if seq <= before:
            raise Wrong("duplicate", name)
        must("gap", f"{epoch}/{before + 1}", "seq", seq, before + 1)
        raw = line["body"].encode("utf-8", "surrogateescape")
        must("bad_hash", name, "hash", line["hash"], hashlib.sha256(raw).hexdigest())
        head = json.loads(raw)
        must("bad_hash", name, "RFC 8785", raw, canonical(head))
        identity = [head["v"], head["tenant"], head["station"], head["epoch"], head["seq"]]
        must(
            "bad_hash", name, "head", identity, [1, self.bundle.keys["tenant"], self.bundle.keys["station"], epoch, seq]
        )
        must("bad_hash", name, "prev", head["prev"], self.hashes.get((epoch, before), NO_HASH))
        self._check_key(head["body"], epoch, seq)
        if not is_signed(self.bundle.key_of(epoch), bytes.fromhex(line["hash"]), line["signature"]):
            raise Wrong("bad_sig", name)
        return Entry(epoch, seq, line["hash"], head, head["body"], offset)

    def _check_key(self, fact: Json, epoch: int, seq: int) -> None:
        """The first entry of a life names the key that signs it; the auditor's own keys decide when they are given."""
        key = self.bundle.key_of(epoch)
        if seq == 1:
            must("unknown_key", f"{epoch}/1", "public_key", fact.get("public_key"), key)
        if not key or (self.bundle.trusted and key not in self.bundle.trusted):
            raise Wrong("unknown_key", f"{epoch}/{seq}", key)

    def _begin(self, first: Entry) -> None:
        """A later life names the last entry of the life before: a witness of its end."""
        if first.epoch < max(self.ends, default=0):
            raise Wrong("gap", first.name, "epoch")
        if previous := first.fact.get("previous"):
            self.compare(f"{first.epoch}/1", previous["epoch"], previous["seq"], previous["hash"])

    def compare(self, record: str, epoch: int, seq: int, hash_: str) -> None:
        """Compare a position and the (beginning of the) hash of its entry that a witness knows."""
        if seq > self.ends.get(epoch, 0):
            raise Wrong(
                "truncated_vs_last_known_head", f"{epoch}/{self.ends.get(epoch, 0)}", f"{record}: {epoch}/{seq}"
            )
        if seq:
            here = self.hashes[epoch, seq]
            must("bad_hash", f"{epoch}/{seq}", record, hash_.lower(), here[: len(hash_)])


# ------------------------------------------------------------------------------------------- numbers, clock


@dataclass
class Block:
    """Numbers of a series granted to one life: `next` is the one to use, those after `last` were returned."""

    epoch: int
    grant: Json
    next: int
    last: int


@dataclass
class Forms:
    """Pre-printed forms that came with a block: those below `next` are used."""

    identifier: str
    next: int
    last: int


def bases(series: str) -> list[str]:
    """A series, and the series of invoices of which it may have the notes (F34)."""
    return [series, *(series.removeprefix(word) for word in ("NC", "ND") if series.startswith(word))]


@dataclass
class Numbers:
    """Documents are numbered without gaps from granted blocks, on their own forms, and their clock never goes back."""

    bundle: Bundle
    blocks: dict[str, Block] = field(default_factory=dict)
    used: set[tuple[str, str]] = field(default_factory=set)
    latest: dict[int, datetime] = field(default_factory=dict)
    forms: dict[tuple[int, str], list[Forms]] = field(default_factory=dict)
    present: dict[str, tuple[str, str]] = field(default_factory=dict)  # issuer and control number by document
    documents: int = 0

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        match entry.fact["kind"]:
            case "numbers_accepted/1":
                self._accept(entry, entry.fact["grant"])
            case "numbers_returned/1":
                block = self.blocks.get(entry.fact["grant_id"])
                first, last = entry.fact["first"], entry.fact["last"]
                if not block or block.epoch != entry.epoch or not block.next <= first <= last == block.last:
                    raise Wrong("number_outside_block", entry.name, f"{first}-{last}")
                block.last = first - 1
        self._spoil(entry, entry.fact)
        if entry.document is not None:
            self._issue(entry, entry.document)

    def _spoil(self, entry: Entry, fact: Json) -> None:
        """Only the next forms are spoiled, and a document leaves its form for the next one (F47)."""
        if fact["kind"] == "forms_spoiled/1":
            identifier, first = fact["first_control"].split("-")
            for number in range(int(first), int(fact["last_control"].split("-")[1]) + 1):
                spoiled, following = f"{identifier}-{number:08d}", self._next_form(entry.epoch, fact["series"])
                must("number_outside_block", entry.name, "first_control", spoiled, following)
        elif fact["kind"] == "form_replaced/1":
            rif, control = self.present.get(fact["document_id"], ("", ""))
            stated, new = [fact["spoiled"], fact["control_number"]], self._next_form(entry.epoch, fact["series"])
            must("number_outside_block", entry.name, "control_number", stated, [control, new])
            if (rif + " ", new) in self.used:
                raise Wrong("duplicate", entry.name, new)
            self.used.add((rif + " ", new))
            self.present[fact["document_id"]] = (rif, new)

    def _accept(self, entry: Entry, grant: Json) -> None:
        for other in self.blocks.values():
            if (
                other.grant["series"] == grant["series"]
                and other.grant["first"] <= grant["last"]
                and grant["first"] <= other.last
            ):
                raise Wrong("duplicate", entry.name, f"{grant['series']} {grant['first']}-{grant['last']}")
        # HQ signs what it grants. Without an HQ the numbers come from the set-up file and have no seal.
        keys = self.bundle.keys
        sealed = {"tenant": keys["tenant"], "station": keys["station"], "epoch": entry.epoch, "kind": "NumberGrant"}
        if keys["hq"] and not is_signed(keys["hq"], canonical({**sealed, "grant": grant}), entry.fact["certificate"]):
            raise Wrong("number_outside_block", entry.name, "certificate")
        self.blocks[grant["id"]] = Block(entry.epoch, grant, grant["first"], grant["last"])
        if grant["first_control"]:
            identifier, first = grant["first_control"].split("-")
            count = grant["last"] - grant["first"] + 1
            run = Forms(identifier, int(first), int(first) + count - 1)
            self.forms.setdefault((entry.epoch, grant["series"]), []).append(run)

    def _issue(self, entry: Entry, document: Json) -> None:
        series, number, control = document["series"], document["number"], document["control_number"]
        for key in ((series, str(number)), *([(document["issuer"]["rif"] + " ", control)] if control else [])):
            if key in self.used:
                raise Wrong("duplicate", entry.name, key[1])
            self.used.add(key)
        own = [b for b in self.blocks.values() if (b.epoch, b.grant["series"]) == (entry.epoch, series)]
        block = next((b for b in own if b.grant["first"] <= number <= b.last), None)
        if block is None:
            raise Wrong("number_outside_block", entry.name)
        # F21: a station uses up its lowest block before it begins the next one.
        lowest = min((b for b in own if b.next <= b.last), key=lambda b: b.next, default=block)
        must("number_gap", entry.name, series, number, lowest.next)
        block.next = number + 1
        must("number_outside_block", entry.name, "control_number", control, self._next_form(entry.epoch, series))
        self.present[document["id"]] = (document["issuer"]["rif"], control)
        at, before = instant(document["issued_at"]), self.latest.get(entry.epoch)
        if before is not None and at < before:
            raise Wrong("clock_back", entry.name, f"{at} < {before}")
        must("clock_back", entry.name, "issued_at", document["issued_at"], entry.head["at"])
        self.latest[entry.epoch] = at
        self.documents += 1

    def _next_form(self, epoch: int, series: str) -> str:
        """Take the next form of the station: its notes are on the forms of its invoices (F22)."""
        own = next((self.forms[key] for code in bases(series) if (key := (epoch, code)) in self.forms), [])
        while own and own[0].next > own[0].last:
            del own[0]
        if not own:
            return ""
        run = own[0]
        run.next += 1
        return f"{run.identifier}-{run.next - 1:08d}"


# ----------------------------------------------------------------------------------------------------- money


def half_up(value: Fraction) -> int:
    """Round to an integer, halves away from zero (F1)."""
    rounded = (2 * abs(value.numerator) + value.denominator) // (2 * value.denominator)
    return rounded if value >= 0 else -rounded


def exact(text: str) -> Fraction:
    """A rate as it is written: 0.16 or 857.00580000. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", text):
        raise ValueError(text)
    return Fraction(text)


def ves(amount: Json) -> int:
    """An amount in céntimos. Raises ValueError for another currency."""
    if amount["currency"] != "VES" or not isinstance(amount["minor"], int):
        raise ValueError(f"not in VES: {amount}")
    return int(amount["minor"])


def total(amounts: Iterable[Json]) -> int:
    """The sum of amounts in bolívares."""
    return sum(ves(amount) for amount in amounts)


class Rates:
    """The exchange rates that are stored with a sale (F2, F4)."""

    def __init__(self, stored: Json) -> None:
        self.values = {rate["currency"]: exact(rate["value"]) for rate in stored["rates"]}

    def to_ves(self, amount: Json) -> int:
        """Céntimos, rounded once."""
        if amount["currency"] == "VES":
            return ves(amount)
        unit = 10 ** DIGITS.get(amount["currency"], 2)
        return half_up(Fraction(amount["minor"], unit) * self.values[amount["currency"]] * 100)


def tax_lines(document: Json) -> list[tuple[str, Fraction, int, int]]:
    """Category, rate, base and tax of each rate of a document."""
    return [(tax["category"], exact(tax["rate"]), ves(tax["base"]), ves(tax["tax"])) for tax in document["taxes"]]


def sum_of(lines: Iterable[tuple[Json, int]], category: str, *, included: bool | None = None) -> int:
    """The sum of the amounts of lines of a category, of those with their tax included or on top, or of both."""
    return sum(amount for line, amount in lines if line["tax"] == category and included in {None, line["tax_included"]})


@dataclass
class Sold:
    """An invoice with its sale, and what credit notes have taken of it: by rate, by line, and of the IGTF."""

    sale: Json
    invoice: Json
    taken: Counter[str] = field(default_factory=Counter)
    of_line: Counter[int] = field(default_factory=Counter)
    tickets: set[str] = field(default_factory=set)

    def left(self, key: str, of_invoice: int) -> int:
        """What no note has taken of a figure of the invoice."""
        return of_invoice - self.taken[key]

    @property
    def lines_left(self) -> list[tuple[Json, int]]:
        """Each line with what no note has taken of it."""
        return [(line, ves(line["total_ves"]) - self.of_line[i]) for i, line in enumerate(self.sale["lines"])]


@dataclass
class Figures:
    """Lines, taxes, IGTF, payments and change of each sale, and each credit note, computed anew."""

    bundle: Bundle
    sales: dict[str, int] = field(default_factory=dict)
    refunded: dict[str, Sold] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    before: Entry | None = None
    rates: Counter[tuple[str, str]] = field(default_factory=Counter)
    moved: dict[str, str] = field(default_factory=dict)  # the present control number of a document on another form

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        if entry.fact["kind"] == "form_replaced/1":
            self.moved[entry.fact["document_id"]] = entry.fact["control_number"]
        must("total_mismatch", entry.name, "exchange", *_exchanged(entry, self.before))
        self.before = entry
        _follow_right(self, entry.fact)
        document = entry.document
        if document is None:
            return
        parts = sum(base + tax for _, _, base, tax in tax_lines(document)) + ves(document["exempt"])
        self._must(entry, "document.total", ves(document["total"]), parts)
        self.rates.update((tax["category"], tax["rate"]) for tax in document["taxes"])
        if document["igtf"]["minor"]:
            self.rates["IGTF", (entry.fact.get("sale") or entry.fact["refund"])["igtf_rate"]] += 1
        if (kind := ISSUES.get(entry.fact["kind"])) is None:
            return
        self._must(entry, "document.kind", document["kind"], kind)
        if kind == "invoice":
            self._sale(entry, entry.fact["sale"], document)
        else:
            self._note(entry, entry.fact["refund"], document)

    @staticmethod
    def _must(entry: Entry, name: str, stated: object, computed: object) -> None:
        must("total_mismatch", entry.name, name, stated, computed)

    @staticmethod
    def _holds(entry: Entry, name: str, condition: object) -> None:
        if not condition:
            raise Wrong("total_mismatch", entry.name, name)

    def _sale(self, entry: Entry, sale: Json, document: Json) -> None:
        if sale["id"] in self.sales:
            raise Wrong("duplicate", entry.name, sale["id"])
        rates = Rates(sale["rates"])
        for line in sale["lines"]:
            self._must(
                entry, f"unit_ves ({line['description']})", ves(line["unit_ves"]), rates.to_ves(line["unit_price"])
            )
            self._must(
                entry,
                f"total_ves ({line['description']})",
                ves(line["total_ves"]),
                ves(line["unit_ves"]) * line["quantity"],
            )
        self._must(entry, "lines", *_tickets_and_lines(sale))
        self._must(
            entry,
            "sale.taxes",
            sale["taxes"],
            {"exempt": document["exempt"], "lines": document["taxes"], "total": document["total"]},
        )
        self._must(entry, "document.taxes", (ves(document["exempt"]), tax_lines(document)), _taxes(sale, document))
        stated = [
            document["sale_id"],
            document["issued_at"],
            document["igtf_base"],
            document["igtf"],
            document["customer"],
        ]
        self._must(
            entry, "document", stated, [sale["id"], sale["sold_at"], sale["igtf_base"], sale["igtf"], sale["customer"]]
        )
        self._payments(entry, sale, document, rates)
        _check_change(entry, sale, document, rates)
        self.sales[sale["id"]] = entry.offset

    def _payments(self, entry: Entry, sale: Json, document: Json, rates: Rates) -> None:
        """IGTF by the order of payment (F13, F14), and the last electronic payment to its cent (F18)."""
        rate, remaining, bases, paid = exact(sale["igtf_rate"]), ves(document["total"]), [], []
        if rate:
            self._holds(entry, "igtf_rate", _is_special(document["issuer"], document["issued_at"]))
        for payment in sale["payments"]:
            self._holds(entry, "method", payment["method"] in METHODS)
            worth = rates.to_ves(payment["amount"])
            used = min(worth, remaining)
            bases.append(used if rate and payment["method"] in PERCEIVED else 0)
            paid.append(worth)
            remaining -= used
        igtf = half_up(sum(bases) * rate)
        last = sale["payments"][-1] if sale["payments"] else None
        missing = ves(document["total"]) + igtf - sum(paid)
        if last and last["method"] not in CASH and last["amount"]["currency"] != "VES":
            cent = rates.to_ves({"currency": last["amount"]["currency"], "minor": 1})
            paid[-1] += missing if abs(missing) < cent else 0
        self._must(entry, "payments.igtf_base", [ves(p["igtf_base"]) for p in sale["payments"]], bases)
        self._must(entry, "payments.ves", [ves(p["ves"]) for p in sale["payments"]], paid)
        self._must(entry, "document.igtf", [ves(document["igtf_base"]), ves(document["igtf"])], [sum(bases), igtf])

    def _note(self, entry: Entry, refund: Json, note: Json) -> None:
        """A credit note takes of its invoice what is left of it at most (F34 to F38)."""
        sold = self._sold(entry, refund["sale_id"])
        invoice = sold.invoice
        affected = {
            "id": invoice["id"], "number": f"{invoice['series']}-{invoice['number']:08d}",
            "control_number": self.moved.get(invoice["id"], invoice["control_number"]),
            "issued_at": invoice["issued_at"],
            "total": {"currency": "VES", "minor": ves(invoice["total"]) + ves(invoice["igtf"])},
        }  # fmt: skip
        self._must(entry, "refund.invoice", refund["invoice"], affected)
        stated = [refund["rates"], refund["igtf_rate"], note["issuer"], note["customer"], note["sale_id"]]
        known = [sold.sale["rates"], sold.sale["igtf_rate"], invoice["issuer"], invoice["customer"], sold.sale["id"]]
        self._must(entry, "refund", stated, known)
        self._note_lines(entry, refund, sold)
        lines = [(sold.sale["lines"][line["line"]], ves(line["total_ves"])) for line in refund["lines"]]
        figures = _note_figures(sold, lines, exact(refund["igtf_rate"]))
        self._must(entry, "document.taxes", (ves(note["exempt"]), tax_lines(note)), figures[:2])
        self._must(entry, "document.igtf", (ves(note["igtf_base"]), ves(note["igtf"])), figures[2:])
        given = total(part["ves"] for part in refund["given_back"])
        self._must(entry, "given_back", given, ves(note["total"]) + ves(note["igtf"]))
        _take(sold, note, refund)

    def _sold(self, entry: Entry, sale_id: str) -> Sold:
        """The sale that a note is about, with what earlier notes took of it."""
        if sale_id in self.away or (sale_id not in self.sales and sale_id not in self.refunded):
            raise Wrong("total_mismatch", entry.name, f"sale {sale_id}")
        if sale_id not in self.refunded:
            fact = self.bundle.fact_at(self.sales[sale_id])
            self.refunded[sale_id] = Sold(fact["sale"], fact["document"])
        return self.refunded[sale_id]

    def _note_lines(self, entry: Entry, refund: Json, sold: Sold) -> None:
        of_sale = {ticket["id"] for ticket in sold.sale["tickets"]}
        for ticket in refund["tickets"]:
            if ticket["id"] in sold.tickets:
                raise Wrong("duplicate", entry.name, ticket["code"])
            self._holds(entry, f"ticket {ticket['code']}", ticket["id"] in of_sale)
            sold.tickets.add(ticket["id"])
        parts = sum(ves(ticket["amount"]) + ves(ticket["fee"]) for ticket in refund["tickets"])
        self._must(entry, "refund.lines", total(line["total_ves"] for line in refund["lines"]), parts)
        quantity = sum(line["quantity"] for line in refund["lines"] if line["description"] != FEE)
        self._must(entry, "refund.lines.quantity", quantity, len(refund["tickets"]))
        for line in refund["lines"]:
            sold_line, left = sold.lines_left[line["line"]]
            most = min(left, ves(sold_line["unit_ves"]) * line["quantity"])
            self._holds(entry, f"refund.lines ({line['description']})", 0 <= ves(line["total_ves"]) <= most)
            self._must(entry, "unit_price", line["unit_price"], sold_line["unit_price"])


def _check_change(entry: Entry, sale: Json, document: Json, rates: Rates) -> None:
    """What was paid beyond the invoice went back from cash (F15 to F17)."""
    excess = sum(ves(p["ves"]) for p in sale["payments"]) - ves(document["total"]) - ves(document["igtf"])
    cash = sum(ves(p["ves"]) for p in sale["payments"] if p["method"] in CASH)
    if not 0 <= excess <= cash or total(part["ves"] for part in sale["change"]) != excess:
        raise Wrong("total_mismatch", entry.name, f"change: {excess}")
    for part in sale["change"]:
        must("total_mismatch", entry.name, "change.ves", ves(part["ves"]), rates.to_ves(part["amount"]))
        if part["amount"]["currency"] != "VES":
            must("total_mismatch", entry.name, "change.amount", part["amount"]["minor"] % 100, 0)


def _exchanged(entry: Entry, before: Entry | None) -> tuple[list[Any], list[Any]]:
    """What a credit note pays of a sale, and what the refund directly before it applied to that sale (F44)."""
    sale = entry.fact["sale"] if entry.fact["kind"] == "sale_recorded/1" else {"payments": []}
    by_note = [payment for payment in sale["payments"] if payment["method"] == "exchange"]
    paid = [(sale["cashier_id"], p["references"]["reference"], ves(p["ves"])) for p in by_note]
    if before is None or before.fact["kind"] != "tickets_refunded/1":
        return paid, []
    refund = before.fact["refund"]
    parts = [ves(part["ves"]) for part in refund["given_back"] if part["method"] == "exchange"]
    return paid, [(refund["cashier_id"], before.name.split()[-1], sum(parts))] if parts else []


def _tickets_and_lines(sale: Json) -> tuple[Counter[str], Counter[str]]:
    """Each ticket and each fee with its price: as the tickets have them, and as the lines have them."""
    of_tickets: Counter[str] = Counter()
    for ticket in sale["tickets"]:
        place, price = ticket["place"], ticket["price"]
        of_tickets[f"{place['event']} · {place['zone']} · {ticket['ticket_type']} {price['amount']}"] += 1
        if price["fee"]["minor"]:
            of_tickets[f"{FEE} {price['fee']}"] += 1
    of_lines: Counter[str] = Counter()
    for line in sale["lines"]:
        of_lines[f"{line['description']} {line['unit_price']}"] += line["quantity"]
    return of_tickets, of_lines


def _taxes(sale: Json, document: Json) -> tuple[int, list[tuple[str, Fraction, int, int]]]:
    """What is exempt, and each rate: rounded once for the lines with their tax and once for those without (F8)."""
    lines = [(line, ves(line["total_ves"])) for line in sale["lines"]]
    rates = {category: rate for category, rate, _, _ in tax_lines(document)}
    computed = []
    for category in sorted({line["tax"] for line, _ in lines} - {"E"}):
        inside, on_top = (sum_of(lines, category, included=included) for included in (True, False))
        base = half_up(inside / (1 + rates[category]))
        tax = inside - base + half_up(on_top * rates[category])
        computed.append((category, rates[category], base + on_top, tax))
    return sum_of(lines, "E"), computed


def _note_figures(sold: Sold, lines: list[tuple[Json, int]], igtf_rate: Fraction) -> tuple[int, list[Any], int, int]:
    """What is exempt, each rate, base of IGTF and IGTF of the next note; the last one takes the residual (F37, F38)."""
    computed = []
    for category, rate, base, tax in tax_lines(sold.invoice):
        inside, on_top = (sum_of(lines, category, included=included) for included in (True, False))
        if inside or on_top:
            left = sold.left(f"base {category}", base), sold.left(f"tax {category}", tax)
            computed.append((category, rate, *_note_rate(sold, (category, rate, *left), inside, on_top)))
    exempt = sum_of(lines, "E")
    note = exempt + sum(base + tax for _, _, base, tax in computed)
    invoice = sold.invoice
    base_left = sold.left("igtf_base", ves(invoice["igtf_base"]))
    igtf_left = sold.left("igtf", ves(invoice["igtf"]))
    if note == sold.left("total", ves(invoice["total"])):
        return exempt, computed, base_left, igtf_left
    base = min(half_up(Fraction(ves(invoice["igtf_base"]) * note, ves(invoice["total"]))), base_left)
    return exempt, computed, base, min(half_up(base * igtf_rate), igtf_left)


def _note_rate(sold: Sold, left: tuple[str, Fraction, int, int], inside: int, on_top: int) -> tuple[int, int]:
    """Base and tax of one rate of a note, of which `left` is left on the invoice."""
    category, rate, base_left, tax_left = left
    top_left = sum_of(sold.lines_left, category, included=False)
    inside_left = sum_of(sold.lines_left, category, included=True)
    inside_base_left = base_left - top_left
    inside_tax_left = inside_left - inside_base_left
    base = min(max(half_up(inside / (1 + rate)), inside - inside_tax_left), inside_base_left) if inside else 0
    tax, rest = inside - base, tax_left - inside_tax_left
    if on_top:
        tax += rest if on_top == top_left else min(half_up(on_top * rate), rest)
    return base + on_top, tax


def _follow_right(figures: Figures, fact: Json) -> None:
    """A sale that HQ lends for one refund comes with its invoice and its notes; then the right is away again."""
    if fact["kind"] == "refund_right_accepted/1":
        lent = fact["grant"]["sold"]
        sold = Sold(lent["sale"], lent["invoice"])
        for refund, note in zip(lent["refunds"], lent["notes"], strict=True):
            sold.tickets.update(ticket["id"] for ticket in refund["tickets"])
            _take(sold, note, refund)
        figures.refunded[lent["sale"]["id"]] = sold
        figures.away.discard(lent["sale"]["id"])
    elif fact["kind"] == "refund_right_returned/1":
        figures.away.add(fact["sale_id"])


def _take(sold: Sold, note: Json, refund: Json) -> None:
    """Note what a credit note took of its invoice."""
    for line in refund["lines"]:
        sold.of_line[line["line"]] += ves(line["total_ves"])
    for category, _, base, tax in tax_lines(note):
        sold.taken[f"base {category}"] += base
        sold.taken[f"tax {category}"] += tax
    for name in ("total", "igtf_base", "igtf"):
        sold.taken[name] += ves(note[name])


def _is_special(issuer: Json, at: str) -> bool:
    """Whether the issuer perceives IGTF on the day of a document (F11)."""
    day, start, end = caracas_day(at), issuer["special_taxpayer_from"], issuer["special_taxpayer_to"]
    return start is not None and start <= day and (end is None or day <= end)


def instant(at: str) -> datetime:
    """An instant as entries have it: 2026-11-30T14:00:00.123456Z."""
    return datetime.fromisoformat(at)


def caracas_day(at: str) -> str:
    """The day in Caracas of an instant: 2026-11-30."""
    return instant(at).astimezone(CARACAS).date().isoformat()


# ----------------------------------------------------------------------------------------- closings, papers


@dataclass
class Closings:
    """X and Z are sums of the documents since the last Z, by class; perpetual totals only grow (F28 to F31, F39)."""

    number: int = 0
    perpetual: dict[str, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in KINDS})
    documents: list[Json] = field(default_factory=list)
    money: dict[str, list[Json]] = field(default_factory=lambda: {"payments": [], "change": [], "given_back": []})
    moved: list[Json] = field(default_factory=list)
    spoiled: list[Json] = field(default_factory=list)
    rates: list[Json] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)
    z_facts: dict[tuple[int, int], Json] = field(default_factory=dict)

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        fact = entry.fact
        self.documents += [entry.document] if entry.document is not None else []
        self.counted[fact["kind"]] += 1
        self.spoiled += spoiled_forms(fact)
        match fact["kind"]:
            case "form_replaced/1":
                self._print_on_another_form(fact)
            case "sale_recorded/1":
                self._sell(fact["sale"])
            case "tickets_refunded/1":
                self.money["given_back"] += fact["refund"]["given_back"]
            case "organiser_gift_made/1":
                self.counted["given"] += len(fact["gift"]["tickets"])
            case "cash_moved/1":
                self.moved.append(fact["movement"])
            case "till_exceeded/1":
                self.counted["refused" if fact["approved_by"] is None else "approved"] += 1
            case "report_taken/1":
                self._span(entry, fact)
                self._report(entry, fact["report"], fact.get("notes"))

    def _sell(self, sale: Json) -> None:
        self.money["payments"] += sale["payments"]
        self.money["change"] += sale["change"]
        self.rates += [rate for rate in sale["rates"]["rates"] if rate not in self.rates]

    def _print_on_another_form(self, fact: Json) -> None:
        for i, document in enumerate(self.documents):
            if document["id"] == fact["document_id"]:
                self.documents[i] = {**document, "control_number": fact["control_number"]}

    def _span(self, entry: Entry, fact: Json) -> None:
        """When the span began and ended, its business day (F32), and what else was counted in it."""
        report, name = fact["report"], f"{entry.epoch}/{entry.seq} {fact['report']['kind'].upper()}"
        first = self.documents[0]["issued_at"] if self.documents else None
        if self.documents and instant(report["taken_at"]) < instant(self.documents[-1]["issued_at"]):
            raise Wrong("clock_back", name, report["taken_at"])
        must("clock_back", name, "taken_at", report["taken_at"], entry.head["at"])
        day = caracas_day(first or report["taken_at"])
        must("Z_sum_mismatch", name, "business_date", [report["opened_at"], report["business_date"]], [first, day])
        must("Z_sum_mismatch", name, "rates", report["totals"]["rates"], self.rates)
        excesses = {word: self.counted[word] for word in ("refused", "approved")}
        must("Z_sum_mismatch", name, "excesses", fact.get("excesses"), excesses if any(excesses.values()) else None)
        must("Z_sum_mismatch", name, "gifts", fact.get("gifts", 0), self.counted["given"])
        must("Z_sum_mismatch", name, "spoiled", fact.get("spoiled", []), self.spoiled)

    def _report(self, entry: Entry, report: Json, notes: Json | None) -> None:
        name, totals = f"{entry.epoch}/{entry.seq} {report['kind'].upper()} {report['number']}", report["totals"]
        if report["number"] != self.number + 1:
            flaw = "gap" if report["number"] > self.number + 1 else "duplicate"
            raise Wrong(flaw, name, f"{report['number']} != {self.number + 1}")
        head = [report["head_epoch"], report["head_seq"], report["head_hash"]]
        must("bad_hash", name, "head", head, [entry.epoch, entry.seq - 1, entry.head["prev"]])
        reported = {group["kind"]: group for group in (notes["classes"] if notes else [])}
        reported["invoice"] = {"series": totals["series"], "perpetual": totals["perpetual"]}
        sums = dict(self.perpetual)
        for kind in KINDS:
            documents = [document for document in self.documents if document["kind"] == kind]
            sums[kind] = self.perpetual[kind] + _perpetual(documents)
            group = reported.get(kind, {"series": [], "perpetual": _written(Counter())})
            must("Z_sum_mismatch", name, f"{kind}.series", group["series"], _by_series(documents))
            must("gt_mismatch", name, f"{kind}.perpetual", group["perpetual"], _written(sums[kind]))
        given_back = notes["given_back"] if notes else []
        for word, stated in (
            ("payments", totals["payments"]),
            ("change", totals["change"]),
            ("given_back", given_back),
        ):
            must("Z_sum_mismatch", name, word, stated, _by_method(self.money[word]))
        must("Z_sum_mismatch", name, "movements", totals["movements"], _by_movement(self.moved))
        counts = [self.counted["document_reprinted/1"], self.counted["cart_voided/1"]]
        must("Z_sum_mismatch", name, "reprints, voids", [totals["reprints"], totals["voids"]], counts)
        if report["kind"] == "z":
            self.z_facts[entry.epoch, entry.seq] = entry.fact
            self.number, self.perpetual = report["number"], sums
            self.documents, self.moved, self.spoiled, self.rates, self.counted = [], [], [], [], Counter()
            self.money = {word: [] for word in self.money}

    def compare(self, lines: Iterable[tuple[str, Json]]) -> None:
        """Compare the file of Z reports with the journal."""
        kept = {(line["epoch"], line["seq"]): (name, line["fact"]) for name, line in lines}
        for position in sorted(self.z_facts.keys() | kept.keys()):
            name, fact = kept.get(position, (f"reports.jsonl {position[0]}/{position[1]}", None))
            if fact != self.z_facts.get(position):
                raise Wrong("Z_sum_mismatch", name)


def _by_series(documents: list[Json]) -> list[Json]:
    groups: dict[str, list[Json]] = {}
    for document in documents:
        groups.setdefault(document["series"], []).append(document)
    return [_series(series, sorted(group, key=lambda one: one["number"]), group) for series, group in groups.items()]


def _series(series: str, by_number: list[Json], in_order: list[Json]) -> Json:
    sums: Counter[tuple[str, str]] = Counter()
    rates: dict[str, str] = {}
    for document in in_order:
        for tax in document["taxes"]:
            rates[tax["category"]] = tax["rate"]
            sums[tax["category"], "base"] += ves(tax["base"])
            sums[tax["category"], "tax"] += ves(tax["tax"])
    taxes = [
        {"category": c, "rate": rates[c], "base": _ves(sums[c, "base"]), "tax": _ves(sums[c, "tax"])}
        for c in sorted(rates)
    ]
    first, last = by_number[0], by_number[-1]
    summed = {name: _ves(total(one[name] for one in in_order)) for name in ("exempt", "total", "igtf_base", "igtf")}
    return {
        "series": series, "first_number": first["number"], "last_number": last["number"],
        "first_control": first["control_number"], "last_control": last["control_number"], "count": len(in_order),
        "taxes": taxes, **summed,
    }  # fmt: skip


def _perpetual(documents: list[Json]) -> Counter[str]:
    igtf = total(one["igtf"] for one in documents)
    iva = total(tax["tax"] for one in documents for tax in one["taxes"])
    sales = total(one["total"] for one in documents) + igtf
    return Counter(documents=len(documents), sales=sales, iva=iva, igtf=igtf)


def _written(sums: Counter[str]) -> Json:
    return {"documents": sums["documents"], **{name: _ves(sums[name]) for name in ("sales", "iva", "igtf")}}


def _ves(minor: int) -> Json:
    return {"currency": "VES", "minor": minor}


def _by_method(parts: list[Json]) -> list[Json]:
    groups: dict[str, list[Json]] = {}
    for part in parts:
        groups.setdefault(part["method"], []).append(part)
    return [
        {
            "method": method, "count": len(group), "ves": _ves(total(part["ves"] for part in group)),
            "amount": {**group[-1]["amount"], "minor": sum(part["amount"]["minor"] for part in group)},
        }
        for method, group in sorted(groups.items())
    ]  # fmt: skip


def spoiled_forms(fact: Json) -> list[Json]:
    """The forms on which no document is after an act, as X and Z list them."""
    match fact["kind"]:
        case "form_replaced/1":
            return [{"first": fact["spoiled"], "last": fact["spoiled"]}]
        case "forms_spoiled/1":
            return [{"first": fact["first_control"], "last": fact["last_control"]}]
    return []


def _by_movement(moved: list[Json]) -> list[Json]:
    groups: dict[tuple[str, str], list[int]] = {}
    for movement in moved:
        amount = movement["amount"]
        groups.setdefault((movement["kind"], amount["currency"]), []).append(amount["minor"])
    return [
        {"kind": kind, "count": len(group), "amount": {"currency": currency, "minor": sum(group)}}
        for (kind, currency), group in sorted(groups.items())
    ]


@dataclass
class Papers:
    """Every paper that was printed is of a document that the journal has, and copies are counted from 1 (F25)."""

    copies: dict[str, int] = field(default_factory=dict)
    printed: dict[tuple[str, int], tuple[str, list[str]]] = field(default_factory=dict)

    def read(self, entry: Entry) -> None:
        """Take one entry into account. Raises Wrong."""
        if entry.document is not None:
            self.copies[entry.document["id"]] = 0
            stated = [f"{entry.epoch}.{entry.seq}", *_printed(entry.document)]
            self.printed[entry.document["series"], entry.document["number"]] = entry.name, stated
        if entry.fact["kind"] not in {"document_reprinted/1", "paper_settled/1"}:
            return
        document = entry.fact["document_id"]
        copy, before = entry.fact.get("copy_no", 0), self.copies.get(document)
        if before is None or copy > before + 1:
            raise Wrong("print_without_record", entry.name, f"{document} {copy or ''}".strip())
        self.copies[document] = max(before, copy)


def _printed(document: Json) -> tuple[str, str, str]:
    """What the code on the paper of a document has: issuer, day and total with IGTF."""
    minor = ves(document["total"]) + ves(document["igtf"])
    day = caracas_day(document["issued_at"]).replace("-", "")
    return document["issuer"]["rif"], day, f"{minor // 100}.{minor % 100:02d}"


# ------------------------------------------------------------------------------------------------- witnesses


@dataclass
class Witnesses:
    """Evidence beside the journal: heads that HQ countersigned, and what an auditor brings."""

    bundle: Bundle
    chain: Chain
    papers: Papers
    latest: str = ""

    def check(self, extra: Iterable[Path]) -> None:
        """Compare everything with the chain. Raises Wrong, and ValueError for a file that is no witness."""
        for head in self.bundle.manifest["heads"]:
            self.chain.compare("manifest.json", head["epoch"], head["seq"], head["hash"])
        for name, line in self.bundle.lines("heads.jsonl"):
            self._head(name, line)
        for path in extra:
            text = path.read_text(encoding="utf-8-sig")
            known = sum(self._line(path.name, line.strip()) for line in text.splitlines())
            if not known and not self._typed(path.name, text):
                raise ValueError(path.name)

    def _line(self, name: str, line: str) -> bool:
        """Whether a line is a witness, which is compared then."""
        if line.startswith("VE1:"):
            self._paper(name, line)
            return True
        if not line.startswith("{"):
            return False
        read = json.loads(line)
        if "seal" in read:
            self._head(name, read)
        else:
            self.chain.compare(name, read["epoch"], read["seq"], read["hash"])
        return True

    def _head(self, name: str, line: Json) -> None:
        """A head that HQ countersigned: the bytes of its acknowledgement, and its seal on them."""
        key, raw = self.bundle.keys["hq"], line["body"].encode("utf-8", "surrogateescape")
        if not key or (self.bundle.trusted and key not in self.bundle.trusted):
            raise Wrong("unknown_key", name, key)
        if not is_signed(key, raw, line["seal"]):
            raise Wrong("bad_sig", name)
        head = json.loads(raw)
        identity = [self.bundle.keys["tenant"], self.bundle.keys["station"]]
        must("unknown_key", name, "station", [head["tenant"], head["station"]], identity)
        self.chain.compare(name, head["epoch"], head["acknowledged"], head["head_hash"])
        self.latest = f"{head['epoch']}/{head['acknowledged']} ({head['server_time']})"

    def _paper(self, name: str, text: str) -> None:
        """The QR of an invoice or a credit note: its figures, position and hash, signed by the station."""
        signed, _, signature = text.rpartition(":")
        _, rif, series, number, day, amount, position, hash_ = signed.split(":")
        epoch, seq = (int(part) for part in position.split("."))
        keys = {life["public_key"] for life in self.bundle.keys["lives"]}
        raw = base64.b32decode(signature + "=" * (-len(signature) % 8)).hex()
        if not any(is_signed(key, signed.encode(), raw) for key in keys):
            raise Wrong("bad_sig", name, text)
        self.chain.compare(name, epoch, seq, hash_)
        here, fields = self.papers.printed.get((series, int(number)), ("", []))
        if not fields or fields[0] != position:
            raise Wrong("print_without_record", name, f"{series}-{number}")
        must("total_mismatch", here, name, [rif, day, amount], fields[1:])

    def _typed(self, name: str, text: str) -> bool:
        """Position and hash as a Z prints them: 1/456, and 64 letters and digits in any number of lines."""
        position = re.search(r"(\d+)/(\d+)", text)
        hash_ = "".join(re.findall(r"\b[0-9a-fA-F]{16,64}\b", text))
        if position is None or not hash_:
            return False
        self.chain.compare(name, int(position[1]), int(position[2]), hash_)
        return True


# ------------------------------------------------------------------------------------------------------ main


def verify(bundle: Bundle, witnesses: Iterable[Path]) -> dict[str, str]:
    """The words of the report on a sound bundle. Raises Wrong."""
    chain, numbers, figures, closings, papers = Chain(bundle), Numbers(bundle), Figures(bundle), Closings(), Papers()
    checks: list[Callable[[Entry], None]] = [numbers.read, figures.read, closings.read, papers.read]
    entries = 0
    for entry in chain.entries():
        entries += 1
        for check in checks:
            try:
                check(entry)
            except MALFORMED as error:
                raise Wrong("bad_hash", entry.name, repr(error)) from error
    closings.compare(bundle.lines("reports.jsonl"))
    evidence = Witnesses(bundle, chain, papers)
    evidence.check(witnesses)
    bundle.check_files()
    rates = ", ".join(f"{category} {rate} ({count})" for (category, rate), count in sorted(figures.rates.items()))
    end = max(chain.ends.items(), default=(0, 0))
    return {
        "entries": str(entries), "documents": str(numbers.documents), "reports": str(closings.number),
        "lives": str(len(chain.ends)), "rates": rates, "end": f"{end[0]}/{end[1]}", "head": evidence.latest,
    }  # fmt: skip


def language() -> int:
    """1 for English, 0 for Spanish: English is for whoever sets it, as in the program."""
    chosen = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return int(re.split(r"[_.@-]", chosen)[0].lower() == "en")


def main() -> int:
    """Verify a bundle and print the verdict; 0 for a sound one, otherwise 1."""
    tongue = language()
    parser = argparse.ArgumentParser(description=TEXTS["about"][tongue])
    parser.add_argument("bundle", type=Path, help=TEXTS["bundle"][tongue])
    parser.add_argument("--witness", type=Path, action="append", default=[], help=TEXTS["witness"][tongue])
    parser.add_argument("--key", action="append", default=[], help=TEXTS["key"][tongue])
    options = parser.parse_args()
    try:
        words = verify(Bundle.open(options.bundle, options.key), options.witness)
    except Wrong as wrong:
        print(f"verify_journal: {wrong.flaw} · {wrong.record} · {FLAWS[wrong.flaw][tongue]}")
        print(f"  {wrong.detail}" if wrong.detail else "", end="\n" if wrong.detail else "")
        return 1
    except (OSError, *MALFORMED) as error:
        print("verify_journal: " + TEXTS["unreadable"][tongue].format(cause=repr(error)))
        return 1
    words["head"] = words["head"] or TEXTS["no_head"][tongue]
    print("verify_journal: ok · " + TEXTS["ok"][tongue].format(**words))
    for name in ("rates", "end"):
        print("  " + TEXTS[name][tongue].format(**words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
