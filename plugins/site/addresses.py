"""Link targets as addresses: pages by their key, things of other tools by theirs."""

from collections.abc import Callable, Iterable, Mapping

from hutong import ShareTarget
from plugins.site.targets import TargetError, check_target

PageAddress = Callable[[str], str]
"""The address of a published page by its key; empty where there is none."""


class Addresses:
    """Resolves targets for one rendering. What leads nowhere gives an empty text and is not drawn."""

    def __init__(self, pages: Mapping[str, str], tools: Iterable[ShareTarget]) -> None:
        self._pages = pages
        self._tools = {f"{tool.plugin}/{tool.key}": tool for tool in tools if tool.key}

    def of(self, target: str) -> str:
        """The address to follow; empty where the page or tool is not there, or the target is unsafe."""
        try:
            check_target(target)
        except TargetError:
            return ""
        scheme, _, rest = target.partition(":")
        if scheme == "page":
            return self._pages.get(rest, "")
        if scheme == "tool":
            tool = self._tools.get(rest)
            return tool.url if tool is not None and tool.state != "draft" else ""
        return target
