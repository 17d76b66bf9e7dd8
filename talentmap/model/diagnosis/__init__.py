"""A diagnosis as values: printed figures, findings, SWOT entries, and the case that holds them."""
