"""Job titles taken apart: noise, level words, brackets, several posts, and what names the trade."""
