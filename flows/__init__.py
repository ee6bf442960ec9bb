"""Prefect flows over the steps of `pipeline.run`; no logic of their own."""
