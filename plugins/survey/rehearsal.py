"""Trying a survey before launch: a signed link shows the draft; what is sent in is a test answer."""

from flask import g, request

from hutong import TenantInfo, public_url
from hutong.fields import DefinitionError, FormTokenError, issue_form_token, read_form_token
from plugins.survey.asking import DRAFT, Asking, draft_asking
from plugins.survey.errors import NothingToAskError
from plugins.survey.models import Survey
from plugins.survey.operations import published_form

_PURPOSE = "survey.rehearsal"
_A_DAY = 24 * 3600


def rehearsal_url(tenant: TenantInfo, survey: Survey) -> str:
    """The address at which the draft can be tried for a day by whoever holds it."""
    token = issue_form_token(tenant=tenant.id, object_id=survey.id, version=DRAFT, purpose=_PURPOSE)
    return public_url(tenant, "survey.form", code=survey.code, test=token)


def rehearsal_of(survey: Survey) -> Asking | None:
    """The draft, where this request came by a link for trying it; None in every other case."""
    if "test" not in request.args:
        return None
    try:
        read_form_token(
            request.args["test"],
            tenant=g.tenant.id,
            object_id=survey.id,
            purpose=_PURPOSE,
            max_age=_A_DAY,
        )
        return draft_asking(survey, published_form(survey.draft))
    except (FormTokenError, NothingToAskError, DefinitionError):
        return None
