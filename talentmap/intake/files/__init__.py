"""From a file's bytes to the grids of its sheets: told by content, looked over before anything opens it."""
