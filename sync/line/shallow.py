"""JSON cut at a depth, so that the outer fields of a deeply nested value can be read without walking all of it."""

import re

_TOKENS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[\[{]+|[\]}]+', re.DOTALL)
"""A string, also one that never ends, and runs of brackets. No part can be matched in two ways: one pass is enough."""
_CUT = b"null"


def shallow(json: bytes, most_depth: int) -> bytes:
    """The same JSON with null for each value that begins deeper than `most_depth` lists and objects.

    Takes linear time and constant depth on any input, and makes no sound JSON of what is none outside of those values.
    """
    parts: list[bytes] = []
    depth = kept_from = 0
    for token in _TOKENS.finditer(json):
        start, end = token.span()
        sign, length = json[start], end - start
        if sign in b"[{":
            if depth <= most_depth < depth + length:
                parts += (json[kept_from : start + most_depth - depth], _CUT)
            depth += length
        elif sign in b"]}":
            if depth - length <= most_depth < depth:
                kept_from = start + depth - most_depth
            depth -= length
    if depth <= most_depth:
        parts.append(json[kept_from:])
    return b"".join(parts)
