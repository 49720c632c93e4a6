"""The blueprint that the view modules of this package fill."""

from hutong import ConsoleBlueprint

blueprint = ConsoleBlueprint("meeting", "plugins.meeting")
