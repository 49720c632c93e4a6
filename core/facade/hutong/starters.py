"""What of a tool's starter content goes into a template that a business saves: marks for `starter_policy`."""

from core.fields.starter_shape import (
    FORM_PAGE as FORM_PAGE,
    QUESTION as QUESTION,
)
from core.starter_policy import (
    ADDRESS as ADDRESS,
    AS_IS as AS_IS,
    DAYS as DAYS,
    DRAWINGS as DRAWINGS,
    EMAIL as EMAIL,
    HANDLE as HANDLE,
    KEY as KEY,
    LINK as LINK,
    OUT as OUT,
    OWNER as OWNER,
    PHONE as PHONE,
    PHOTO as PHOTO,
    SITE as SITE,
    SPEAKER as SPEAKER,
    WORDS as WORDS,
    ByKind as ByKind,
)
