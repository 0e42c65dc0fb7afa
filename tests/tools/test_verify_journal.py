"""The verifier that stands alone: a sound bundle is ok, and each flaw is named with the first record that has it."""

import ast
import hashlib
import sys
from collections.abc import Callable
from typing import Any, get_args

import pytest

from domain.payments.methods import METHODS, IgtfAgent
from sync.facts import AnyFact
from sync.facts.issuing import issuing_kinds
from sync.journal import public_key
from tests.tools.bundles import OTHER_KEY, OWN_KEY, VERIFIER, Bundle, place, verdict


def test_a_sound_bundle_is_ok_in_both_languages(bundle: Bundle) -> None:
    spanish = verdict(bundle.folder, language="es_VE.UTF-8")
    english = verdict(bundle.folder)
    assert (spanish.code, english.code) == (0, 0)
    lines = bundle.lines()
    documents = sum('"document":{' in line["body"] for line in lines)
    counts = len(lines), documents, len(bundle.lines("reports.jsonl")), 2
    assert "registros: {} · documentos: {} · cierres Z: {} · vidas: {}".format(*counts) in spanish.text
    assert "records: {} · documents: {} · Z reports: {} · lives: {}".format(*counts) in english.text


def test_a_sound_bundle_that_the_station_signed_again_is_ok(bundle: Bundle) -> None:
    bundle.sign_again()
    assert verdict(bundle.folder).flaw == "ok"


def test_the_verifier_imports_the_standard_library_and_cryptography_alone() -> None:
    tree = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    modules = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    modules += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {module.split(".")[0] for module in modules} - sys.stdlib_module_names == {"cryptography"}


def test_the_verifier_knows_every_fact_that_issues_a_document_and_every_method() -> None:
    source = ast.parse(VERIFIER.read_text(encoding="utf-8"))
    constants: dict[str, Any] = {}
    for node in source.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name in {"ISSUES", "CASH", "PERCEIVED", "METHODS"}:
                constants[name] = eval(ast.unparse(node.value), {}, constants)  # noqa: S307  # our own constants
    of_a_release = {
        str(kind.__struct_config__.tag) for kind in get_args(AnyFact)
    }  # other tests make kinds of their own
    assert set(constants["ISSUES"]) == of_a_release.intersection(issuing_kinds())
    assert constants["METHODS"] == set(METHODS)
    assert constants["CASH"] == {code for code, method in METHODS.items() if method.is_cash}
    assert constants["PERCEIVED"] == {c for c, m in METHODS.items() if m.igtf_agent is IgtfAgent.ISSUER}


def edit_body(bundle: Bundle) -> str:
    lines, at = bundle.lines(), bundle.first_sale
    lines[at]["body"] = lines[at]["body"].replace('"quantity":2', '"quantity":3')
    bundle.put(lines)
    return place(lines[at])


def edit_body_and_hash(bundle: Bundle) -> str:
    edited = edit_body(bundle)
    lines, at = bundle.lines(), bundle.first_sale
    lines[at]["hash"] = hashlib.sha256(lines[at]["body"].encode()).hexdigest()
    bundle.put(lines)
    return edited


def swap_signatures(bundle: Bundle) -> str:
    lines, at = bundle.lines(), bundle.first_sale
    lines[at]["signature"] = lines[at + 1]["signature"]
    bundle.put(lines)
    return place(lines[at])


def remove_entry(bundle: Bundle) -> str:
    lines, at = bundle.lines(), bundle.first_sale
    bundle.put([*lines[:at], *lines[at + 1 :]])
    return place(lines[at])


def repeat_entry(bundle: Bundle) -> str:
    lines, at = bundle.lines(), bundle.first_sale
    bundle.put([*lines[: at + 1], *lines[at:]])
    return place(lines[at])


def cut_tail(bundle: Bundle) -> str:
    lines = bundle.lines()[:-1]
    bundle.put(lines)
    return place(lines[-1])


def cut_first_life(bundle: Bundle) -> str:
    """The second life names the last entry of the first one."""
    lines = bundle.lines()
    end = sum(line["epoch"] == 1 for line in lines)
    bundle.put([*lines[: end - 1], *lines[end:]])
    return place(lines[end - 2])


def remove_first_life(bundle: Bundle) -> str:
    bundle.put([line for line in bundle.lines() if line["epoch"] == 2])
    return "1/0"


def sign_with_another_key(bundle: Bundle) -> str:
    """The first entry of the life still names the station's key."""
    lines, at = bundle.lines(), bundle.first_sale
    lines[at]["signature"] = OTHER_KEY.sign(bytes.fromhex(lines[at]["hash"])).hex()
    bundle.put(lines)
    return place(lines[at])


def name_another_key(bundle: Bundle) -> str:
    path = bundle.folder / "keys.json"
    path.write_text(path.read_text(encoding="utf-8").replace(public_key(OWN_KEY), public_key(OTHER_KEY)), "utf-8")
    return "1/1"


def half_a_line(bundle: Bundle) -> str:
    path = bundle.folder / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    return f"journal.jsonl {len(path.read_bytes().splitlines())}"


def change_z_file(bundle: Bundle) -> str:
    lines = bundle.lines("reports.jsonl")
    lines[0]["fact"]["report"]["totals"]["perpetual"]["sales"]["minor"] += 1
    bundle.put(lines, "reports.jsonl")
    return "reports.jsonl 1"


def no_heads(bundle: Bundle) -> str:
    (bundle.folder / "heads.jsonl").unlink()
    return "heads.jsonl"


def deep_line(bundle: Bundle) -> str:
    path = bundle.folder / "journal.jsonl"
    path.write_bytes(b"[" * 100_000 + b"\n" + path.read_bytes())
    return "journal.jsonl 1"


def no_object(bundle: Bundle) -> str:
    path = bundle.folder / "journal.jsonl"
    path.write_bytes(b'"text"\n' + path.read_bytes())
    return "journal.jsonl 1"


def change_guide(bundle: Bundle) -> str:
    (bundle.folder / "README.txt").write_text("Trust me.\n", encoding="utf-8")
    return "README.txt"


@pytest.mark.parametrize(
    ("edit", "flaw"),
    [
        (edit_body, "bad_hash"),
        (edit_body_and_hash, "bad_sig"),
        (swap_signatures, "bad_sig"),
        (remove_entry, "gap"),
        (repeat_entry, "duplicate"),
        (cut_tail, "truncated_vs_last_known_head"),
        (cut_first_life, "truncated_vs_last_known_head"),
        (remove_first_life, "truncated_vs_last_known_head"),
        (sign_with_another_key, "bad_sig"),
        (name_another_key, "unknown_key"),
        (half_a_line, "bad_hash"),
        (change_z_file, "Z_sum_mismatch"),
        (change_guide, "bad_hash"),
        (no_heads, "gap"),
        (deep_line, "bad_hash"),
        (no_object, "bad_hash"),
    ],
)
def test_an_edit_without_the_key_is_named(bundle: Bundle, edit: Callable[[Bundle], str], flaw: str) -> None:
    record = edit(bundle)
    answer = verdict(bundle.folder)
    assert (answer.code, answer.flaw, answer.record) == (1, flaw, record)
