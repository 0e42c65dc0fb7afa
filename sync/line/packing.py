"""Bytes packed for the line (zstd), and unpacked again without ever taking more memory than was allowed."""

import zstandard

_LEVEL = 3


class BadPack(ValueError):
    """The bytes are not one whole frame, or come to more than is allowed."""


def pack(plain: bytes) -> bytes:
    """One frame, which declares what it comes to."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(plain)


def declared_bytes(packed: bytes) -> int | None:
    """What a frame declares to come to; None when it does not. Raises BadPack."""
    try:
        size = zstandard.frame_content_size(packed)
    except zstandard.ZstdError as error:
        raise BadPack("no frame") from error
    return size if size >= 0 else None


def unpack(packed: bytes, most_bytes: int) -> bytes:
    """The content of one frame, at least a byte. Raises BadPack, also for anything behind that frame."""
    # The library heeds `max_output_size` only for a frame that does not declare its size, and looks no further than
    # the header of one that declares none.
    declared = declared_bytes(packed)
    if declared is not None and not 0 < declared <= most_bytes:
        raise BadPack(f"{declared} bytes")
    try:
        # A frame that does not declare its size names a window, which is memory beside the output.
        unpacking = zstandard.ZstdDecompressor(max_window_size=most_bytes)
        return unpacking.decompress(packed, max_output_size=most_bytes, allow_extra_data=False)
    except (zstandard.ZstdError, MemoryError) as error:
        raise BadPack(str(error)) from error
