"""The return code that goes out with a form, and comes back with it.

It is drawn when a form is rendered and sealed with the application's key, together with the nonce of the
form's token. So a form that is sent twice shows the same five words, and nothing is stored for a form
that is never sent. Whoever could open the seal could open the one letter that comes with it, and only
if they saw the form itself: it is in no table and in no log.
"""

import base64
import binascii
import json
import uuid

from hutong.fields import FormToken
from plugins.complaint.codes import new_code
from plugins.complaint.sealing import SealError, close_for_application, open_for_application, place

FIELD = "return_code"
_PURPOSE = "return-code"


def draw_code(token: FormToken, *, tenant_id: uuid.UUID, language: str, salt: bytes) -> str:
    """A fresh code for the form with this token, sealed for its hidden field."""
    plain = json.dumps([token.nonce, *new_code(language, salt)]).encode()
    sealed = close_for_application(plain, _PURPOSE, place(tenant_id, token.object_id, _PURPOSE))
    return base64.urlsafe_b64encode(sealed).decode()


def read_drawn(field: str, token: FormToken, *, tenant_id: uuid.UUID) -> tuple[str, ...]:
    """The code in a form's hidden field. Raises `SealError` where it is not ours or of another form."""
    try:
        sealed = base64.urlsafe_b64decode(field[:2000].encode())
    except (ValueError, binascii.Error) as error:
        raise SealError from error
    plain = open_for_application(sealed, _PURPOSE, place(tenant_id, token.object_id, _PURPOSE))
    nonce, *words = json.loads(plain)
    if nonce != token.nonce:
        raise SealError
    return tuple(words)
