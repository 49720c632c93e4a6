"""The scenario gallery: templates as data, applied to a tenant."""
