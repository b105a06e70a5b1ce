"""The processes of a running installation: several for the web, one worker, and the small one that watches them.

`starting` takes the data directory and the port and becomes the `watcher`, which imports nothing but the standard library;
`child` is what the watched ones owe it; `wire` is how connections are treated in a web process.
"""
