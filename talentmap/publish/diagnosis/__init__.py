"""The diagnosis told: `tell` (sentences), `report` (the book), `sheets` (tables), `files` (all that is written)."""
