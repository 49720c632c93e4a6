"""What is collected in tests/."""

# A distribution of its own; test_outside_plugin.py installs it and runs its tests there.
collect_ignore = ["outside_plugin"]
