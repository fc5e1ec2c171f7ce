"""The archive and the evidence pages, feeds of the briefings, and health for operators.

`app.create_app` is the whole of it as an ASGI application. It reads the store and writes nothing.
"""
