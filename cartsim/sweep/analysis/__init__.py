"""What a merged sweep says: response surfaces, the best dose, Sobol indices, Morris' effects, draws.

    sweep.nc -> read (checked, lazily) -> surfaces, best doses, indices, draws -> tables, figures, a page

Every number is taken from the endpoints or from the patients of the file; nothing is simulated here.
"""
