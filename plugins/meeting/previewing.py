"""Looking at a draft before it is published: by a signed address that the console gives for an hour."""

from flask import g

from hutong import TenantInfo, public_url
from hutong.fields import FormTokenError, issue_form_token, read_form_token
from plugins.meeting.models import Meeting

_PURPOSE = "meeting.preview"
_AN_HOUR = 3600


def preview_key(tenant: TenantInfo, meeting: Meeting) -> str:
    """What opens the preview of a meeting."""
    return issue_form_token(tenant=tenant.id, object_id=meeting.id, version=0, purpose=_PURPOSE)


def preview_url(tenant: TenantInfo, meeting: Meeting) -> str:
    """Where a meeting can be looked at as guests will see it."""
    return public_url(tenant, "meeting.preview", code=meeting.code, key=preview_key(tenant, meeting))


def opens_preview(meeting: Meeting, key: str) -> bool:
    """Whether the key is this meeting's, and not too old."""
    try:
        read_form_token(key, tenant=g.tenant.id, object_id=meeting.id, purpose=_PURPOSE, max_age=_AN_HOUR)
    except FormTokenError:
        return False
    return True
