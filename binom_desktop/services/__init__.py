"""What the app does with the wire and the history; no Qt."""
