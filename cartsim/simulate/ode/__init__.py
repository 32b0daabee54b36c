"""The engine: a Rosenbrock solver for one patient, and many patients on all cores."""
