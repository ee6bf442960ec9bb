import pytest


@pytest.fixture(scope="session")
def prefect_server():
    """Prefect on a database of its own, for all tests that run a flow in this process."""
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=180):
        yield
