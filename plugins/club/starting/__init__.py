"""The parts of ``content/club.yaml``.

A module for each: its `Section` of the file; `apply`, which makes it real; `export`, which writes it down.
"""
