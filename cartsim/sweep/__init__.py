"""Sweeps: many scenario points, each with the same virtual patients, on machines that may go away.

A plan names points (values on axes), arms and patients. A cell is one arm at one point, addressed by the
hash of everything that its patients' results depend on. A shard is a range of patients of a cell: one file
that appears whole or not at all. Dask hands shards to workers; what is on disk, and nothing else, says what
is done.

    plan -> shards, on any workers, in any order -> merge -> one file: all patients, every arm's endpoints
"""
