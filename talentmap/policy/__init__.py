"""Incentive policy read and applied: what texts promise, and whom each item accepts."""
