"""The demo: the eleven real services and the republic office, everything else invented.

Made by calling operations, with the clock moved through two years, and the same on every run.
"""
