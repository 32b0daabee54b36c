"""Pages to teach with: one file that needs no network, and a server on which every field can be changed."""
