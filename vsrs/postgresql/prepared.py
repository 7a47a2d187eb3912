"""Queries whose SQL is composed once in the life of the process.

Django composes the same statement anew each time, which costs more than running it. Worth it for the
few reads that every request makes, and only where the shape of the statement is always the same.
"""

from functools import cached_property

from django.db import connection
from django.db.models import Expression


class Given(Expression):
    """Stands for a value that is given when the query runs: `filter(user=Given("user", IntegerField()))`."""

    def __init__(self, name, output_field):
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """`Prepared(lambda: Model.objects.filter(pk=Given(…)))`, then `objects(name=value)`; with
    `.values_list(…)` at its end, `rows(name=value)`.

    Values come as PostgreSQL gives them: nothing that Django converts on its way (JSON, for example).
    """

    def __init__(self, compose):
        self.compose = compose

    @cached_property
    def query(self):
        return self.compose().query

    @cached_property
    def statement(self):
        return self.query.sql_with_params()

    def rows(self, **values):
        sql, params = self.statement
        with connection.cursor() as cursor:
            cursor.execute(sql, [values[p.name] if isinstance(p, Given) else p for p in params])
            return cursor.fetchall()

    def objects(self, **values):
        model = self.query.model
        names = [field.attname for field in model._meta.concrete_fields]
        return [model.from_db(connection.alias, names, row) for row in self.rows(**values)]
