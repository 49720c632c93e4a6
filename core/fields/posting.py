"""Small public forms outside the questions: a button, a name. Their token says whose page they come from."""

from flask import g, request

from core.errors import ForgeryError
from core.fields.token import TOKEN_FIELD, FormToken, FormTokenError, issue_form_token, read_form_token


def page_token(object_id: object, purpose: str, *, via: str = "") -> str:
    """The token of a small form on a page of this tenant; its nonce names one sending."""
    return issue_form_token(tenant=g.tenant.id, object_id=object_id, version=1, purpose=purpose, via=via)


def posted_token(object_id: object, purpose: str) -> FormToken:
    """The token sent with the form; the same page sent twice has the same nonce. Raises `ForgeryError`."""
    try:
        return read_form_token(
            request.form.get(TOKEN_FIELD), tenant=g.tenant.id, object_id=object_id, purpose=purpose
        )
    except FormTokenError as error:
        raise ForgeryError from error
