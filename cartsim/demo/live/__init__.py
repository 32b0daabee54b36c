"""The live demo: one server, many viewers, each with a scenario of their own in the browser.

`app.py` is a marimo notebook, served read-only: its cells only tie together what the other modules say.
A viewer's settings are a scenario text (`desk`), which the controls edit; a run waits in one line for all
viewers (`line`), is computed in a thread, and is drawn by processes of its own (`easels`).
"""
