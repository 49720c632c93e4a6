"""For authors of plugins and templates: what makes a new one, and what says what is wrong with one."""
