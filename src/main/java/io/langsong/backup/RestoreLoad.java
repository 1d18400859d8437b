package io.langsong.backup;

import io.langsong.backup.BackupProgress.Step;
import io.langsong.backup.Catalogue.ForeignKey;
import io.langsong.backup.Manifest.Sequence;
import io.langsong.backup.Manifest.Table;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Fills a database from a backup, with no more rights than those of the owner of the tables. While it is filled it bears a mark: a
 * schema of its own, since Flyway takes no database in which there are tables.
 */
record RestoreLoad(DataSource target, BackupFile backup, BackupProgress progress) {
    static final String MARK = "langsong_restore_unfinished";

    static boolean isUnfinished(Catalogue database) throws SQLException {
        return database.isTrue("SELECT to_regnamespace('" + MARK + "') IS NOT NULL");
    }

    /** Of a restore that did not end: the file with what was there before it, as {@link #clear} was told. */
    static Optional<String> copyBefore(Catalogue database) throws SQLException {
        return database
                .all(
                        "SELECT coalesce(obj_description(to_regnamespace('" + MARK + "')::oid, 'pg_namespace'), '')",
                        row -> row.getString(1))
                .stream()
                .filter(file -> !file.isEmpty())
                .findFirst();
    }

    static void unmark(Catalogue database) throws SQLException {
        database.run("DROP SCHEMA " + MARK);
    }

    /** Drops what is there and sets the mark, in one transaction. @param copy of what was there; null: nothing was */
    void clear(@Nullable Path copy) throws SQLException {
        try (Connection connection = target.getConnection()) {
            Catalogue database = new Catalogue(connection);
            connection.setAutoCommit(false);
            for (String table : database.names('r')) {
                database.run("DROP TABLE " + Catalogue.quoted(table) + " CASCADE");
            }
            for (String sequence : database.names('S')) {
                database.run("DROP SEQUENCE " + Catalogue.quoted(sequence));
            }
            for (String function : database.functions()) {
                database.run("DROP FUNCTION " + function);
            }
            database.run("CREATE SCHEMA IF NOT EXISTS " + MARK);
            if (copy != null) {
                database.run("COMMENT ON SCHEMA %s IS '%s'"
                        .formatted(MARK, copy.toAbsolutePath().toString().replace("'", "''")));
            }
            connection.commit();
        }
    }

    /** All rows, compared with the backup after, in one transaction. The tables have the form that they had in the backup. */
    void load() throws IOException, SQLException {
        try (Connection connection = target.getConnection()) {
            Catalogue database = new Catalogue(connection);
            database.plainText();
            connection.setAutoCommit(false);
            Map<String, List<String>> there = database.tables();
            refuseOtherForm(there);
            // Rows of one table refer to another's, and two tables to each other: only a superuser may switch that off.
            List<ForeignKey> references = database.foreignKeys();
            for (ForeignKey reference : references) {
                database.run("ALTER TABLE %s DROP CONSTRAINT %s"
                        .formatted(Catalogue.quoted(reference.table()), Catalogue.quoted(reference.name())));
            }
            for (String table : there.keySet()) {
                database.run("ALTER TABLE " + Catalogue.quoted(table) + " DISABLE TRIGGER USER");
            }
            database.run("TRUNCATE " + Catalogue.list(List.copyOf(there.keySet())));
            int done = 0;
            for (Table table : backup.manifest().tables()) {
                progress.at(Step.LOAD, table.name(), done++, there.size());
                fill(connection, table);
            }
            setSequences(connection);
            database.run("SET CONSTRAINTS ALL IMMEDIATE");
            for (String table : there.keySet()) {
                database.run("ALTER TABLE " + Catalogue.quoted(table) + " ENABLE TRIGGER USER");
            }
            for (ForeignKey reference : references) {
                database.run("ALTER TABLE %s ADD CONSTRAINT %s %s"
                        .formatted(
                                Catalogue.quoted(reference.table()),
                                Catalogue.quoted(reference.name()),
                                reference.definition()));
            }
            done = 0;
            for (Table table : backup.manifest().tables()) {
                progress.at(Step.COMPARE, table.name(), done++, there.size());
                compare(database, table);
            }
            connection.commit();
        }
    }

    private void refuseOtherForm(Map<String, List<String>> there) {
        for (Table table : backup.manifest().tables()) {
            List<String> columns = there.get(table.name());
            if (columns == null || !new HashSet<>(columns).equals(new HashSet<>(table.columns()))) {
                throw new BackupRefused("table-differs", table.name());
            }
        }
    }

    private void fill(Connection connection, Table table) throws IOException, SQLException {
        try (InputStream rows = backup.content(table.entry())) {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY %s (%s) FROM STDIN"
                                    .formatted(Catalogue.quoted(table.name()), Catalogue.list(table.columns())),
                            rows,
                            1 << 16);
        }
    }

    private void setSequences(Connection connection) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(
                "SELECT setval(CAST(? AS regclass), coalesce(?, 1), CAST(? AS bigint) IS NOT NULL)")) {
            for (Sequence sequence : backup.manifest().sequences()) {
                set.setString(1, Catalogue.quoted(sequence.name()));
                set.setObject(2, sequence.last(), Types.BIGINT);
                set.setObject(3, sequence.last(), Types.BIGINT);
                set.execute();
            }
        }
    }

    private static void compare(Catalogue database, Table table) throws SQLException {
        RowsDigest digest = new RowsDigest();
        CopyOut copy = database.copyOut(table.name(), table.columns());
        for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
            digest.add(row);
        }
        if (digest.rows() != table.rows() || !digest.hex().equals(table.digest())) {
            throw new BackupRefused("came-out-otherwise", table.name(), digest.rows(), table.rows());
        }
    }

    /** What modules change in their own tables, since time has passed between the backup and now. In the caller's transaction. */
    void settle(Catalogue database) throws IOException, SQLException {
        Resource[] files = new PathMatchingResourcePatternResolver().getResources("classpath*:db/restored/*.sql");
        Arrays.sort(files, Comparator.comparing(file -> Objects.requireNonNull(file.getFilename())));
        for (Resource file : files) {
            database.run(file.getContentAsString(StandardCharsets.UTF_8));
        }
    }
}
