"""Pages made of blocks: the mobile site of a tenant, edited on a phone and published in versions."""
