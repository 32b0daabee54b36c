"""The engine: Rosenbrock steps of a patient in every lane, many patients on all cores."""
