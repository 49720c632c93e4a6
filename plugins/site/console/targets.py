"""Where a link of this site can lead: its pages, and the things of other tools."""

from flask import g

from hutong import ShareTarget, plugins
from plugins.site.console.blueprint import title_of
from plugins.site.queries import pages


def target_choices() -> list[tuple[str, str]]:
    """``(target, label)``: pages first, then tools."""
    own = [(f"page:{page.key}", title_of(page)) for page in pages()]
    tools: list[ShareTarget] = plugins().gather_items(g.tenant, "share_targets")
    others = [
        (f"tool:{tool.plugin}/{tool.key}", tool.title) for tool in tools if tool.key and tool.plugin != "site"
    ]
    return [*own, *others]
