"""Where labels are bought. Loaded in workers only: the libraries of carriers take seconds to import."""
