"""The whole way as a Prefect flow: one task a step, and one a batch of texts."""

# annotations are not postponed: a schedule loads this file by path, and Prefect then needs the types
import hashlib
import time
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from prefect.runtime import task_run
from prefect.transactions import Transaction, transaction
from prefect.utilities.annotations import quote

from flows import announce
from flows.hosts import alone_at, shown
from flows.key import keyed
from flows.progress import tracked
from flows.retries import PATIENCE, options
from flows.runners import RUNNERS, threads, workers
from pipeline import run as steps
from pipeline import snapshot
from pipeline.extract.fingerprint import fingerprint
from pipeline.gate import Held
from pipeline.records import Failure
from pipeline.run import Step
from pipeline.settings import Settings
from pipeline.snapshot import Manifest
from pipeline.web import Web

FEW = 300
"""Texts that one process extracts sooner than a pool of them has loaded its models."""


def batch_key(_: Any, given: dict[str, Any]) -> str:
    """Key of a batch's result: hashes of its texts, fingerprint of the extractor, and the store."""
    settings = given["settings"]
    mark = fingerprint(settings.model, settings.profile, settings.components)
    return hashlib.sha256("\n".join((settings.store, mark, *given["texts"])).encode()).hexdigest()


def read_name() -> str:
    """Name of a run of `read`: its source, without what may be a secret."""
    return f"read {shown(task_run.parameters['source'])}"


@task(**options("read"), task_run_name=read_name, cache_policy=NO_CACHE)
def read(source: str, settings: Settings, web: Web) -> Step:
    """Fetch and parse one source; the sources share one network client, and with it the pace of a host."""
    with alone_at(source, settings):
        return steps.read(source, settings, web)


@task(**options("extract"), cache_key_fn=batch_key, persist_result=True, result_serializer="json")
def extract_batch(texts: list[str], settings: Settings) -> dict[str, Any]:
    """Extract the texts of some hashes; the result is plain data, so that no pickle is ever read back."""
    done = steps.extract_batch(texts, settings)
    return {"new": done.new, "failures": [failure.model_dump(mode="json") for failure in done.failures]}


resolve_citations = task(steps.resolve_citations, **options("resolve"), cache_policy=NO_CACHE)
retrieve_papers = task(steps.retrieve_papers, **options("retrieve"), cache_policy=NO_CACHE)
extract_papers = task(steps.extract_papers, **options("extract-papers"), cache_policy=NO_CACHE)
publish = task(steps.assemble, **options("publish"), cache_policy=NO_CACHE)


@publish.on_rollback
def withdraw(published: Transaction) -> None:
    """Point the graph's name back to the snapshot before."""
    settings, before = published.get("settings"), published.get("before")
    snapshot.go_back(settings.out, settings.name, before)


@flow(name="threadgraph", flow_run_name="threadgraph-{settings.name}")
def threadgraph(settings: Settings) -> Manifest:
    """Read the sources, extract, resolve, and publish the graph."""
    settings = keyed(settings)
    with Web(settings) as web:
        done = [timed(read, source, settings, web) for source in settings.sources]
    done.append(timed(extract, settings))
    wanted = quote(steps.questions_of(settings))  # quoted: Prefect need not look for futures in it
    literature = (resolve_citations, retrieve_papers, extract_papers)
    done += [timed(step, settings, wanted) for step in literature]
    try:
        with transaction() as publishing:
            publishing.set("settings", settings)
            publishing.set("before", snapshot.current(settings.out, settings.name))
            manifest: Manifest = publish(settings, done)
            snapshot.verify(settings.out / settings.name)
    except Held as held:
        announce.tell("held", settings.name, {"reason": str(held)})
        raise
    announce.published(settings, manifest)
    return manifest


def timed(step: Any, *given: Any) -> Step:
    """A step, with how long it took."""
    started = time.monotonic()
    done: Step = step(*given)
    return done._replace(seconds=time.monotonic() - started)


def extract(settings: Settings) -> Step:
    """Extract what is new: little of it here, much of it where `Settings.runner` says."""
    count, new = workers(settings), waiting(settings)
    if not new:
        return Step("extract", 0)
    here = count == 1 or (new <= FEW and not settings.workers)
    runner = threads(settings, 1) if here else RUNNERS[settings.runner](settings, count)
    found = extraction.with_options(task_runner=runner)(settings, count)
    if waiting(settings) > len(found.failures):  # a result was kept of texts that the store lost since
        found = extraction.with_options(task_runner=runner)(settings, count, refresh=True)
    return found


def waiting(settings: Settings) -> int:
    """How many texts are to be extracted."""
    return sum(map(len, steps.batches(settings)))


@flow(
    name="threadgraph-extract",
    flow_run_name="extract-{settings.name}",
    timeout_seconds=PATIENCE["extraction"].total_seconds(),
)
def extraction(settings: Settings, workers: int, refresh: bool = False) -> Step:
    """Extract batch by batch; workers are given keys and never texts.

    Args:
        settings: which sources, which store, which extractor.
        workers: how many workers there are.
        refresh: believe no result that is kept of an earlier run.
    """
    batch = extract_batch.with_options(refresh_cache=refresh)
    sizes = {batch.submit(list(texts), settings): len(texts) for texts in steps.batches(settings, workers)}
    done = [future.result() for future in tracked(as_completed(list(sizes)), sizes, "extract")]
    failures = tuple(Failure(**failure) for result in done for failure in result["failures"])
    return Step("extract", sum(result["new"] for result in done), failures)
