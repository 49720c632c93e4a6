"""Serving: from an empty folder to an address, in one command."""
