"""Extracts opened: found, read by kind of file, their columns and words understood."""
