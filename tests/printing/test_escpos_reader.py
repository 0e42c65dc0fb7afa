"""The reader says what paper would show, and what it did not understand."""

from hypothesis import given
from hypothesis import strategies as st

from printing.escpos_commands import Command, Text, next_token
from printing.escpos_reader import read
from printing.paper import TextLine


def test_letters_follow_the_selected_page() -> None:
    assert read(b"\x1bt\x10\xe1\x1bt\x02\xa0\x1bt\x13\xd5\n").papers[0].text == "áá€"


def test_a_page_that_nobody_knows_shows_replacement_signs() -> None:
    assert read(b"\x1bt\x63a\xa4o\n").papers[0].text == "a\ufffdo"


def test_reset_forgets_the_page_and_the_style() -> None:
    paper = read(b"\x1bt\x13\x1bE\x01\xd5\n\x1b@\xd5\n").papers[0]
    first, second = (mark for mark in paper.marks if isinstance(mark, TextLine))
    assert (first.text, first.runs[0].style.bold) == ("€", True)
    assert (second.text, second.runs[0].style.bold) == ("╒", False)


def test_a_line_breaks_at_the_edge_of_the_paper() -> None:
    assert read(b"a" * 40 + b"\n", columns=32).papers[0].text == "a" * 32 + "\n" + "a" * 8
    assert read(b"\x1d!\x10" + b"a" * 20 + b"\n", columns=32).papers[0].text == "a" * 16 + "\n" + "a" * 4


def test_text_after_the_last_cut_is_a_paper_that_was_not_cut() -> None:
    papers = read(b"uno\n\x1dV\x00dos").papers
    assert [(paper.text, paper.cut) for paper in papers] == [("uno", True), ("dos", False)]


def test_commands_that_are_passed_over_are_named() -> None:
    assert read(b"\x1bZx\n\x1d(E\x02\x00\x01\x02").unknown == ("ESC Z", "GS ( E")


def test_a_payload_that_stops_inside_a_command_says_so() -> None:
    assert read(b"hola\n\x1d(k\x0f\x001P0abc").unknown == ("unfinished",)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(payload: bytes) -> None:
    read(payload)


@given(st.binary(max_size=120), st.integers(0, 120))
def test_bytes_mean_the_same_however_they_are_cut_on_the_way(payload: bytes, at: int) -> None:
    def commands(*chunks: bytes) -> list[Command | bytes]:
        found: list[Command | bytes] = []
        pending = b""
        for chunk in chunks:
            pending += chunk
            while (token := next_token(pending)) is not None:
                pending = pending[token[1] :]
                if isinstance(token[0], Text) and found and isinstance(found[-1], bytes):
                    found[-1] += token[0].raw
                else:
                    found.append(token[0].raw if isinstance(token[0], Text) else token[0])
        return found

    assert commands(payload[:at], payload[at:]) == commands(payload)
