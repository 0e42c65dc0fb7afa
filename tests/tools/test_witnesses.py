"""Later evidence beside a bundle, a head of HQ, a Z or a known key, shows what the holder of the key cut or changed."""

import json
import shutil
from pathlib import Path

from domain.fiscal.paper_proof import signed
from sync.journal import public_key
from tests.tools.bundles import HQ_KEY, OTHER_KEY, OWN_KEY, VERIFIER, Bundle, Json, place, verdict


def witness(folder: Path, content: str) -> Path:
    path = folder.parent / "witness.txt"
    path.write_text(content, encoding="utf-8")
    return path


def cut_and_sign(bundle: Bundle, drop: int) -> None:
    """Cut the tail off and sign what is left again, as the holder of the key can."""
    bundle.put(bundle.lines()[:-drop])
    bundle.sign_again()
    assert verdict(bundle.folder).flaw == "ok"


def test_a_tail_cut_off_with_the_key_shows_beside_a_later_head_of_hq(bundle: Bundle) -> None:
    bundle.know_hq()
    later = witness(bundle.folder, json.dumps(bundle.countersign()))
    assert verdict(bundle.folder, "--witness", later).flaw == "ok"
    bundle.put([bundle.countersign(at=bundle.first_sale)], "heads.jsonl")
    bundle.seal_manifest()
    assert f"Last one that HQ signed: {place(bundle.lines()[bundle.first_sale])}" in verdict(bundle.folder).text
    cut_and_sign(bundle, drop=5)
    answer = verdict(bundle.folder, "--witness", later)
    assert (answer.code, answer.flaw, answer.record) == (1, "truncated_vs_last_known_head", place(bundle.lines()[-1]))


def test_a_tail_cut_off_shows_beside_the_head_that_the_station_keeps(bundle: Bundle) -> None:
    bundle.know_hq()
    bundle.put([bundle.countersign()], "heads.jsonl")
    bundle.put(bundle.lines()[:-3])
    bundle.sign_again()
    assert verdict(bundle.folder).flaw == "truncated_vs_last_known_head"


def test_a_head_that_hq_did_not_sign_proves_no_end(bundle: Bundle) -> None:
    head = bundle.countersign(key=OTHER_KEY)
    assert verdict(bundle.folder, "--witness", witness(bundle.folder, json.dumps(head))).flaw == "unknown_key"
    bundle.know_hq()
    head = bundle.countersign(key=OTHER_KEY)
    assert verdict(bundle.folder, "--witness", witness(bundle.folder, json.dumps(head))).flaw == "bad_sig"


def test_a_tail_cut_off_shows_beside_a_later_z(bundle: Bundle) -> None:
    z = bundle.lines("reports.jsonl")[-1]
    report = z["fact"]["report"]
    typed = f"Registrado hasta {report['head_epoch']}/{report['head_seq']}\n{report['head_hash'][:32]}\n"
    papers = [json.dumps(z), typed + report["head_hash"][32:].upper()]
    for paper in papers:
        assert verdict(bundle.folder, "--witness", witness(bundle.folder, paper)).flaw == "ok"
    cut_and_sign(bundle, drop=len(bundle.lines()) - bundle.place_of("report_taken") + 1)
    for paper in papers:
        answer = verdict(bundle.folder, "--witness", witness(bundle.folder, paper))
        assert answer.flaw == "truncated_vs_last_known_head"


def test_every_paper_is_a_witness_of_its_document(bundle: Bundle, codes: list[str]) -> None:
    documents = sum('"document":{' in line["body"] for line in bundle.lines())
    assert len(codes) == len(set(codes)) == documents
    assert verdict(bundle.folder, "--witness", witness(bundle.folder, "\n".join(codes))).flaw == "ok"


def test_a_tail_cut_off_shows_beside_the_last_invoice(bundle: Bundle, codes: list[str]) -> None:
    sales = [code for code in codes if ":A:" in code]
    cut_and_sign(bundle, drop=1)
    assert verdict(bundle.folder, "--witness", witness(bundle.folder, sales[-2])).flaw == "ok"
    answer = verdict(bundle.folder, "--witness", witness(bundle.folder, sales[-1]))
    assert (answer.flaw, answer.record) == ("truncated_vs_last_known_head", place(bundle.lines()[-1]))


def test_another_sale_under_the_number_of_a_paper_shows(bundle: Bundle, codes: list[str]) -> None:
    """The chain was signed again by the station's own key, and everything in it adds up."""

    def buyer(entry: Json) -> None:
        for record in (entry["body"]["sale"], entry["body"]["document"]):
            record["customer"] = {"name": "Otro", "document": "V12345678"}

    bundle.forge(bundle.place_of("sale_recorded", -1), buyer)
    assert verdict(bundle.folder).flaw == "ok"
    last = [code for code in codes if ":A:" in code][-1]
    answer = verdict(bundle.folder, "--witness", witness(bundle.folder, last))
    assert (answer.flaw, answer.record) == ("bad_hash", place(bundle.lines()[-1]))


def signed_paper(code: str, old: str, new: str) -> str:
    """A paper with another field, signed by the station's own key."""
    stated = code.rpartition(":")[0].replace(old, new, 1)
    return signed(stated, OWN_KEY.sign(stated.encode()))


def test_a_paper_that_was_edited_or_of_no_document_is_named(bundle: Bundle, codes: list[str]) -> None:
    first = codes[0]
    total, number, position = first.split(":")[5], first.split(":")[3], first.split(":")[6]
    cases = {
        first.replace(total, "1.00"): "bad_sig",
        signed_paper(first, total, "1.00"): "total_mismatch",
        signed_paper(first, number, "00000031"): "print_without_record",
        signed_paper(first, f":{position}:", ":7.12:"): "truncated_vs_last_known_head",
    }
    for code, flaw in cases.items():
        answer = verdict(bundle.folder, "--witness", witness(bundle.folder, code))
        assert (answer.code, answer.flaw) == (1, flaw)


def test_position_and_hash_below_the_code_can_be_typed(bundle: Bundle, codes: list[str]) -> None:
    position, hash_ = codes[-1].split(":")[6:8]
    typed = witness(bundle.folder, f"Registro {position.replace('.', '/')} {hash_}")
    assert verdict(bundle.folder, "--witness", typed).flaw == "ok"
    cut_and_sign(bundle, drop=sum(line["epoch"] == 2 for line in bundle.lines()))
    assert verdict(bundle.folder, "--witness", typed).flaw == "truncated_vs_last_known_head"


def test_another_history_shows_beside_a_z_of_the_real_one(bundle: Bundle) -> None:
    z = witness(bundle.folder, json.dumps(bundle.lines("reports.jsonl")[-1]))
    bundle.forge(bundle.place_of("cart_voided"), lambda entry: entry["body"].update(tickets=7))
    assert verdict(bundle.folder).flaw == "ok"
    assert verdict(bundle.folder, "--witness", z).flaw == "bad_hash"


def test_a_journal_signed_again_with_another_key_shows_beside_the_known_key(bundle: Bundle) -> None:
    known = ("--key", public_key(OWN_KEY), "--key", public_key(HQ_KEY))
    assert verdict(bundle.folder, *known).flaw == "ok"
    bundle.sign_again(OTHER_KEY)
    assert verdict(bundle.folder).flaw == "ok"
    assert verdict(bundle.folder, *known).flaw == "unknown_key"


def test_what_is_no_bundle_or_no_witness_is_refused_in_words(bundle: Bundle, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert verdict(empty).code == 1
    assert "cannot be read" in verdict(empty).text
    answer = verdict(bundle.folder, "--witness", witness(bundle.folder, "Gracias por su compra\n"))
    assert (answer.code, "cannot be read" in answer.text) == (1, True)
    shutil.copy(VERIFIER, bundle.folder / "verify.py")
    assert verdict(bundle.folder).flaw == "ok"
