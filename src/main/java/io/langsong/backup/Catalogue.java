package io.langsong.backup;

import io.langsong.backup.Manifest.Sequence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** What is in a database, by its own catalogue, in the schema that is written to. On one connection. */
record Catalogue(Connection connection) {
    /** Of Flyway; what it says is {@link Manifest#migrations}. */
    static final String HISTORY = "flyway_schema_history";

    /** Not of an extension, whose tables come with it. */
    private static final String OURS = """
            AND c.relnamespace = to_regnamespace(current_schema())
            AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            """;

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** So that a value has the same text in each version of PostgreSQL and under each setting of a server. */
    void plainText() throws SQLException {
        run("SET TIME ZONE 'UTC'");
        run("SET DateStyle = 'ISO, YMD'");
        run("SET IntervalStyle = 'postgres'");
        run("SET extra_float_digits = 1");
        run("SET bytea_output = 'hex'");
        run("SET statement_timeout = 0");
        run("SET idle_in_transaction_session_timeout = 0");
    }

    /** All but {@link #HISTORY}, with the columns that are written rather than generated. */
    Map<String, List<String>> tables() throws SQLException {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        for (String name : names('r')) {
            if (!name.equals(HISTORY)) {
                tables.put(name, new ArrayList<>());
            }
        }
        all("""
                SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                """ + OURS + " ORDER BY c.relname, a.attnum", row -> {
            List<String> columns = tables.get(row.getString(1));
            return columns != null && columns.add(row.getString(2));
        });
        return tables;
    }

    /** @param kind of {@code pg_class.relkind}: r tables, S sequences */
    List<String> names(char kind) throws SQLException {
        return all(
                "SELECT c.relname FROM pg_class c WHERE c.relkind = '" + kind + "' " + OURS + " ORDER BY c.relname",
                row -> row.getString(1));
    }

    /** Values of sequences know no snapshot: read after the tables they are never behind them. */
    List<Sequence> sequences() throws SQLException {
        return all(
                "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema() ORDER BY 1",
                row -> new Sequence(row.getString(1), row.getObject(2, Long.class)));
    }

    /** @param definition as ALTER TABLE takes it */
    record ForeignKey(String table, String name, String definition) {}

    List<ForeignKey> foreignKeys() throws SQLException {
        return all(
                """
                SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                WHERE k.contype = 'f'
                """ + OURS + " ORDER BY 1, 2",
                row -> new ForeignKey(row.getString(1), row.getString(2), row.getString(3)));
    }

    /** With their arguments. */
    List<String> functions() throws SQLException {
        return all("""
                SELECT p.oid::regprocedure::text FROM pg_proc p
                WHERE p.pronamespace = to_regnamespace(current_schema())
                  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
                """, row -> row.getString(1));
    }

    /** Major and minor. */
    String version() throws SQLException {
        return all("SHOW server_version", row -> row.getString(1)).get(0).replaceAll(" .*", "");
    }

    /** Begins to read a table; one line a row. */
    CopyOut copyOut(String table, List<String> columns) throws SQLException {
        return connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY %s (%s) TO STDOUT".formatted(quoted(table), list(columns)));
    }

    static String list(List<String> names) {
        return names.stream().map(Catalogue::quoted).collect(Collectors.joining(", "));
    }

    boolean isTrue(String sql) throws SQLException {
        return all(sql, row -> row.getBoolean(1)).get(0);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    <T> List<T> all(String sql, Row<T> one) throws SQLException {
        List<T> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.add(one.of(rows));
            }
        }
        return all;
    }
}
