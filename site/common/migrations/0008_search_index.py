"""The databases' own indexes over SearchEntry.tokens, kept by triggers.

SQLite: an FTS5 table that takes its content from SearchEntry. PostgreSQL: a tsvector
column with a GIN index; the vector is spelled out token by token, so that no parser and
no locale of the server has a say.

Trap: on SQLite, altering common_searchentry makes the table anew and drops these
triggers; such a migration ends with ``RunPython(set_index, lift_index)`` of its own.
"""

from django.db import migrations

SQLITE = [
    """
    CREATE VIRTUAL TABLE common_searchindex USING fts5(
        tokens, content='common_searchentry', content_rowid='id', tokenize='ascii'
    )
    """,
    "INSERT INTO common_searchindex (common_searchindex) VALUES ('rebuild')",
    """
    CREATE TRIGGER common_searchentry_added AFTER INSERT ON common_searchentry
    BEGIN
        INSERT INTO common_searchindex (rowid, tokens) VALUES (NEW.id, NEW.tokens);
    END
    """,
    """
    CREATE TRIGGER common_searchentry_removed AFTER DELETE ON common_searchentry
    BEGIN
        INSERT INTO common_searchindex (common_searchindex, rowid, tokens)
        VALUES ('delete', OLD.id, OLD.tokens);
    END
    """,
    """
    CREATE TRIGGER common_searchentry_changed
    AFTER UPDATE OF tokens ON common_searchentry
    BEGIN
        INSERT INTO common_searchindex (common_searchindex, rowid, tokens)
        VALUES ('delete', OLD.id, OLD.tokens);
        INSERT INTO common_searchindex (rowid, tokens) VALUES (NEW.id, NEW.tokens);
    END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER common_searchentry_added",
    "DROP TRIGGER common_searchentry_removed",
    "DROP TRIGGER common_searchentry_changed",
    "DROP TABLE common_searchindex",
]
POSTGRESQL = [
    """
    CREATE FUNCTION common_searchvector(tokens text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(
            string_agg(quote_literal(token) || ':' || least(place, 16383), ' '), ''
        )::tsvector
        FROM regexp_split_to_table(tokens, ' ') WITH ORDINALITY AS t (token, place)
        WHERE token <> ''
    $$
    """,
    """
    ALTER TABLE common_searchentry ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (common_searchvector(tokens)) STORED
    """,
    "CREATE INDEX common_searchentry_vector ON common_searchentry USING gin (vector)",
]
POSTGRESQL_BACK = [
    "ALTER TABLE common_searchentry DROP COLUMN vector",
    "DROP FUNCTION common_searchvector(text)",
]


def set_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE if is_sqlite else POSTGRESQL:
        schema_editor.execute(statement, params=None)


def lift_index(apps, schema_editor):
    is_sqlite = schema_editor.connection.vendor == "sqlite"
    for statement in SQLITE_BACK if is_sqlite else POSTGRESQL_BACK:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):

    dependencies = [("common", "0007_search_entry")]

    operations = [migrations.RunPython(set_index, lift_index)]
