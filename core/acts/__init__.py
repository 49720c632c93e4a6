"""The acts ledger: who did what, at which stage of the loop, through which share link."""
