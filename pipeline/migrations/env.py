"""Alembic's environment: it works on the connection that `pipeline.migrations` hands it."""

from alembic import context

from pipeline.store_tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
