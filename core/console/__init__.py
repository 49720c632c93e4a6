"""The console: where owner, admin and staff work."""
