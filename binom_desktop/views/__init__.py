"""Windows, pages and widgets; they show models and emit intents."""
