"""The pictures of a video, drawn anew: upright, small enough to be sent about, 30 in a second at most."""

from fractions import Fraction
from typing import Any

import av
from av.container import OutputContainer
from av.filter import Graph

from plugins.complaint.cleaning.limits import CleaningError

SIDE = 1280
FASTEST = 30
_CLOCK = Fraction(1, 1000)
_TURNS = {90: ("cclock",), 180: ("cclock", "cclock"), 270: ("clock",)}
"""How to turn a picture upright, by the turn to the left (degrees) that its file asks for."""


class Writer:
    """Writes to the new file; what comes before the film's size is known waits, for then all is fixed."""

    def __init__(self, target: OutputContainer, *, waits: bool) -> None:
        self.target = target
        self._waits = waits
        self._held: list[Any] = []

    def write(self, packets: list[Any]) -> None:
        """Write, or hold back."""
        self._held += packets
        if not self._waits:
            self.target.mux(self._held)
            self._held = []

    def begin(self) -> None:
        """All tracks are known."""
        self._waits = False


class PictureTrack:
    """The film of one video."""

    def __init__(self, writer: Writer, longest: int) -> None:
        self._writer = writer
        self._stream = writer.target.add_stream(
            "libx264",
            rate=FASTEST,
            options={
                "preset": "superfast",
                "crf": "27",
                "maxrate": "2M",
                "bufsize": "4M",
                "flags": "+bitexact",
                "a53cc": "0",  # no captions that lie beside the pictures
                "threads": "2",
            },
        )
        self._longest = longest
        self._graph: Graph | None = None
        self._shape: tuple[Any, ...] = ()
        self._size: tuple[int, int] | None = None
        self._last = -1
        self._taken = 0

    def take(self, frame: av.VideoFrame, begins: Fraction) -> None:
        """Record one picture. Raises `CleaningError` where it gets too long."""
        self._taken += 1
        at = int((Fraction(frame.pts or 0) * (frame.time_base or _CLOCK) - begins) / _CLOCK)
        if at > self._longest * 1000 or self._taken > self._longest * 8 * FASTEST:
            raise CleaningError("long")
        if self._last >= 0 and at < self._last + 1000 // FASTEST - 4:
            return
        self._last = max(at, 0)
        drawn = self._draw(frame)
        drawn.pts, drawn.time_base = self._last, _CLOCK
        self._writer.write(self._stream.encode(drawn))

    def end(self) -> bool:
        """Write what is left; whether there was anything."""
        if self._last < 0:
            return False
        self._writer.write(self._stream.encode(None))
        return True

    def _draw(self, frame: av.VideoFrame) -> av.VideoFrame:
        shape = (frame.width, frame.height, frame.format.name)
        if self._graph is None or shape != self._shape:
            self._graph, self._shape = self._new_graph(frame), shape
        self._graph.push(frame)
        drawn = self._graph.pull()
        assert isinstance(drawn, av.VideoFrame)
        drawn.pict_type = av.video.frame.PictureType.NONE
        return drawn

    def _begin(self, width: int, height: int) -> tuple[int, int]:
        """Fix the size of the film, by its first picture."""
        size = _within(width, height)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = _CLOCK
        self._writer.begin()
        return size

    def _new_graph(self, frame: av.VideoFrame) -> Graph:
        turns = _TURNS.get(frame.rotation % 360, ())
        if self._size is None:
            lies = len(turns) == 1
            self._size = self._begin(*((frame.height, frame.width) if lies else (frame.width, frame.height)))
        graph = Graph()
        steps = [
            graph.add_buffer(width=frame.width, height=frame.height, format=frame.format, time_base=_CLOCK)
        ]
        steps += [graph.add("transpose", turn) for turn in turns]
        steps.append(graph.add("scale", "{}:{}".format(*self._size)))
        steps += [graph.add("format", "yuv420p"), graph.add("buffersink")]
        graph.link_nodes(*steps).configure()
        return graph


def _within(width: int, height: int) -> tuple[int, int]:
    """The same shape within `SIDE`, both sides even, as the codec wants it."""
    if min(width, height) < 16:
        raise CleaningError("small")
    share = min(1.0, SIDE / max(width, height))
    return max(2, round(width * share / 2) * 2), max(2, round(height * share / 2) * 2)
