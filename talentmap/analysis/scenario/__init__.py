"""What-if: an edition's incentive items changed, everything recomputed, and the budget that would serve need best.

Read in this order: `changes` (the items after the scenario), `difference` (before against after), `programme` (the
search as a linear programme), `solve` (its optimum and shadow prices), `search` (a scenario's search on an edition).
"""
