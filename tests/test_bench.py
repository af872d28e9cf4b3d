"""That the benchmarks can be started and speak the language they promise; what they measure is in docs/performance.md."""

import importlib
import io
import json
import pkgutil

import pytest

import bench
from bench import goals, peers, processes
from bench.figures import Figure, NotRun, teller
from config.management.commands import up

# Modules that are whole programs: importing them sets up another Django project, or needs a database of their own.
PROGRAMS = {"bench.normaliser", "bench.settings", "bench.import_guidance"}


def test_every_module_can_be_imported():
    names = {found.name for found in pkgutil.walk_packages(bench.__path__, "bench.")} - PROGRAMS
    assert "bench.pages" in names
    for name in names:
        importlib.import_module(name)


def test_a_figure_is_one_json_object_a_line():
    out = io.StringIO()
    tell = teller(out)
    tell(Figure(name="pages.home.anonymous.c16", value=12.0, unit="ms CPU/request", baseline=4.0, more={"bytes": 7}))
    tell(NotRun("mail.worker", "no mail server"))
    figure, not_run = map(json.loads, out.getvalue().splitlines())
    assert {"name", "value", "unit", "baseline"} <= figure.keys() & not_run.keys()
    assert (figure["ratio"], figure["met"], figure["goal"]) == (3.0, True, "goal 2: ≤ 3.5 × N")
    assert "bakerydemo" in figure["peer"]
    assert not_run["not_run"] == "no mail server"


@pytest.mark.parametrize(("ratio", "is_met"), [(2.5, True), (2.6, False), (None, None)])
def test_a_goal_is_met_or_missed_or_not_judged(ratio, is_met):
    assert goals.GOALS["pages.guidance-overview.anonymous.c16"].is_met(10.0, ratio) is is_met


def test_servers_are_started_as_the_site_is():
    ours = processes.granian("config.wsgi:application", 8123)
    assert ours == up._web(processes.HOST, 8123)


def test_what_is_named_for_peers_is_measured():
    prefixes = ("pages.", "queries.", "lists.", "search.", "memory.", "start.", "mail.")
    assert all(name.startswith(prefixes) for name in peers.PEERS)
