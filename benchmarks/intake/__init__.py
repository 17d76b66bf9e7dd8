"""Where the reader of survey files is held to truth: gold sets, generated files, planted errors."""
