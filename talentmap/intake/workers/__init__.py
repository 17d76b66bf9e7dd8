"""Reading on all cores in capped processes, and what earlier runs have read already."""
