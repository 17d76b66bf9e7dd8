"""The protected tables as open data: CSV files, and descriptions of them that programs and people read."""

from talentmap.publish.opendata.write import write_opendata

__all__ = ["write_opendata"]
