"""The whole way as a Prefect flow: one task a step, and one a batch of texts."""

# annotations are not postponed: a schedule loads this file by path, and Prefect then needs the types
from prefect import flow, task, unmapped
from prefect.cache_policies import NO_CACHE

from flows.runners import RUNNERS, threads, workers
from pipeline import run as steps
from pipeline.run import Step
from pipeline.settings import Settings
from pipeline.snapshot import Manifest
from pipeline.web import Web

FEW = 300
"""Texts that one process extracts sooner than a pool of them has loaded its models."""

# the sources share one network client, and with it the pace of requests to a host: nothing to cache by
read = task(steps.read, name="read", task_run_name="read {source}", cache_policy=NO_CACHE)
extract_batch = task(steps.extract_batch, name="extract", cache_policy=NO_CACHE)
resolve_citations = task(steps.resolve_citations, name="resolve")
retrieve_papers = task(steps.retrieve_papers, name="retrieve")
extract_papers = task(steps.extract_papers, name="extract-papers")
assemble = task(steps.assemble, name="publish")


@flow(name="threadgraph", flow_run_name="threadgraph-{settings.name}")
def threadgraph(settings: Settings) -> Manifest:
    """Read the sources, extract, resolve, and publish the graph."""
    with Web(settings) as web:
        done = [read(source, settings, web) for source in settings.sources]
    done += [extract(settings), resolve_citations(settings), retrieve_papers(settings)]
    done.append(extract_papers(settings))
    return assemble(settings, done)


def extract(settings: Settings) -> Step:
    """Extract what is new: little of it here, much of it where `Settings.runner` says."""
    count = workers(settings)
    new = sum(map(len, steps.batches(settings)))
    if not new:
        return Step("extract", 0)
    here = count == 1 or (new <= FEW and not settings.workers)
    runner = threads(settings, 1) if here else RUNNERS[settings.runner](settings, count)
    return steps.merged("extract", extraction.with_options(task_runner=runner)(settings, count))


@flow(name="threadgraph-extract", flow_run_name="extract-{settings.name}")
def extraction(settings: Settings, workers: int) -> list[Step]:
    """Extract batch by batch; workers are given keys and never texts."""
    return extract_batch.map(steps.batches(settings, workers), unmapped(settings)).result()
