"""The customer pool: finding people, tags on them, and segments, which are saved ways of finding."""
