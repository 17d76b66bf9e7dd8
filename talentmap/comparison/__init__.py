"""Editions beside each other: year against year, county beside county."""
