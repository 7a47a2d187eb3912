"""Queries whose SQL is composed once in the life of the process, and planned once in that of a connection.

Django composes the same statement anew each time, and PostgreSQL parses and plans it anew: both cost more
than running it. Worth it for the reads that every request or a much visited page makes, where the shape
of the statement never changes.
"""

from functools import cached_property

from django.db import connection
from django.db.models import Expression
from django.db.models.query import get_related_populators


class Given(Expression):
    """Stands for a value that is given when the query runs: `filter(user=Given("user", IntegerField()))`."""

    def __init__(self, name, output_field):
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        # The type has to be told: the statement is planned before there is a value.
        return f"%s::{self.output_field.db_type(connection)}", [self]


class GivenIds(Given):
    """Stands for a list of ids: `filter(pk__in=GivenIds("organizers", BigIntegerField()))`."""

    def as_sql(self, compiler, connection):
        return "(select unnest(%s::bigint[]))", [self]


def _literal(cursor, value):
    return cursor.mogrify("%s", [value]).decode().replace("%", "%%")


class Prepared:
    """`Prepared(lambda: Model.objects.filter(pk=Given(…)))`, then `objects(name=value)`, related ones of
    `select_related` included; with `.values_list(…)` at its end, `rows(name=value)`."""

    def __init__(self, compose):
        self.compose = compose

    @cached_property
    def composed(self):
        compiler = self.compose().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = [param.name for param in params if isinstance(param, Given)]
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        with connection.cursor() as cursor:
            # What is the same each time the planner may see: it then knows which partial index serves.
            words = ["%s" if isinstance(param, Given) else _literal(cursor, param) for param in params]
        return compiler, sql.replace("%%", "%%%%") % tuple(words), names, converters

    @cached_property
    def populators(self):
        compiler = self.composed[0]
        return get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def rows(self, **values):
        _, sql, names, _ = self.composed
        with connection.cursor() as cursor:
            cursor.execute(connection.kept(sql, len(names)), [values[name] for name in names])
            return self._converted(cursor.fetchall())

    def page(self, limit, offset, **values):
        """As `rows`, from `offset` on. Planned each time: the best way to a page depends on which one."""
        _, sql, names, _ = self.composed
        with connection.cursor() as cursor:
            window = [limit, offset]
            cursor.execute(f"{sql} limit %s offset %s", [*(values[name] for name in names), *window])
            return self._converted(cursor.fetchall())

    def _converted(self, rows):
        compiler, _, _, converters = self.composed
        return list(compiler.apply_converters(rows, converters)) if converters else rows

    def first(self, limit, **values):
        """As `objects`, at most `limit` of them."""
        return [self._object(row) for row in self.page(limit, 0, **values)]

    def objects(self, **values):
        return [self._object(row) for row in self.rows(**values)]

    @cached_property
    def _shape(self):
        """Model, names and places of its own columns; then what was annotated, with the places."""
        compiler = self.composed[0]
        places = compiler.klass_info["select_fields"]
        own = slice(places[0], places[-1] + 1)
        return (
            compiler.klass_info["model"],
            [column.target.attname for column, *_ in compiler.select[own]],
            own,
            list(compiler.annotation_col_map.items()),
        )

    def _object(self, row):
        model, names, own, annotations = self._shape
        found = model.from_db(connection.alias, names, row[own])
        for name, place in annotations:
            setattr(found, name, row[place])
        for populator in self.populators:
            populator.populate(row, found)
        return found
