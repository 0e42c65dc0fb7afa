"""Text that a receipt printer can print: code page 858, which has all of Spanish and the euro sign."""

import unicodedata
from functools import lru_cache

CODE_PAGE = "CP858"
UNPRINTABLE = "\N{BLACK SQUARE}"
"""Replaces characters that the page lacks. It is visible on paper and cannot be mistaken for a typed question mark."""

NO_BREAK = "\N{NO-BREAK SPACE}"
"""Keeps words on one row; the layout replaces it with a space."""

_ALIKE = {
    "\N{HYPHEN}": "-", "\N{NON-BREAKING HYPHEN}": "-", "\N{FIGURE DASH}": "-", "\N{EN DASH}": "-",
    "\N{EM DASH}": "-", "\N{HORIZONTAL BAR}": "-", "\N{MINUS SIGN}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{SINGLE LOW-9 QUOTATION MARK}": "'", "\N{MODIFIER LETTER APOSTROPHE}": "'", "\N{PRIME}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{DOUBLE LOW-9 QUOTATION MARK}": '"', "\N{DOUBLE PRIME}": '"',
    "\N{HORIZONTAL ELLIPSIS}": "...", "\N{BULLET}": "\N{MIDDLE DOT}", "\N{TRADE MARK SIGN}": "(TM)",
    "\N{NUMERO SIGN}": "N\N{DEGREE SIGN}", "\N{LATIN CAPITAL LETTER L WITH STROKE}": "L",
    "\N{LATIN SMALL LETTER L WITH STROKE}": "l", "\N{LATIN CAPITAL LIGATURE OE}": "OE",
    "\N{LATIN SMALL LIGATURE OE}": "oe", "\N{LATIN CAPITAL LETTER D WITH STROKE}": "D",
    "\N{LATIN SMALL LETTER D WITH STROKE}": "d", "\N{LATIN CAPITAL LETTER SHARP S}": "SS",
    "\N{LATIN CAPITAL LETTER H WITH STROKE}": "H", "\N{LATIN SMALL LETTER H WITH STROKE}": "h",
    "\n": " ", "\r": " ", "\t": " ", "\v": " ", "\f": " ", "\x85": " ",
    "\N{LINE SEPARATOR}": " ", "\N{PARAGRAPH SEPARATOR}": " ",
}  # fmt: skip
_JOINER = "\N{ZERO WIDTH JOINER}"
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Sk"})  # joiners, marks, skin tones


def printable(text: str) -> str:
    """The text in characters of the page: plain dashes and quotes, no foreign accents, UNPRINTABLE for the rest.

    Control characters are removed: a name must not be able to send commands to the printer. Invisible characters
    (joiners, selectors) are removed too, so that an emoji of several code points becomes one mark.
    """
    if text.isascii() and text.isprintable():
        return text
    printed = []
    joined = False
    for sign in unicodedata.normalize("NFC", text):
        replacement = _replacement(sign)
        # The parts of a joined emoji share one mark.
        if not (joined and replacement == UNPRINTABLE):
            printed.append(replacement)
        joined = sign == _JOINER
    return "".join(printed)


@lru_cache(maxsize=4096)
def _replacement(sign: str) -> str:
    if sign in _ALIKE:
        return _ALIKE[sign]
    category = unicodedata.category(sign)
    if category == "Cc":
        return ""
    if _on_page(sign):
        return sign
    if category in _INVISIBLE:
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    similar = "".join(_ALIKE.get(part, part) for part in plain)
    return similar if similar.isprintable() and similar and _on_page(similar) else UNPRINTABLE


def _on_page(text: str) -> bool:
    try:
        text.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True
