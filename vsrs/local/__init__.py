"""What `run.py` does: packages, private servers, processes. Standard library only, because it runs
before anything is installed."""
