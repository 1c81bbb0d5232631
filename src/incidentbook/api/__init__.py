"""A book over HTTP: what it holds as resources; decisions and articles are what can be written.

`app.create_app` makes the application, `server.serve` runs it. Needs the extra `serve`.
"""
