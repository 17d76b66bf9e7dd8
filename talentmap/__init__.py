"""talentmap compiles a region's yearly Key Industry Talent Demand Catalog. Start at `talentmap.pipeline`."""

__version__ = "0.1.0"
