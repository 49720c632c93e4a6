"""Where the files of a request lie while it is answered."""

from io import BytesIO
from typing import IO

import flask
from flask import current_app


class Request(flask.Request):
    """Files go to a temporary file above 500 KB, but never those that must not touch the disk unsealed."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        declared = getattr(current_app.view_functions.get(self.endpoint or ""), "policy", None)
        if declared is not None and (declared.anonymous or declared.sealed):
            return BytesIO()  # MAX_CONTENT_LENGTH is the bound
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)
