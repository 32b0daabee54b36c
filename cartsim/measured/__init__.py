"""Measured data: CSV files of lesions or responses, assessed by the rules that judge virtual patients."""
