"""Frames come whole, however the bytes were cut, and never grow without bound."""

from __future__ import annotations

import pytest

from sandbox.wire import BrokenFrame, FrameReader, pack

FRAMES = [(b"O", b"output"), (b"E", b""), (b"D", bytes(range(256)))]


@pytest.mark.parametrize("cut", [1, 2, 3, 7, 1000])
def test_frames_come_whole_however_the_bytes_are_cut(cut: int) -> None:
    stream = b"".join(pack(kind, payload) for kind, payload in FRAMES)
    reader = FrameReader()
    found = []
    for start in range(0, len(stream), cut):
        found += reader.feed(stream[start : start + cut])
    assert found == FRAMES


def test_a_frame_that_claims_to_be_huge_is_refused_before_it_is_read() -> None:
    with pytest.raises(BrokenFrame, match="are allowed"):
        FrameReader(max_payload=100).feed(pack(b"O", b"x" * 101)[:5])
