"""Puts the views into a database: made anew where their definition has changed, left alone where it has not."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Dialect, delete, insert, inspect, select, text

from pipeline import identity
from pipeline.store.reference_models import ViewDefinition
from pipeline.store.view_columns import View
from pipeline.store.views import views

_DEFINITIONS = ViewDefinition.__table__


def view_sql(view: View, dialect: Dialect) -> str:
    """The SELECT of the view in the words of the database, without parameters."""
    return str(view.statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def stale_views(connection: Connection) -> list[str]:
    """Names of views whose definition here is not that of this program, and of those that it no longer knows."""
    kept = {row.name: row.digest for row in connection.execute(select(_DEFINITIONS))}
    wanted = {view.name: _digest(view, connection.dialect) for view in views()}
    there = set(inspect(connection).get_view_names())  # somebody may have dropped one
    stale = {name for name in kept.keys() | wanted.keys() if kept.get(name) != wanted.get(name)}
    return sorted(stale | (wanted.keys() - there))


def install_views(connection: Connection) -> None:
    """Make every view as this program defines it, within the connection's transaction."""
    drop_views(connection)
    make_views(connection, views())
    rows = [{"name": view.name, "digest": _digest(view, connection.dialect)} for view in views()]
    connection.execute(insert(ViewDefinition), rows)


def drop_views(connection: Connection) -> None:
    """Take away every view that was installed: tables under a view cannot be altered."""
    for name in connection.execute(select(_DEFINITIONS.c.name)).scalars().all():
        connection.execute(text(f'DROP VIEW IF EXISTS "{name}"'))
    connection.execute(delete(ViewDefinition))


def make_views(connection: Connection, made: Iterable[View], temporary: bool = False) -> None:
    """Create the views; `temporary` ones go with the connection and hide the kept ones from it."""
    kind = "TEMPORARY VIEW" if temporary else "VIEW"
    for view in made:
        connection.exec_driver_sql(f'CREATE {kind} "{view.name}" AS {view_sql(view, connection.dialect)}')
        if connection.dialect.name == "postgresql" and not temporary:
            _comment(connection, view)


def _comment(connection: Connection, view: View) -> None:
    """What the view and its columns mean, kept in the database itself where it can keep it."""
    connection.exec_driver_sql(f'COMMENT ON VIEW "{view.name}" IS {_quoted(view.comment, view.doc)}')
    for column in view.columns:
        words = _quoted(column.comment, column.doc)
        connection.exec_driver_sql(f'COMMENT ON COLUMN "{view.name}"."{column.name}" IS {words}')


def _quoted(comment: str, doc: str) -> str:
    # The driver takes a percent sign for a parameter.
    both = f"{comment} / {doc}".replace("'", "''").replace("%", "%%")
    return f"'{both}'"


def _digest(view: View, dialect: Dialect) -> str:
    words = [part for column in view.columns for part in (column.name, column.comment, column.doc)]
    return identity.short_hash(view.name, view.comment, view.doc, view_sql(view, dialect), *words)
