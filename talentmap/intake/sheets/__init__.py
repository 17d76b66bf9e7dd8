"""From the grids of a file to its table: headers, which rows are data, whose they are, what stands beside them."""
