"""The platform's own doors: signing in, claiming a trial, one's communities, the account's settings."""
