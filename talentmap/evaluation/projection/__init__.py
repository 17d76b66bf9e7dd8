"""Projections 1, 3 and 5 years ahead: stock and flow by role, and what the cohorts in training will fill."""
