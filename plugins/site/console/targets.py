"""Where a link of this site can lead: its pages, and the things of other tools."""

from flask import g

from hutong.pages import things_to_share
from plugins.site.console.blueprint import title_of
from plugins.site.queries import pages


def target_choices() -> list[tuple[str, str]]:
    """``(target, label)``: pages first, then tools."""
    own = [(f"page:{page.key}", title_of(page)) for page in pages()]
    tools = things_to_share(g.tenant, without="site")
    others = [(f"tool:{tool.plugin}/{tool.key}", tool.title) for tool in tools if tool.key]
    return [*own, *others]
