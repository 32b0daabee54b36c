"""The table of single cells: which nodules are run, what is read of each, and the law fitted to them."""
