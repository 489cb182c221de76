"""The page and what it asks for, over HTTP: every request is looked at before anything is done for it.

Nothing that a request names becomes a path: files come in as bodies, go out as one page of a fixed name.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
from flask import Flask, Response, redirect, render_template, request
from msgspec import Struct
from werkzeug.exceptions import InternalServerError

from cv183_reports.app import Cause, Stopped
from cv183_reports.catalogue import machine
from cv183_reports.desk.deeds import DEEDS, Errand, PointRow, folder_named
from cv183_reports.desk.parcels import (
    MAX_FILES,
    MAX_PARCEL,
    MAX_UPLOAD,
    too_many,
    upload_too_big,
)
from cv183_reports.desk.state import DeskState
from cv183_reports.model import Source
from cv183_reports.model.finding import Finding
from cv183_reports.ooxml.archive import MAX_FILE, MEGABYTE
from cv183_reports.overview.page import palette
from cv183_reports.workspace.folder import is_within

HOST = "127.0.0.1"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_POLICY_OF_OVERVIEW = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)
"""It has a policy of its own by hashes; whatever is in the file, it reaches nothing of the desk."""
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_FRIENDLY = ("same-origin", "none")
"""What a browser says of where a request comes from, if it is our own page or typed by hand."""
_NAME = "X-Desk-Token"
_TEXT = "text/plain; charset=utf-8"


class Lock(Struct, frozen=True):
    """Who may ask: whoever has the token, from our own page, by our own name."""

    port: int
    token: str

    @property
    def origin(self) -> str:
        """Where our page comes from."""
        return f"http://{HOST}:{self.port}"

    @property
    def cookie(self) -> str:
        """What its cookie is called: cookies of one machine are shared by all its ports."""
        return f"cv183-{self.port}"

    @property
    def page_token(self) -> str:
        """What the page sends with whatever changes something; no other page can read it."""
        return hashlib.sha256(f"page {self.token}".encode()).hexdigest()

    def opens(self) -> bool:
        """Whether this request may be answered at all."""
        if request.headers.get("Host") != f"{HOST}:{self.port}":
            return False
        origin = request.headers.get("Origin")
        if origin is not None and origin != self.origin:
            return False
        if request.headers.get("Sec-Fetch-Site", "none") not in _FRIENDLY:
            return False
        if request.method == "GET":
            return self._has_token()
        told = request.headers.get(_NAME, "")
        return origin is not None and self._has_token() and _same(told, self.page_token)

    def _has_token(self) -> bool:
        return _same(request.cookies.get(self.cookie, ""), self.token) or self.is_given()

    def is_given(self) -> bool:
        """Whether the address itself has the token: how the page is opened."""
        is_door = request.method == "GET" and request.path == "/"
        return is_door and _same(request.args.get("token", ""), self.token)


def _same(told: str, right: str) -> bool:
    return hmac.compare_digest(told.encode(), right.encode())


class _Do(msgspec.Struct, forbid_unknown_fields=True):
    """What a button sends."""

    parcel: str = ""
    documents: list[str] = []
    file: str = ""
    place: str = ""
    reason: str = ""
    keep_period: bool = False
    as_of: str | None = None
    period: str = ""
    """The month that the window shows; empty: the one that is chosen."""


def create_app(state: DeskState, lock: Lock) -> Flask:
    """The desk as a web application."""
    app = Flask("cv183_reports.desk", static_folder=None, template_folder=".")
    app.config["MAX_CONTENT_LENGTH"] = MAX_UPLOAD
    _guard(app, lock)
    _pages(app, state, lock)
    _questions(app, state)
    _parcels(app, state)
    _deeds(app, state)
    return app


def _guard(app: Flask, lock: Lock) -> None:
    @app.before_request
    def gate() -> Response | None:
        if not lock.opens():
            return Response(
                _sentence(machine.DESK_STRANGER.at(Source(""))), 403, content_type=_TEXT
            )
        return None

    @app.after_request
    def locked(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.errorhandler(Stopped)
    def stopped(error: Stopped) -> Response:
        return _json([PointRow.of(finding) for finding in error.findings], 409)

    @app.errorhandler(OSError)
    def refused(error: OSError) -> Response:
        return _json([PointRow.of(machine.not_given(error))], 409)

    @app.errorhandler(413)
    def too_heavy(_: object) -> Response:
        return _json([PointRow.of(upload_too_big(request.args.get("name", "")))], 413)

    @app.errorhandler(500)
    def broken(error: InternalServerError) -> Response:
        name = type(error.original_exception).__name__
        return _json([PointRow.of(machine.DESK_BROKEN.at(Source(""), error=name))], 500)

    @app.errorhandler(msgspec.ValidationError)
    @app.errorhandler(msgspec.DecodeError)
    @app.errorhandler(404)
    @app.errorhandler(405)
    def unknown(_: object) -> Response:
        return _json([PointRow.of(machine.DESK_NO_SUCH_DEED.at(Source("")))], 404)


def _sentence(finding: Finding) -> str:
    return f"{finding.message}. {finding.remedy}"


def _json(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, content_type="application/json")


def _pages(app: Flask, state: DeskState, lock: Lock) -> None:
    @app.get("/")
    def page() -> Response:
        if lock.is_given():
            answer = cast("Response", redirect("/", 303))
            answer.set_cookie(lock.cookie, lock.token, httponly=True, samesite="Strict")
            return answer
        titles = {name: deed.title for name, deed in DEEDS.items()}
        limits = {"files": MAX_FILES, "file": MAX_UPLOAD, "parcel": MAX_PARCEL}
        sentences = {
            "many": _sentence(too_many()),
            "big": _sentence(upload_too_big("")),
            "none": _sentence(machine.DESK_NO_FILES.at(Source(""))),
            "overview": machine.DESK_NO_PAGE_YET,
        }
        return Response(
            render_template(
                "page.html",
                token=lock.page_token,
                noun=state.noun,
                titles=titles,
                limits=limits,
                sentences=sentences,
                megabytes=MAX_UPLOAD // MEGABYTE,
                form_megabytes=MAX_FILE // MEGABYTE,
            )
        )

    @app.get("/page.css")
    def style() -> Response:
        sheet = palette().encode() + _own("page.css")
        return Response(sheet, content_type="text/css; charset=utf-8")

    @app.get("/page.js")
    def script() -> Response:
        return Response(_own("page.js"), content_type="text/javascript; charset=utf-8")

    @app.get("/overview")
    def overview() -> Response:
        data = state.overview()
        if data is None:
            return Response(machine.DESK_NO_PAGE_YET, 404, content_type=_TEXT)
        answer = Response(data, content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = _POLICY_OF_OVERVIEW
        return answer


def _own(name: str) -> bytes:
    return files("cv183_reports.desk").joinpath(name).read_bytes()


def _questions(app: Flask, state: DeskState) -> None:
    @app.get("/alive")
    def alive() -> Response:
        return Response(state.folder, content_type=_TEXT)

    @app.get("/state")
    def shown() -> Response:
        state.presence.seen(request.args.get("window", ""))
        told = (request.args.get(name, 0, int) for name in ("known", "work", "rows"))
        return _json(state.shown(*told))

    @app.post("/look")
    def look() -> Response:
        state.look()
        return _json(None)

    @app.post("/leave")
    def leave() -> Response:
        state.presence.left(request.args.get("window", ""))
        return _json(None)

    @app.post("/period")
    def period() -> Response:
        state.choose(request.args.get("period", ""))
        return _json(None)

    @app.post("/stop")
    def stop() -> Response:
        state.bench.stop(request.args.get("number", None, int))
        return _json(None)

    @app.post("/shut")
    def shut() -> Response:
        state.shut()
        return _json(None)


def _parcels(app: Flask, state: DeskState) -> None:
    @app.post("/parcel")
    def parcel() -> Response:
        return _json(state.parcels.new(request.args.get("size", 0, int)))

    @app.post("/parcel/<name>")
    def add(name: str) -> Response:
        modified = request.args.get("modified", None, float)
        stream = cast("BinaryIO", request.stream)
        state.parcels.add(name, request.args.get("name", ""), modified, stream)
        return _json(None)

    @app.post("/parcel/<name>/drop")
    def drop(name: str) -> Response:
        state.parcels.drop(name)
        return _json(None)


def _deeds(app: Flask, state: DeskState) -> None:
    @app.post("/do/<deed>")
    def do(deed: str) -> Response:
        told = msgspec.json.decode(request.get_data(), type=_Do)
        paths = tuple(map(state.document, told.documents))
        if told.parcel:
            paths += state.parcels.paths(told.parcel)
        found = DEEDS.get(deed)
        if found is not None and found.needs_files and not paths:
            raise Stopped((machine.DESK_NO_FILES.at(Source("")),), Cause.USAGE)
        period = told.period or str(state.period)
        asked = Errand(
            period,
            paths,
            told.file,
            told.place.strip(),
            told.reason.strip(),
            told.keep_period,
            told.as_of,
        )
        try:
            state.do(deed, asked, told.parcel)
        except Stopped:
            state.parcels.drop(told.parcel)
            raise
        return _json(None, 202)

    @app.post("/open/<name>")
    def show(name: str) -> Response:
        folder = folder_named(state.workspace, name, state.period)
        if folder is None:
            raise Stopped((machine.DESK_NO_SUCH_DEED.at(Source(name)),), Cause.USAGE)
        shown = state.workspace.shown(folder)
        if not folder.is_dir():
            raise Stopped((machine.DESK_NOT_YET_THERE.at(Source(""), folder=shown),), Cause.USAGE)
        if not is_within(folder, state.root) or not _opened(folder.resolve()):
            found = machine.DESK_NOT_OPENED.at(Source(""), folder=shown, path=(str(folder),))
            raise Stopped((found,), Cause.MACHINE)
        return _json(None)


def _opened(folder: Path) -> bool:
    """Shows a folder in the machine's own file manager."""
    try:
        if sys.platform == "win32":
            os.startfile(folder)  # noqa: S606 - a folder, never a file
        else:
            program = "open" if sys.platform == "darwin" else "xdg-open"
            subprocess.Popen(  # noqa: S603 - a folder of the working folder, never a file
                [program, str(folder)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
    except OSError:
        return False
    return True
