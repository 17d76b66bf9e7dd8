"""Diagnosis of a region from figures: its own tables where there is an edition, printed figures where there is none."""
