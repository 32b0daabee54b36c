"""`python -m cartsim` is the `cartsim` command."""

from cartsim.cli import main

main()
