"""From the enterprises that answered to all of the frame: editing, weights, replicates, intervals.

`weighted` does it all in one function. Read in this order: `frame` (who there is), `answers` and `staff` (who
answered), `cells`, `margins`, `raking`, `trimming`, `calibration`, `weighting` (what an answer stands for), `editing`
and `winsorise` (what is not taken at face value), `bootstrap` and `replicates` (how far a total could be off),
`possible` (which role a line could have), `intervals` (how that is said), `response`, `quality` and `sensitivity` (how
good the survey is).
"""
