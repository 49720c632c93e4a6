"""Files without what they say about their sender: one module for each sort, told by content only."""
