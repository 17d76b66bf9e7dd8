"""What goes back to those who sent files: problem lists, annotated copies, receipts."""
