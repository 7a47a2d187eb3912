"""The second wall as one small reversible migration operation: policies and composite keys.

Every expression reads its setting inside a scalar sub-select, so PostgreSQL evaluates it once per
query; ids are compared with `= any(…)`, which an index can serve. No setting, no rows, no writes.
"""

from django.db.migrations.operations.base import Operation


def _ids(setting):
    return f"((select nullif(current_setting('{setting}', true), ''))::bigint[])"


def _text(setting):
    return f"(select nullif(current_setting('{setting}', true), ''))"


def mine(setting, column):
    return f"{column} = any {_ids(setting)}"


# What a policy can say. `{…}` is never formatted in later: these are finished SQL.
SOMEBODY = f"{_text('vsrs.level')} is not null"
NOBODY = "false"
WORKS_HERE = mine("vsrs.services", "service_id")
WORKS_SOMEWHERE = f"(select cardinality({_ids('vsrs.services')}) > 0)"
IS_COORDINATOR = f"{_text('vsrs.level')} = 'coordinator'"
IS_OBSERVER = f"{_text('vsrs.level')} = 'observer'"
IS_WORKER = f"{_text('vsrs.level')} = 'worker'"
IS_FOUNDER = f"{_text('vsrs.level')} = 'founder'"


def is_me(column):
    return f"{column} = ({_text('vsrs.user')})::bigint"


def represents(column="organizer_id"):
    return mine("vsrs.organizers", column)


def opened_by_link(column):
    return mine("vsrs.bookings", column)


def link_is(column):
    return f"{column} = {_text('vsrs.link')}"


def either(*conditions):
    return " or ".join(f"({condition})" for condition in conditions)


class TenantTable(Operation):
    """Put one tenant table behind the wall.

    `see`, `add`, `change`, `remove`: SQL conditions for select, insert, update, delete.
    `references`: columns whose row must belong to the same service, as {column: table}; the plain
    foreign key would accept another tenant's row.
    `service`: name of the column with the service, or None for the register of services itself.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, table, *, see, add=WORKS_HERE, change=None, remove=None, references=None, service="service_id"
    ):
        self.table = table
        self.see = see
        self.add = add
        self.change = change if change is not None else add
        self.remove = remove if remove is not None else self.change
        self.references = references or {}
        self.service = service

    def deconstruct(self):
        return (
            type(self).__name__,
            [self.table],
            {
                "see": self.see,
                "add": self.add,
                "change": self.change,
                "remove": self.remove,
                "references": self.references,
                "service": self.service,
            },
        )

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.forwards():
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for statement in self.backwards():
            schema_editor.execute(statement)

    def describe(self):
        return f"Put {self.table} behind the tenant wall"

    def forwards(self):
        table = self.table
        yield f"alter table {table} enable row level security"
        # FORCE: even the role that owns the tables, which is the application's own, obeys.
        yield f"alter table {table} force row level security"
        yield f"create policy see on {table} for select using ({self.see})"
        yield f"create policy add on {table} for insert with check ({self.add})"
        yield f"create policy change on {table} for update using ({self.change}) with check ({self.change})"
        yield f"create policy remove on {table} for delete using ({self.remove})"
        if self.service:
            yield f"alter table {table} add constraint {table}_tenant_key unique ({self.service}, id)"
        for column, parent in self.references.items():
            # Deferred like Django's own keys, so that a parent and its children can be removed in
            # any order within a transaction.
            yield (
                f"alter table {table} add constraint {table}_{column}_same_tenant "
                f"foreign key ({self.service}, {column}) references {parent} (service_id, id) "
                "deferrable initially deferred"
            )

    def backwards(self):
        table = self.table
        for column in self.references:
            yield f"alter table {table} drop constraint {table}_{column}_same_tenant"
        if self.service:
            yield f"alter table {table} drop constraint {table}_tenant_key"
        for policy in ("see", "add", "change", "remove"):
            yield f"drop policy {policy} on {table}"
        yield f"alter table {table} no force row level security"
        yield f"alter table {table} disable row level security"


class AppendOnly(Operation):
    """Refuse update and delete on a table, whoever asks."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table):
        self.table = table

    def deconstruct(self):
        return (type(self).__name__, [self.table], {})

    def state_forwards(self, app_label, state):
        pass

    def describe(self):
        return f"Make {self.table} append-only"

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = self.table
        schema_editor.execute(
            f"create function {table}_refuse() returns trigger language plpgsql as $$ begin "
            f"raise exception '{table} is append-only' using errcode = 'restrict_violation'; end $$"
        )
        schema_editor.execute(
            f"create trigger {table}_append_only before update or delete on {table} "
            f"for each row execute function {table}_refuse()"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"drop trigger {self.table}_append_only on {self.table}")
        schema_editor.execute(f"drop function {self.table}_refuse()")
