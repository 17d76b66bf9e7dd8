"""The map: one HTML file for the public, with its data, style and script inside."""
