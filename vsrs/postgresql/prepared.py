"""Queries whose SQL is composed once in the life of the process.

Django composes the same statement anew each time, which costs more than running it. Worth it for the
reads that every request or a much visited page makes, where the shape of the statement never changes.
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
        return "%s", [self]


class GivenIds(Given):
    """Stands for a list of ids: `filter(pk__in=GivenIds("organizers", BigIntegerField()))`."""

    def as_sql(self, compiler, connection):
        return "(select unnest(%s::bigint[]))", [self]


class Prepared:
    """`Prepared(lambda: Model.objects.filter(pk=Given(…)))`, then `objects(name=value)`, related ones of
    `select_related` included; with `.values_list(…)` at its end, `rows(name=value)`."""

    def __init__(self, compose):
        self.compose = compose

    @cached_property
    def composed(self):
        compiler = self.compose().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return compiler, sql, params, compiler.get_converters([column for column, *_ in compiler.select])

    @cached_property
    def populators(self):
        compiler = self.composed[0]
        return get_related_populators(compiler.klass_info, compiler.select, connection.alias)

    def rows(self, **values):
        return self._run("", (), values)

    def page(self, limit, offset, **values):
        """As `rows`, from `offset` on."""
        return self._run(" LIMIT %s OFFSET %s", (limit, offset), values)

    def _run(self, end, window, values):
        compiler, sql, params, converters = self.composed
        with connection.cursor() as cursor:
            given = [values[p.name] if isinstance(p, Given) else p for p in params]
            cursor.execute(sql + end, [*given, *window])
            rows = cursor.fetchall()
        return list(compiler.apply_converters(rows, converters)) if converters else rows

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
