"""The tools of a community: switching them, what becomes of their data, and those that are not there."""
