"""Incentives against need: whom items accept, what stays uncovered, where money lies, where items overlap or break off.

Read in this order: `subjects` (posts and people as rules see them), `open_posts` (need, counted with its replicates),
`reach` and `uncovered` (who is accepted), `grid` and `money` (money against need), `gates`, `flow` and `silos` (what
else the register shows), `headline` (the figures of the first page), `incentives` (all of it in one call).
"""
