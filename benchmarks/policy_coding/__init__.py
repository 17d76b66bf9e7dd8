"""How well the coding assistant reads policy: a gold set of clauses, a scorer, a keyword-count baseline."""
