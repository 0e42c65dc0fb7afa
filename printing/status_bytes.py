"""The status bytes of ESC/POS: answers to DLE EOT and GS r, and the status that a printer sends unasked (ASB)."""

from typing import Final

STATUS_REQUEST: Final = b"\x10\x04"
"""DLE EOT, followed by the number of the question. It is answered at once, also by a printer that is offline."""

# Bits 1 and 4 of each answer to DLE EOT are set, bits 0 and 7 are clear. An answer to GS r has bits 4 and 7 clear.
_STATUS_BITS: Final = 0b1001_0011
_STATUS_VALUE: Final = 0b0001_0010
_PROOF_BITS: Final = 0b1001_0000
# A packet of ASB has four bytes: bit 4 of the first is set and its bits 0, 1 and 7 are clear; bits 4 and 7 of the
# other three are clear, so each of them looks like an answer to GS r.
_PACKET_VALUE: Final = 0b0001_0000
_REST_OF_A_PACKET: Final = 3
_FLOW_CONTROL: Final = frozenset(b"\x11\x13")
_WELL: Final = 0x12


class AnswerStream:
    """Separates a printer's answers from the packets of ASB between them. A packet may arrive in pieces."""

    def __init__(self) -> None:
        self._rest = 0

    def take(self, received: bytes) -> bytes:
        """The bytes that are answers."""
        answers = bytearray()
        for byte in received:
            if self._rest and byte & _PROOF_BITS == 0:
                self._rest -= 1
                continue
            self._rest = 0
            if byte & _STATUS_BITS == _PACKET_VALUE:
                self._rest = _REST_OF_A_PACKET
            elif byte not in _FLOW_CONTROL:
                answers.append(byte)
        return bytes(answers)


def is_proof(answer: int) -> bool:
    """Whether a byte can be the answer to GS r."""
    return answer & _PROOF_BITS == 0


def are_statuses(answers: list[int]) -> bool:
    """Whether bytes can be the answers to DLE EOT 1, 2 and 4.

    The three questions differ, so one byte for all of them is a constant that some printers send; only 0x12, the
    answer of a printer without any trouble, is the same for all.
    """
    constant = len(answers) > 1 and len(set(answers)) == 1 and answers[0] != _WELL
    return not constant and all(answer & _STATUS_BITS == _STATUS_VALUE for answer in answers)
