"""A book over HTTP: what it holds as resources, and decisions as the one thing that can be written.

`app.create_app` makes the application, `server.serve` runs it. Needs the extra `serve`.
"""
