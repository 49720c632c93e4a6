"""The parts of ``content/meeting.yaml``.

A module for each: the `Section` of one meeting; `apply`, which makes it real; `export`, which writes it down.
"""
