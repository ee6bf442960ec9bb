"""The whole way as a Prefect flow: one task a step."""

# annotations are not postponed: a schedule loads this file by path, and Prefect then needs the types
from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from pipeline import run as steps
from pipeline.settings import Settings
from pipeline.snapshot import Manifest
from pipeline.web import Web

# the sources share one network client, and with it the pace of requests to a host: nothing to cache by
read = task(steps.read, name="read", task_run_name="read {source}", cache_policy=NO_CACHE)
extract = task(steps.extract, name="extract")
resolve_citations = task(steps.resolve_citations, name="resolve")
extract_papers = task(steps.extract_papers, name="extract-papers")
assemble = task(steps.assemble, name="publish")


@flow(name="threadgraph", flow_run_name="threadgraph-{settings.name}")
def threadgraph(settings: Settings) -> Manifest:
    """Read the sources, extract, resolve, and publish the graph."""
    with Web(settings) as web:
        done = [read(source, settings, web) for source in settings.sources]
    done += [extract(settings), resolve_citations(settings), extract_papers(settings)]
    return assemble(settings, done)
