"""Backup and restore: one file that holds everything, of either database, for either database.

The rows travel as JSON lines and not as a copy of the database's files: what SQLite wrote can be read into
PostgreSQL when an installation grows, and an old backup is brought up to date by the same revisions as an
old database. It is read in one transaction, while the installation serves.
"""
