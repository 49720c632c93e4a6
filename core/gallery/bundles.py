"""A template as one file, a zip of ``template.yaml``, ``content/*.yaml`` and ``art/*``; folders made of it.

A file may come from anywhere, so it is read with distrust: every name must be one of a closed set (nothing
can lead out of the folder), every size is bounded before and while it is unpacked, links and encryption are
refused, and photos are drawn anew. What stands in the YAML is checked where it is read (`yaml_files`).
"""

import io
import lzma
import re
import shutil
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from flask import current_app
from PIL import Image

from core.gallery.catalog import TemplateError
from core.media.photos import PhotoError, draw_photo

MOST_BYTES = 16_000_000
"""Of a bundle, packed or not."""
MOST_FILES = 400
MOST_OF_TEXT = 512 * 1024
MOST_PHOTOS = 40
MOST_PIXELS = 400_000_000
"""Of all photos that are drawn anew: a few kB can hold 49 megapixels, half a second of work."""
_NAME = re.compile(
    r"template\.yaml|content/[a-z][a-z0-9]{1,30}\.yaml|art/[a-z0-9][a-z0-9-]{0,59}\.(?:svg|webp|jpe?g|png)"
)
_PHOTO = re.compile(r"art/[a-z0-9]{1,16}\.(?:webp|jpe?g|png)")
_TEXT = (".yaml", ".svg")
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, MemoryError),
    *(NotImplementedError, RuntimeError, ValueError),
)
"""What reading a zip raises that was not written as one."""

Files = Mapping[str, bytes]
"""A template's files by their path."""


def pack(files: Files) -> bytes:
    """The files as a zip; the same files give the same bytes. Raises `TemplateError` for too many."""
    check_files(files)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpacked(packed: bytes) -> dict[str, bytes]:
    """The files of a zip from anywhere. Raises `TemplateError` for anything but a plain template."""
    if len(packed) > MOST_BYTES:
        raise TemplateError(_too_large("the file"))
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_entries(entries)
            files = {entry.filename: _read(archive, entry) for entry in entries}
    except _UNREADABLE as error:
        if isinstance(error, TemplateError):
            raise
        msg = "this is no zip file that can be read"
        raise TemplateError(msg) from error
    check_files(files)
    return files


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a template's folder. Raises `TemplateError` for a link, and for strange files."""
    found: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink() or not (path.is_dir() or path.is_file()):
            raise TemplateError(f"{name}: links are not followed")
        if path.is_file():
            size += path.stat().st_size
            if size > MOST_BYTES or len(found) >= MOST_FILES:
                raise TemplateError(_too_large("the folder"))
            found[name] = path.read_bytes()
    check_files(found)
    return found


def check_files(files: Files) -> None:
    """Raises `TemplateError` unless these are a template's files, and plain ones."""
    if "template.yaml" not in files:
        raise TemplateError("there is no template.yaml")
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_BYTES:
        raise TemplateError(_too_large("the template"))
    for name, content in files.items():
        if not _NAME.fullmatch(name):
            raise TemplateError(f"{name[:100]}: no file of a template is called that")
        if name.endswith(_TEXT) and len(content) > MOST_OF_TEXT:
            raise TemplateError(f"{name}: longer than {MOST_OF_TEXT // 1024} kB")


def redrawn(files: Files) -> dict[str, bytes]:
    """The same template with every photo drawn anew in all its sizes: what came with the pixels is gone."""
    kept = {name: content for name, content in files.items() if name.endswith(_TEXT)}
    photos = {name: content for name, content in files.items() if _PHOTO.fullmatch(name)}
    _check_photos(photos)
    for name, content in photos.items():
        try:
            drawn = draw_photo(io.BytesIO(content))
        except PhotoError as error:
            raise TemplateError(f"{name}: no photo that can be used ({error})") from error
        code = name.removeprefix("art/").partition(".")[0]
        for rendition in drawn[:-1]:
            kept[f"art/{code}-{rendition.width}.webp"] = rendition.webp
        kept[f"art/{code}.webp"] = drawn[-1].webp
    return kept


def _check_photos(photos: Files) -> None:
    """Raises `TemplateError` for more than is drawn at once, told from the headers alone."""
    if len(photos) > MOST_PHOTOS:
        raise TemplateError(f"too many photos: {MOST_PHOTOS} at most")
    if sum(_pixels(name, content) for name, content in photos.items()) > MOST_PIXELS:
        raise TemplateError(f"too many photos: {MOST_PIXELS // 1_000_000} megapixels at most, all together")


def _pixels(name: str, content: bytes) -> int:
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            return image.width * image.height
    except Exception as error:  # decoders raise OSError, ValueError, SyntaxError, struct.error, …
        raise TemplateError(f"{name}: no photo that can be used") from error


def folder_of(name: str, owner: str, packed: Callable[[], bytes]) -> Path:
    """The folder of a bundle, made where it is missing; it never changes. `owner`: whose it is."""
    folder = unpacked_root() / owner / name
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
            fresh = Path(beside) / name
            write_folder(unpacked(packed()), fresh)
            try:
                fresh.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
    return folder


def write_folder(files: Files, folder: Path) -> None:
    """Write a template's files; their names were checked."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def is_unpacked(folder: Path) -> bool:
    """Whether `folder` was made here from a bundle, so that its photos were drawn here."""
    return unpacked_root() in folder.parents


def unpacked_root() -> Path:
    """Where bundles are unpacked; everything in it can be made again."""
    return Path(current_app.extensions["hutong.settings"].home).resolve() / "templates"


def forget_folders(owner: str) -> None:
    """Delete what was unpacked for `owner`."""
    shutil.rmtree(unpacked_root() / owner, ignore_errors=True)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(names) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise TemplateError(_too_large("unpacked, it"))
    if len(set(names)) != len(names):
        raise TemplateError("a name is in it twice")
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if entry.flag_bits & 1 or kind not in (0, stat.S_IFREG):
            raise TemplateError(f"{entry.filename[:100]}: links and locked files are refused")
        if entry.compress_type not in _PLAIN:
            raise TemplateError(f"{entry.filename[:100]}: packed in a way that is not read here")
        if not _NAME.fullmatch(entry.filename):
            raise TemplateError(f"{entry.filename[:100]}: no file of a template is called that")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than the entry says of itself, whatever comes out of it."""
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise TemplateError(f"{entry.filename}: is not as long as it says")
    return content


def _too_large(what: str) -> str:
    return f"{what} is too large: {MOST_FILES} files and {MOST_BYTES // 1_000_000} MB at most"
