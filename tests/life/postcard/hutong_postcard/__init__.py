"""Postcards: a picture of the shop with a greeting, which customers stamp and send on."""
