"""A tool as small as can be, so that the gallery is tested without the first-party ones."""
