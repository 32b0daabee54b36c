"""Second implementations, written from the equations alone: slow and plain, for the package to agree with."""
