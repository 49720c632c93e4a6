"""Sound and video are played and recorded anew: nothing of the file survives but what is heard and seen.

Copying the streams would be quicker, but cameras write place and time into the streams as well (messages
beside the pictures, comments in a codec's header), and a stream made to harm would reach the reader.
"""

import io
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import av
from av.audio.resampler import AudioResampler
from av.container import InputContainer, OutputContainer

from plugins.complaint.cleaning.limits import (
    MOST_AUDIO,
    MOST_SIDE,
    MOST_VIDEO,
    Cleaned,
    CleaningError,
)
from plugins.complaint.cleaning.pictures import PictureTrack, Writer

HEARD = frozenset(
    "aac aac_latm amrnb amrwb flac mp3 mp3float opus vorbis alac "
    "pcm_s16le pcm_s24le pcm_s32le pcm_f32le pcm_u8 pcm_alaw pcm_mulaw".split()
)
SEEN = frozenset("h264 hevc vp8 vp9 av1 libdav1d mpeg4 h263".split())
RATE = 48_000
MOST_STREAMS = 12
MOST_MISSED = 25
THREADS = 2
"""Of one process, on however large a machine."""
_UNMARKED = {"flags": "+bitexact"}


def clean_recording(data: bytes, demuxer: str) -> Cleaned:
    """Sound as AAC, video as H.264, both of which every browser plays. Raises `CleaningError`."""
    try:
        with av.open(
            io.BytesIO(data), "r", format=demuxer, metadata_errors="replace", io_open=_refuse_to_open
        ) as source:
            return _record(source)
    except (av.FFmpegError, ValueError, OverflowError, ArithmeticError) as error:
        raise CleaningError("broken") from error


def _refuse_to_open(*_asked: Any) -> None:
    raise ValueError("a recording stands alone")


def _record(source: InputContainer) -> Cleaned:
    if len(source.streams) > MOST_STREAMS:
        raise CleaningError("odd")
    sound = next((one for one in source.streams.audio if one.codec_context.name in HEARD), None)
    video = next((one for one in source.streams.video if _is_film(one)), None)
    if sound is None and video is None:
        raise CleaningError("type")
    if video:
        video.codec_context.thread_count = THREADS
    out = io.BytesIO()
    container_format = "ipod" if video is None else "mp4"
    with av.open(out, "w", format=container_format, container_options={"fflags": "+bitexact"}) as target:
        _play(source, sound, video, target)
    if video is None:
        return Cleaned("audio", "audio/mp4", "m4a", out.getvalue())
    return Cleaned("video", "video/mp4", "mp4", out.getvalue())


def _is_film(stream: Any) -> bool:
    """Whether a stream is a film: not a cover, and not of a codec that phones do not use."""
    context = stream.codec_context
    if context.name not in SEEN or stream.disposition & av.stream.Disposition.attached_pic:
        return False
    if max(context.width, context.height) > MOST_SIDE:
        raise CleaningError("pixels")
    return True


def _play(source: InputContainer, sound: Any, video: Any, target: OutputContainer) -> None:
    longest = MOST_VIDEO if video else MOST_AUDIO
    writer = Writer(target, waits=bool(video))
    voice = SoundTrack(writer, longest) if sound else None
    film = PictureTrack(writer, longest) if video else None
    begins = Fraction(source.start_time or 0, av.time_base)
    frames_of = Player()
    for packet in source.demux([stream for stream in (video, sound) if stream]):
        for frame in frames_of(packet):
            if film and isinstance(frame, av.VideoFrame):
                film.take(frame, begins)
            elif voice and isinstance(frame, av.AudioFrame):
                voice.take(frame, begins)
    ends = [track.end() for track in (voice, film) if track]
    if not any(ends) or (film and not ends[-1]):
        raise CleaningError("broken")


class Player:
    """Decodes as players do: a few pieces that cannot be read are passed over."""

    def __init__(self) -> None:
        self._missed = 0

    def __call__(self, packet: Any) -> Sequence[Any]:
        try:
            return list(packet.decode())
        except av.error.InvalidDataError:
            self._missed += 1
            if self._missed > MOST_MISSED:
                raise
            return []


class SoundTrack:
    """One voice, from however many channels; its clock counts samples, not what the file says."""

    def __init__(self, writer: Writer, longest: int) -> None:
        self._writer = writer
        self._stream = writer.target.add_stream("aac", rate=RATE, options=_UNMARKED)
        self._stream.codec_context.layout = "mono"
        self._stream.bit_rate = 64_000
        self._mono = AudioResampler(format="fltp", layout="mono", rate=RATE, frame_size=1024)
        self._longest = longest * RATE
        self._at: int | None = None

    def take(self, frame: av.AudioFrame, begins: Fraction) -> None:
        """Record one piece. Raises `CleaningError` where it gets too long."""
        if self._at is None:
            late = max(Fraction(0), Fraction(frame.time or 0) - begins)
            self._at = min(int(late * RATE), self._longest)
        frame.pts = None
        for piece in self._mono.resample(frame):
            self._write(piece)

    def end(self) -> bool:
        """Write what is left; whether there was anything."""
        if self._at is None:
            return False
        for piece in self._mono.resample(None):
            self._write(piece)
        self._writer.write(self._stream.encode(None))
        return True

    def _write(self, piece: av.AudioFrame) -> None:
        piece.pts, piece.time_base = self._at, Fraction(1, RATE)
        self._at = (self._at or 0) + piece.samples
        if self._at > self._longest + RATE:
            raise CleaningError("long")
        self._writer.write(self._stream.encode(piece))
