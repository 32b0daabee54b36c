"""The biology: states and laws as small plain functions, and the kernel generated from them.

Nothing in this room knows about arrays of patients, files or units at run time: a law needs only `math`.
`STATES`, `QUANTITIES` and `REACTIONS` in `model.laws` are the table of contents; `model.kernel` is what the
engine runs.
"""
