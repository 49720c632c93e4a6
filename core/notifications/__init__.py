"""Notifications: what a person is told, in the page and by mail, each thing once."""
