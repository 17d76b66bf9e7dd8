"""The stage itself: every demand line and every person of an edition placed."""
