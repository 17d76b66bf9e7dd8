"""Stage 7: the white paper, the map, the workbook and the open data, all drawn from the protected tables."""
