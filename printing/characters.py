"""Text a receipt printer can say: code page 858, which has all of Spanish and the euro sign."""

import unicodedata
from functools import lru_cache

CODE_PAGE = "CP858"
UNSAYABLE = "\N{BLACK SQUARE}"
"""Stands for what the page lacks: seen on paper, and never taken for a question mark somebody typed."""

NO_BREAK = "\N{NO-BREAK SPACE}"
"""Keeps words on one row; the layout turns it into a space."""

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
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Sk"})  # joiners, marks, skin tones


def printable(text: str) -> str:
    """As the page can say it: dashes and quotes made plain, foreign accents dropped, the rest marked.

    Control characters go: a name must not be able to command a printer. What nobody sees (joiners, selectors)
    goes too, so that one picture made of several characters becomes one mark.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = []
    joined = False
    for sign in unicodedata.normalize("NFC", text):
        said = _said(sign)
        if not (joined and said == UNSAYABLE):
            shown.append(said)
        joined = sign == _JOINER
    return "".join(shown)


@lru_cache(maxsize=4096)
def _said(sign: str) -> str:
    if sign in _ALIKE:
        return _ALIKE[sign]
    category = unicodedata.category(sign)
    if category == "Cc":
        return ""
    if _on_page(sign):
        return sign
    if category in _UNSEEN:
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", sign) if not unicodedata.combining(part))
    said = "".join(_ALIKE.get(part, part) for part in plain)
    return said if said.isprintable() and said and _on_page(said) else UNSAYABLE


def _on_page(text: str) -> bool:
    try:
        text.encode(CODE_PAGE)
    except UnicodeEncodeError:
        return False
    return True
