"""Threads that share one issuer, and forked workers."""

import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from agora_token import ClosedError, Endpoint, Issuer, Role, Version, parse

THREADS = 8
TOKENS = 1_000_000


def test_a_million_tokens_of_8_threads_are_valid_and_none_equals_another(issuer: Issuer) -> None:
    start = threading.Barrier(THREADS)

    def make(_: int) -> set[int]:
        start.wait()
        own = set()
        for number in range(TOKENS // THREADS):
            # All for one user, so that the salt alone tells them apart.
            version = Version.V006 if number % 2 else Version.V007
            token = issuer.rtc("room", uid=42, role=Role.PUBLISHER, expires_in=3600, version=version)
            issuer.check_rtc(token, "room", uid=42)
            own.add(hash(token))
        return own

    with ThreadPoolExecutor(THREADS) as pool:
        made = list(pool.map(make, range(THREADS)))
    assert sum(map(len, made)) == len(set().union(*made)) == TOKENS


def test_threads_of_one_user_get_other_salts(issuer: Issuer) -> None:
    def salts(_: int) -> list[int]:
        return [parse(issuer.rtm("ann", expires_in=60, version=Version.V006)).salt for _ in range(1000)]

    with ThreadPoolExecutor(THREADS) as pool:
        made = [salt for own in pool.map(salts, range(THREADS)) for salt in own]
    assert len(set(made)) == len(made) == THREADS * 1000


def test_threads_that_meet_a_close_get_a_token_or_the_error() -> None:
    for _ in range(200):
        issuer = Issuer("970CA35de60c44645bbae8a215061b33", "5CFd2fd1755d40ecb72977518be15d3b")
        endpoint = Endpoint(issuer)
        start = threading.Barrier(4)

        def use(start: threading.Barrier = start, issuer: Issuer = issuer, endpoint: Endpoint = endpoint) -> str:
            start.wait()
            try:
                while True:
                    issuer.verify(issuer.fpa())
                    assert endpoint.handle("GET", "/rtm/1", policy=None).status == 200
            except ClosedError:
                return "closed"

        with ThreadPoolExecutor(3) as pool:
            ends = [pool.submit(use) for _ in range(3)]
            start.wait()
            issuer.close()
            endpoint.close()
            assert [end.result(timeout=60) for end in ends] == ["closed"] * 3


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no interval timers on Windows")
def test_a_signal_handler_that_makes_tokens_disturbs_nobody(issuer: Issuer) -> None:
    handled = 0

    def handler(*_: object) -> None:
        nonlocal handled
        handled += 1
        issuer.check_rtm(issuer.rtm("handler", expires_in=60), "handler")

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 0.0002, 0.0002)
    try:
        while handled < 500:
            issuer.check_rtm(issuer.rtm("ann", expires_in=60), "ann")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _salts(issuer: Issuer) -> list[int]:
    return [parse(issuer.fpa()).salt for _ in range(1000)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on Windows")
def test_a_forked_child_gets_other_salts(issuer: Issuer) -> None:
    of_parent = _salts(issuer)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with os.fdopen(writer, "w") as to_parent:
                to_parent.write(" ".join(map(str, _salts(issuer))))
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as from_child:
        of_child = list(map(int, from_child.read().split()))
    assert os.waitpid(child, 0)[1] == 0
    of_parent += _salts(issuer)
    assert len(set(of_parent) | set(of_child)) == 3000


_shared: Any = None


def _salts_of_worker(_: int) -> list[int]:
    return _salts(_shared)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")
def test_forked_workers_of_multiprocessing_get_other_salts(issuer: Issuer) -> None:
    global _shared
    _shared = issuer
    _salts(issuer)
    with multiprocessing.get_context("fork").Pool(4) as pool:
        made = pool.map(_salts_of_worker, range(16), chunksize=1)
    everything = [salt for own in made for salt in own] + _salts(issuer)
    assert len(set(everything)) == len(everything) == 17_000
