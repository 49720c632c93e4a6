"""A lottery: visitors take tickets, one for each name."""
