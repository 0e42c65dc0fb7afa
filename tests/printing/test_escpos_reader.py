"""The reader returns what paper would show, and names the commands that it does not support."""

import pytest
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


@pytest.mark.parametrize(
    "command",
    [
        b"\x1dkA\x0b12345678901",  # a barcode with its length
        b"\x1dk\x0412345\x00",  # a barcode that ends in NUL
        b"\x1b*\x21\x02\x00ABCDEF",  # a picture of 2 columns of 3 bytes
        b"\x1b*\x00\x02\x00AB",  # a picture of 2 columns of 1 byte
        b"\x1dv0\x00\x01\x00\x02\x00AB",  # a raster of 2 rows of 1 byte
    ],
)
def test_the_data_of_a_command_is_not_read_as_text(command: bytes) -> None:
    assert read(b"antes\n" + command + b"despues\n").papers[0].text == "antes\ndespues"


@pytest.mark.parametrize("command", [b"\x1dk", b"\x1dkA", b"\x1dkA\x0b123", b"\x1dk\x0412", b"\x1b", b"\x1b*\x21"])
def test_an_unfinished_command_is_no_token(command: bytes) -> None:
    assert next_token(command) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_error(payload: bytes) -> None:
    read(payload)


@given(st.binary(max_size=120), st.integers(0, 120))
def test_bytes_mean_the_same_however_they_are_cut_on_the_way(payload: bytes, at: int) -> None:
    def commands(*chunks: bytes) -> list[Command | bytes]:
        parsed: list[Command | bytes] = []
        pending = b""
        for chunk in chunks:
            pending += chunk
            while (token := next_token(pending)) is not None:
                pending = pending[token[1] :]
                if isinstance(token[0], Text) and parsed and isinstance(parsed[-1], bytes):
                    parsed[-1] += token[0].raw
                else:
                    parsed.append(token[0].raw if isinstance(token[0], Text) else token[0])
        return parsed

    assert commands(payload[:at], payload[at:]) == commands(payload)
