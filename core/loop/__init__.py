"""The closed loop: seen → intent → order → service → repeat → spread, told from the acts of all tools."""
