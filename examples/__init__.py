"""Bundled example editions and the generator that makes them."""
