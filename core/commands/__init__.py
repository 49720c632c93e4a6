"""The commands of ``hutong``, one module per subject; core.cli puts them together."""
