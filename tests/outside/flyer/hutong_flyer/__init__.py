"""Flyers: one page with a cover, a few lines and prices, to hang on a door, lay on a table and send on."""
