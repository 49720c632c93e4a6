"""The draft of a page: each change keeps the state before it as a step, so that it can be undone."""

from collections.abc import Mapping

from sqlalchemy import delete

from hutong import db, digest_of, now
from plugins.site.content import PageContent, parse_content
from plugins.site.models import SitePage, SiteStep
from plugins.site.operations.faults import SiteError
from plugins.site.queries import last_step, step_at

STEPS_KEPT = 30


def save_draft(*, page: SitePage, content: PageContent) -> None:
    """Make `content` the draft; the state before becomes a step back."""
    stored = content.stored()
    if stored == page.draft:
        return
    db.session.add(SiteStep(page_id=page.id, revision=page.revision, content=page.draft))
    page.draft = stored
    page.revision += 1
    page.changed_at = now()
    db.session.flush()
    db.session.execute(
        delete(SiteStep).where(SiteStep.page_id == page.id, SiteStep.revision < page.revision - STEPS_KEPT)
    )


def undo_step(*, page: SitePage, revision: int | None = None) -> None:
    """Go back to before the last change; `revision` says before which one a toast offered to go back.

    Raises `SiteError`: ``step`` where there is none, ``moved`` where somebody has changed the page since.
    """
    step = last_step(page.id) if revision is None else step_at(page.id, revision)
    if step is None:
        raise SiteError("step")
    if revision not in (None, page.revision - 1):
        raise SiteError("moved")
    page.draft = step.content
    page.revision += 1
    page.changed_at = now()
    db.session.execute(
        delete(SiteStep).where(SiteStep.page_id == page.id, SiteStep.revision >= step.revision)
    )


def edit_settings(
    *, page: SitePage, title: Mapping[str, str], description: Mapping[str, str], image: str
) -> None:
    """Set what the draft says about the page itself."""
    content = parse_content(page.draft)
    save_draft(
        page=page,
        content=PageContent(
            title=dict(title), description=dict(description), image=image, blocks=content.blocks
        ),
    )


def settings_mark(content: PageContent) -> str:
    """A mark of what a draft says about the page itself, carried by its form: editors notice each other."""
    return digest_of(content.model_dump(mode="json", exclude={"blocks"}))
