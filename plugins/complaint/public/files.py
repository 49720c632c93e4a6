"""Files that writers send, and those that they look at."""

from collections.abc import Mapping
from typing import Any

from flask import request

from plugins.complaint.attachments import FileFault, Uploads, read_uploads
from plugins.complaint.cleaning.words import file_limits

FILES, ORIGINALS = "files", "keep_originals"


def uploads_sent() -> Uploads:
    """What came with this request, cleaned; it ends the transaction at hand, so it comes before any write."""
    return read_uploads(request.files.getlist(FILES), keep_originals=ORIGINALS in request.form)


def files_context(faults: tuple[FileFault, ...] = ()) -> Mapping[str, Any]:
    """What a page with the input of files needs; one that comes back says that browsers let go of files."""
    return {
        "faults": faults,
        "files_gone": any(file.filename for file in request.files.getlist(FILES)),
        "keep_originals": ORIGINALS in request.form,
        "limits": file_limits(),
    }
