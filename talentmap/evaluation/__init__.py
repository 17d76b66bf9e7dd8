"""Beyond this year's gaps: how a region has fared, what its services are like, where it is heading."""
