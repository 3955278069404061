"""`flask <noun> <verb>`: thin commands over the services."""

from flask import Flask

from portal.cli import access, agency, demo, jobs, ledger, reads, report, serve

GROUPS = (
    agency.group,
    access.group,
    demo.group,
    jobs.group,
    ledger.group,
    reads.group,
    report.group,
    serve.serve,
    serve.config,
)


def install(app: Flask) -> None:
    """Registers every group of commands."""
    for group in GROUPS:
        app.cli.add_command(group)
