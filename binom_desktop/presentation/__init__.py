"""Words and shapes for figures; QtCore only."""
