"""The sample estate: believable, the same for the same seed, and posted through desk and books like any other."""
