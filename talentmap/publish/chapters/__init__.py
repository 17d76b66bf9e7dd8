"""The chapters of the white paper: each a module here that makes its facts, and a template in each language."""
