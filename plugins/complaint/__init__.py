"""Complaint box: a customer writes, with a name or without one, and the business answers in time."""
