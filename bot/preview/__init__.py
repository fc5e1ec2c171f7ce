"""How a digest will look, before anybody gets it: payloads as an HTML page, one module a platform.

Each module has ``page(parts) -> str``: one self-contained document that requests nothing.
"""
