"""Fields on a grid: what cells put in, what diffuses, at rest (multigrid) or through time (lines)."""
