"""The house's own rules: what ruff, mypy and import-linter cannot know."""
