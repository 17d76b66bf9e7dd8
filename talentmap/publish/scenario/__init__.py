"""A what-if told to the bureau: `words`, `sections` (what is said), `report` (page, workbook, CSV files)."""
