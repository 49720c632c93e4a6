"""Recordings that say a lot about their sender, made for tests."""

import array
import io
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import av
from av.bitstream import BitStreamFilterContext

CANARY = "CANARY-7731"
IN_STREAM = "CANARY-IN-STREAM"
CAMERA = "086f3693-b7b3-4f2c-9653-21492feee5b8"
TELLING = {
    "title": CANARY,
    "artist": CANARY,
    "comment": CANARY,
    "location": "+31.2304+121.4737/",
    "creation_time": "2026-01-02T03:04:05",
}
PIECE = 960


def tone(at: int, rate: int) -> av.AudioFrame:
    """20 ms of a tone, as phones record it."""
    frame = av.AudioFrame(format="s16", layout="mono", samples=PIECE)
    frame.rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
    waves = (int(8000 * math.sin(2 * math.pi * 440 * (at + step) / rate)) for step in range(PIECE))
    frame.planes[0].update(array.array("h", waves).tobytes())
    return frame


def picture(number: int, size: tuple[int, int]) -> av.VideoFrame:
    """A grey picture whose upper half is white: one sees when it was turned."""
    frame = av.VideoFrame(*size, "yuv420p")
    light = frame.planes[0]
    half = light.line_size * (size[1] // 2)
    light.update(bytes([235]) * half + bytes([40 + number % 20]) * (light.buffer_size - half))
    for plane in frame.planes[1:]:
        plane.update(bytes([128]) * plane.buffer_size)
    frame.pts, frame.time_base = number, Fraction(1, 30)
    return frame


def _marker(track: Any) -> Callable[[list[Any]], list[Any]]:
    """Put a message beside each picture, as cameras do with place and time."""
    filters: list[BitStreamFilterContext] = []
    seen: list[Any] = []

    def mark(packets: list[Any]) -> list[Any]:
        if not seen:  # the track's header is written with the first packet
            seen.extend(packets)
            return packets
        if not filters:
            filters.append(BitStreamFilterContext(f"h264_metadata=sei_user_data={CAMERA}+{IN_STREAM}", track))
        return [done for packet in packets for done in filters[0].filter(packet)]

    return mark


def record(
    container: str,
    *,
    sound: str = "",
    film: str = "",
    seconds: int = 2,
    rate: int = 48_000,
    size: tuple[int, int] = (160, 120),
    late: int = 0,
) -> bytes:
    """A recording of this container and these codecs, full of what it should not tell.

    `late`: pictures that are missing at the beginning, while there is sound already.
    """
    out = io.BytesIO()
    with av.open(out, "w", format=container) as target:
        target.metadata.update(TELLING)
        tracks: list[Any] = []
        if film:
            tracks.append(target.add_stream(film, rate=30))
            tracks[-1].width, tracks[-1].height = size
            tracks[-1].pix_fmt = "yuv420p"
        if sound:
            tracks.append(target.add_stream(sound, rate=rate))
            tracks[-1].codec_context.layout = "mono"
        for track in tracks:
            track.metadata.update({"title": CANARY, "handler_name": CANARY})
        marked = _marker(tracks[0]) if film == "libx264" else list
        at = 0
        for number in range(seconds * 30):
            if film and number >= late:
                target.mux(marked(tracks[0].encode(picture(number, size))))
            while sound and at < (number + 1) * rate / 30:
                target.mux(tracks[-1].encode(tone(at, rate)))
                at += PIECE
        for track in tracks:
            target.mux(track.encode(None))
    return out.getvalue()
