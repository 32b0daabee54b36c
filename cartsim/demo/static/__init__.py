"""The route demo in one file: a grid of scenarios computed beforehand, a page that moves between them."""

from cartsim.demo.static.page import write_demo

__all__ = ["write_demo"]
