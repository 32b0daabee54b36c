"""The model shown to people who will not write a file: a live app, and a page that works without network."""
