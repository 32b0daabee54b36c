"""How numbers of the human model are fitted: targets, free parameters with priors, one objective."""
