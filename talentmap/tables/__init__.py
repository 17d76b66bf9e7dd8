"""The shape of every table, once: column, type, unit, meaning, disclosure class."""
