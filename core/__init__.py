"""The multi-tenant core of Hutong."""
