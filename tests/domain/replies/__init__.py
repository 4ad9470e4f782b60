"""The reader of replies."""
