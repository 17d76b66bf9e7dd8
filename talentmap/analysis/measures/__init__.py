"""What the figures of the catalog are: pure functions from sums to measures, one definition each."""
