"""Compression of what travels (zstd). Unpacking never allocates more memory than the caller allows."""

import threading

import zstandard

_LEVEL = 3
_of_thread = threading.local()


class BadPack(ValueError):
    """The bytes are not exactly one zstd frame, or their content is larger than the caller allows."""


def pack(plain: bytes) -> bytes:
    """Compress into one frame that declares the size of its content."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(plain)


def declared_bytes(packed: bytes) -> int | None:
    """The content size that a frame declares, in bytes; None when it declares none. Raises BadPack."""
    try:
        size = zstandard.frame_content_size(packed)
    except zstandard.ZstdError as error:
        raise BadPack("no frame") from error
    return size if size >= 0 else None


def unpack(packed: bytes, most_bytes: int) -> bytes:
    """The content of exactly one frame, of at least one byte. Raises BadPack, also for trailing bytes."""
    # The library applies `max_output_size` only to a frame that does not declare its size, and returns b"" for a frame
    # that declares a size of 0 without checking the rest of it.
    declared = declared_bytes(packed)
    if declared is not None and not 0 < declared <= most_bytes:
        raise BadPack(f"{declared} bytes")
    try:
        # A frame that does not declare its size declares a window: memory in addition to the output.
        return _unpacking(most_bytes).decompress(packed, max_output_size=most_bytes, allow_extra_data=False)
    except (zstandard.ZstdError, MemoryError) as error:
        raise BadPack(str(error)) from error


def _unpacking(most_bytes: int) -> zstandard.ZstdDecompressor:
    """A decompressor of this thread: to make one takes longer than to unpack a sale."""
    made: dict[int, zstandard.ZstdDecompressor] = vars(_of_thread).setdefault("made", {})
    if most_bytes not in made:
        made[most_bytes] = zstandard.ZstdDecompressor(max_window_size=most_bytes)
    return made[most_bytes]
