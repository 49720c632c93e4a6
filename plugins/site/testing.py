"""Sample arguments of the site's routes."""

from typing import Any

from plugins.site.content import PageContent
from plugins.site.operations import add_block, bin_page, create_page, publish_page


def sample_arguments() -> dict[str, Any]:
    """A published page with one block and a step to undo, and one in the bin."""
    page = create_page(title={"zh": "样页", "en": "Sample"}, content=PageContent(title={"en": "Sample"}))
    block = add_block(page=page, data={"kind": "text", "body": {"en": "Words"}})
    version = publish_page(page=page, by=None)
    binned = create_page(title={"zh": "旧页", "en": "Old page"})
    bin_page(page=binned)
    return {
        "page_id": page.id,
        "binned_id": binned.id,
        "slug": page.slug,
        "key": block.key,
        "kind": block.kind,
        "number": version.number,
        "revision": 1,
    }
