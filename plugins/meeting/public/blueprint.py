"""The blueprint that the view modules of this package fill."""

from hutong import PublicBlueprint

blueprint = PublicBlueprint("meeting", "plugins.meeting")
