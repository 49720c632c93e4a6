"""The one name plugins import."""
