"""The pages answered over HTTP: on this machine alone unless a token guards them; no other host is ever asked."""

import hmac
import secrets
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from regesta.model import Refused, RegestaError
from regesta.register import Register
from regesta.web import render
from regesta.web.openapi import description
from regesta.web.pages import PAGES
from regesta.web.sheet import Desk, Missing, Page, Query, Sheet, Shelf
from regesta.web.writing import Settler, judge

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("content-security-policy", _POLICY),
    ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"), ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
)  # fmt: skip
FORMS = {"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8"}
_LONGEST_FORM = 100_000
_WAIT = 8.0  # seconds a form waits for its judgement to take effect


class Site(NamedTuple):
    """What is served, and how: `hosts` are the names it answers to, `token` what a caller must show, if anything."""

    path: Path
    shelf: Shelf
    settler: Settler
    form_token: str
    token: str = ""
    hosts: frozenset[str] = LOOPBACK
    borders: str = "de-facto"

    @contextmanager
    def looked_at(self) -> Iterator[Register]:
        """The register in one state, and so that nothing can be written."""
        with Register.open(self.path) as register:
            register.only_read()
            with register.snapshot():
                yield register

    def desk(self, register: Register) -> Desk:
        """What a page draws on."""
        return Desk(register, self.shelf, datetime.now(UTC).date().isoformat(), self.borders)


def application(
    path: Path | str, *, token: str = "", hosts: frozenset[str] = LOOPBACK, borders: str = "de-facto"
) -> Starlette:
    """The pages of a register as an ASGI application."""
    return _application(_site(path, token, hosts, borders))


def _site(path: Path | str, token: str, hosts: frozenset[str], borders: str) -> Site:
    """What is served of a register."""
    path = Path(path)
    return Site(path, Shelf(path), Settler(path), secrets.token_urlsafe(24), token, hosts, borders)


def _application(site: Site) -> Starlette:
    static = StaticFiles(packages=[("regesta.web", "static")])
    routes: list[Any] = [Mount("/static", static), Route("/favicon.ico", _no_icon)]
    routes += [Route("/openapi.json", _openapi), Route("/judgements", _judged(site), methods=["POST"])]
    routes += [Route("/agenda.ics", _calendar(site)), Route("/changes.atom", _atom(site))]
    for address, page in PAGES.items():
        for form in ("json", "csv"):
            routes.append(Route(f"{'/home' if address == '/' else address}.{form}", _answer(site, page, form)))
        routes.append(Route(address, _answer(site, page, "html")))
    guard = [Middleware(Guard, site=site), Middleware(GZipMiddleware, minimum_size=2000, compresslevel=4)]
    return Starlette(routes=routes, middleware=guard, exception_handlers={404: _not_there})


def serve(path: Path | str, host: str, port: int, token: str, borders: str) -> None:
    """Serve the pages until interrupted."""
    import uvicorn

    hosts = LOOPBACK | {host} if host not in ("0.0.0.0", "::") else frozenset[str]()  # noqa: S104 compared, not bound
    site = _site(path, token, hosts, borders)
    threading.Thread(target=_prepare, args=(site,), daemon=True).start()
    uvicorn.run(_application(site), host=host, port=port, log_level="warning", server_header=False)


def _prepare(site: Site) -> None:
    """Work out what the lists of the whole register rest on, so that the first reader need not wait for it."""
    for address in (
        "/",
        "/search",
        "/timeline",
        "/instruments",
        "/facilities",
        "/map",
        "/network",
        "/sources",
        "/review",
    ):
        with site.looked_at() as register:
            PAGES[address](site.desk(register), Query(address))


# ---------------------------------------------------------------------------------------------- the guard
class Guard:
    """Lets in who may come in, and puts the headers that keep a page to itself on every answer."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refused = self._refused(request)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [(name.encode(), value.encode()) for name, value in HEADERS]
                message = {**message, "headers": [*message.get("headers", ()), *headers]}
            await send(message)

        await (refused or self._app)(scope, receive, send_guarded)

    def _refused(self, request: Request) -> Response | None:
        """The answer to who may not come in; nothing to who may."""
        host = request.url.hostname or ""
        if self._site.hosts and host not in self._site.hosts:
            return HTMLResponse("<p>This address is not served here.", 421)
        if not self._site.token:
            return None
        shown = request.query_params.get("token", "")
        if shown and _same(shown, self._site.token):
            answer = RedirectResponse(request.url.path or "/", 303)
            answer.set_cookie("regesta-token", shown, httponly=True, samesite="strict")
            return answer
        if _same(request.cookies.get("regesta-token", ""), self._site.token):
            return None
        return HTMLResponse("<p>Open the address with its token, as `regesta serve` printed it.", 401)


def _same(a: str, b: str) -> bool:
    return hmac.compare_digest(a.encode(), b.encode())


# ---------------------------------------------------------------------------------------------- answers
Answering = Callable[[Request], Awaitable[Response]]


def _answer(site: Site, page: Page, form: str) -> Answering:
    """What answers at an address, in one form."""

    def work(asked: Query, request: Request) -> Response:
        status = 200
        with site.looked_at() as register:
            try:
                sheet = page(site.desk(register), asked)
            except Missing as missing:
                sheet, status = _missing(str(missing)), 404
            settled = register.is_settled()
        return _formed(sheet, asked, form, status, _frame(site, request, settled))

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(work, _query(request), request)

    return answer


def _formed(sheet: Sheet, asked: Query, form: str, status: int, frame: render.Frame) -> Response:
    """The sheet as it was asked for."""
    if form == "html":
        return HTMLResponse(render.page(sheet, asked, frame), status)
    content = render.as_json(sheet) if form == "json" else render.as_csv(sheet)
    answer = Response(content, status, media_type=FORMS[form])
    if form == "csv":
        name = asked.path.strip("/").replace("/", "-") or "home"
        answer.headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.csv"
    return answer


def _query(request: Request) -> Query:
    path = request.url.path
    for form in FORMS:
        path = path.removesuffix(f".{form}")
    parts = {name: str(value) for name, value in request.path_params.items()}
    fields = [one for one in request.query_params.multi_items() if one[0] not in ("done", "token")]
    return Query("/" if path == "/home" else path, fields, parts)


def _frame(site: Site, request: Request, settled: bool) -> render.Frame:
    from urllib.parse import unquote

    by = unquote(request.cookies.get("regesta-name", ""))
    done = tuple(request.query_params.getlist("done"))
    return render.Frame(at=str, token=site.form_token, by=by, settled=settled, done=done)


def _missing(what: str) -> Sheet:
    return Sheet("missing.html", "Not in the register", {"what": what}, [{"error": what}], ("error",))


async def _not_there(request: Request, problem: Exception) -> Response:  # noqa: ARG001 as Starlette asks it
    sheet = _missing("There is no page at this address.")
    return HTMLResponse(render.page(sheet, _query(request), render.Frame(at=str)), 404)


async def _no_icon(request: Request) -> Response:  # noqa: ARG001 as Starlette asks it
    return Response(status_code=204)


async def _openapi(request: Request) -> Response:  # noqa: ARG001 as Starlette asks it
    return JSONResponse(description())


def _calendar(site: Site) -> Answering:
    """What answers with the agenda as a calendar."""

    def work(asked: Query) -> Response:
        with site.looked_at() as register:
            rows = PAGES["/agenda"](site.desk(register), asked).rows
        return Response(render.calendar(rows), media_type="text/calendar; charset=utf-8")

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(work, Query("/agenda", request.query_params.multi_items()))

    return answer


def _atom(site: Site) -> Answering:
    """What answers with the changes as a feed."""

    def work(home: str) -> Response:
        with site.looked_at() as register:
            rows = PAGES["/changes"](site.desk(register), Query("/changes")).rows
        return Response(render.atom(rows, home), media_type="application/atom+xml; charset=utf-8")

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(work, str(request.base_url))

    return answer


# ---------------------------------------------------------------------------------------------- judgements
def _judged(site: Site) -> Answering:
    """What takes judgements in: from a form of ours, signed; they are on disk before the answer is given."""

    def work(fields: dict[str, list[str]], request: Request) -> Response:
        back = fields.get("back", ["/"])[-1]
        back = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/"
        try:
            with Register.open(site.path) as register:
                made = judge(register, fields)
        except RegestaError as problem:
            made = Refused(where="register", reason=str(problem))
        if isinstance(made, Refused):
            told = {"refused": made, "fields": fields, "back": back}
            sheet = Sheet("refused.html", "Not recorded", told, [])
            return HTMLResponse(render.page(sheet, Query("/judgements"), _frame(site, request, True)), 422)
        site.settler.settle(_WAIT)
        back, _, fragment = back.partition("#")
        joint = "&" if "?" in back else "?"
        answer = RedirectResponse(
            f"{back}{joint}{'&'.join(f'done={one}' for one in made)}{'#' + fragment if fragment else ''}", 303
        )
        answer.set_cookie("regesta-name", quote(fields["by"][-1]), max_age=31_536_000, httponly=True, samesite="strict")
        return answer

    async def answer(request: Request) -> Response:
        raw = await _bounded(request)
        if raw is None:
            return HTMLResponse("<p>The form is too long.", 413)
        fields = parse_qs(raw.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=500)
        if not _is_ours(site, request, fields):
            return HTMLResponse(
                "<p>This form did not come from a page of this server. Reload the page and try again.", 403
            )
        return await run_in_threadpool(work, fields, request)

    return answer


async def _bounded(request: Request) -> bytes | None:
    """What a form sends, if it is not too long."""
    raw = b""
    async for piece in request.stream():
        raw += piece
        if len(raw) > _LONGEST_FORM:
            return None
    return raw


def _is_ours(site: Site, request: Request, fields: dict[str, list[str]]) -> bool:
    """Whether a form came from a page of ours: it holds our token, and the browser names no other origin."""
    origin = request.headers.get("origin")
    own = f"{request.url.scheme}://{request.url.netloc}"
    return _same(fields.get("token", [""])[-1], site.form_token) and origin in (None, own)
