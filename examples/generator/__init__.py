"""Makes the bundled example edition: illustrative survey files, extracts and events, and the truth behind them."""
