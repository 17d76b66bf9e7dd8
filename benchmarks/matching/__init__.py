"""Our matcher beside the ones that a bureau could pick today, on title sets whose right answers are known.

`python -m benchmarks.matching` measures everything; `accuracy`, `metamorphic`, `learning` and `throughput` measure one
thing each and can be run alone. `ours` and `peers` are what is measured (`guests` are peers in another environment),
`title_sets`, `edition_lines`, `rewriting` and `made_titles` what it is measured on, `rankings` the figures.
"""
