"""Figures as vector SVG, one look for the white paper, the Word draft and the map. Plain rows in, an SVG string out."""
