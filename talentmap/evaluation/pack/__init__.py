"""What independent evaluators are given: frozen tables, the method, sheets to score on; and how far they agree."""
