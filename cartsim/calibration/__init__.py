"""How the assumed numbers of the human model were set: published targets, free parameters, one objective."""
