"""What every answer tells the browser to refuse."""

from flask import Flask, Response, request

from portal.config import Settings
from portal.web import files

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONE_YEAR = 31536000


def install(app: Flask) -> None:
    settings: Settings = app.extensions["settings"]
    encrypted = settings.public_origin.startswith("https://")

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if encrypted:
            response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"
        is_file = request.endpoint == files.ENDPOINT and response.status_code < 400
        if not is_file and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        return response
