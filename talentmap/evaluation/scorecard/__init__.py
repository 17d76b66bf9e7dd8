"""Departments scored by what is counted at once and by what became of it, from published figures alone."""
