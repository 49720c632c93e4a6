"""Keeps one page of lines in the tenant's settings."""
