"""First-party plugins, one vertical slice each."""
