"""What makes the model believable, and what does not: four tables of rows, a page, a credibility file."""
