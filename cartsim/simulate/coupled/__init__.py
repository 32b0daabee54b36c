"""One lesion of one patient as single cells, the rest of the body as equations: cells, IFN-gamma and sizes
cross between them every hour.
"""
