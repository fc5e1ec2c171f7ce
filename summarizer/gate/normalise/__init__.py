"""Numbers, dates and names in one form for all languages, shared by the checks."""
