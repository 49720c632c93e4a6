"""Tenants: businesses and their communities, their addresses and their plans."""
