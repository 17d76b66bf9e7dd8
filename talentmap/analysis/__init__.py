"""Stages 5 and 6: tables become findings, and findings become what may be shown."""
