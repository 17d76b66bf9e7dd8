"""Reads the catalogs and registers that domain people edit; every fault with file and line."""
