"""A run as the files statisticians and pharmacometricians work with: ADaM data sets, event tables, CSV."""
