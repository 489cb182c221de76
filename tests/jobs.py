"""Jobs for the bounded worker that behave badly."""

from __future__ import annotations

import os
import sys
import time

from cv183_reports.spreadsheet.reading import read_here


def double(payload: bytes) -> bytes:
    return payload * 2


def own_id(_: bytes) -> bytes:
    return str(os.getpid()).encode()


def sleep(_: bytes) -> bytes:
    time.sleep(600)
    return b""


def spin(_: bytes) -> bytes:
    while True:
        pass


def eat(_: bytes) -> bytes:
    """Takes memory, and means it."""
    eaten = []
    while True:
        eaten.append(b"x" * 16_000_000)


def crash(_: bytes) -> bytes:
    os._exit(7)


def abort(_: bytes) -> bytes:
    os.abort()


def fail(payload: bytes) -> bytes:
    raise KeyError(payload.decode())


def chatter(payload: bytes) -> bytes:
    """Prints, as libraries do."""
    sys.stdout.write("WARNING *** not for you")
    os.write(1, b"neither is this")
    sys.stdout.flush()
    return payload


def text(_: bytes) -> str:
    return "no bytes"


def codes(payload: bytes) -> bytes:
    """Reads a workbook by our own readers, under the limits of the worker; the codes found."""
    _, findings = read_here(payload, "tep")
    return " ".join(finding.code for finding in findings).encode()
