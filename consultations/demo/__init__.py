"""Advice in the demo: articles of the knowledge base, written and approved by invented people."""
