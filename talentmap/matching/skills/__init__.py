"""Skills in free text, the taxonomy's skills that they mean, and what is asked and known of each."""
