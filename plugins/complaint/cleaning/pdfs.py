"""PDFs are put together anew from their pages: whatever is not part of a page's picture stays behind."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from plugins.complaint.cleaning.jpegs import without_application_data, without_boxes
from plugins.complaint.cleaning.limits import MOST_PAGES, Cleaned, CleaningError

_OF_A_PAGE = {
    *("/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox"),
    *("/Rotate", "/UserUnit", "/Group"),
}
"""All that a page keeps: no actions, no comments (what they show is drawn into the page), no thumbnail."""
_NOWHERE = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Info", "/CreationDate", "/ModDate", "/ID"),
    *("/Usage", "/CreatorInfo", "/OPI", "/Ref", "/Alternates", "/StructParent", "/StructParents"),
    *("/A", "/AA", "/JS", "/JavaScript", "/OpenAction", "/AF", "/EF", "/EmbeddedFiles"),
)
"""What no dictionary of the file keeps: descriptions, private data of programs, actions."""


def clean_pdf(data: bytes) -> Cleaned:
    """The pages, without properties, scripts, attachments and comments' authors. Raises `CleaningError`."""
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=True) as source:
            return Cleaned("pdf", "application/pdf", "pdf", _put_together(source))
    except pikepdf.PasswordError as error:
        raise CleaningError("locked") from error
    except pikepdf.PdfError as error:
        raise CleaningError("broken") from error


def _put_together(source: pikepdf.Pdf) -> bytes:
    if source.is_encrypted:
        raise CleaningError("locked")
    if not 0 < len(source.pages) <= MOST_PAGES:
        raise CleaningError("pages" if len(source.pages) else "broken")
    source.generate_appearance_streams()
    source.flatten_annotations("all")
    with pikepdf.new() as anew:
        anew.pages.extend(source.pages)
        for page in anew.pages:
            _strip_page(page.obj)
        for found in anew.objects:
            _strip(found)
        out = io.BytesIO()
        anew.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _strip_page(page: pikepdf.Object) -> None:
    for key in set(page.keys()) - _OF_A_PAGE:
        del page[key]


def _strip(thing: Any) -> None:
    """Take out of one object, and of all that lies directly in it, what no file keeps."""
    for inner in _dictionaries(thing):
        for key in _NOWHERE:
            if key in inner:
                del inner[key]
    if isinstance(thing, pikepdf.Stream):
        _strip_picture(thing)


def _dictionaries(thing: Any) -> Iterator[Any]:
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting += [item for item in one if not getattr(item, "is_indirect", False)]
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            waiting += [item for _, item in one.items() if not getattr(item, "is_indirect", False)]


def _strip_picture(stream: pikepdf.Stream) -> None:
    """Photos in a PDF are whole JPEG files, with their place and device."""
    filters = stream.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, pikepdf.Array) else [str(filters)]
    if not {"/DCTDecode", "/DCT", "/JPXDecode"} & set(names):
        return
    if len(names) > 1:
        raise CleaningError("odd")
    strip = without_boxes if names == ["/JPXDecode"] else without_application_data
    parameters = stream.get("/DecodeParms")
    kept = parameters if isinstance(parameters, pikepdf.Dictionary) else None
    stream.write(strip(stream.read_raw_bytes()), filter=pikepdf.Name(names[0]), decode_parms=kept)
