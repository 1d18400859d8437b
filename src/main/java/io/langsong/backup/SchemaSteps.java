package io.langsong.backup;

import io.langsong.backup.Manifest.Migration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The steps that give the tables their form. Numbers are by module, so the form of a database is the set of steps that it has
 * taken, not the highest number.
 */
final class SchemaSteps {
    private static final Pattern STEP = Pattern.compile("V(\\d+)__\\w+\\.sql");

    private SchemaSteps() {}

    /** In this program, by version as the file name has it. */
    private static SortedMap<String, Resource> known() throws IOException {
        SortedMap<String, Resource> known = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*.sql")) {
            Matcher step = STEP.matcher(Objects.requireNonNull(file.getFilename()));
            if (step.matches()) {
                known.put(step.group(1), file);
            }
        }
        return known;
    }

    /** What a database has taken, in its order. */
    static List<Migration> taken(Catalogue database) throws SQLException {
        List<Migration> taken = new ArrayList<>();
        try (Statement statement = database.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT version, description, checksum FROM "
                        + Catalogue.HISTORY + " WHERE success AND version IS NOT NULL ORDER BY installed_rank")) {
            while (rows.next()) {
                taken.add(new Migration(
                        rows.getString("version"),
                        rows.getString("description"),
                        rows.getObject("checksum", Integer.class)));
            }
        }
        return taken;
    }

    /** Those of {@code steps} that this program does not know, since a later one brought them. */
    static List<String> unknown(List<Migration> steps) throws IOException {
        Set<String> known = known().keySet();
        return steps.stream()
                .map(Migration::version)
                .filter(version -> !known.contains(version))
                .toList();
    }

    /**
     * Brings an empty database to a form of an earlier time.
     *
     * @throws BackupRefused when a step has another text by now
     */
    static void take(DataSource empty, List<Migration> steps) throws IOException, SQLException {
        SortedMap<String, Resource> known = known();
        Path folder = Files.createTempDirectory("langsong-steps");
        try {
            for (Migration step : steps) {
                Resource file = Objects.requireNonNull(known.get(step.version()), step.version());
                try (InputStream text = file.getInputStream()) {
                    Files.copy(text, folder.resolve(Objects.requireNonNull(file.getFilename())));
                }
            }
            Flyway.configure()
                    .dataSource(empty)
                    .locations("filesystem:" + folder)
                    .load()
                    .migrate();
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        try (var connection = empty.getConnection()) {
            Set<Migration> taken = Set.copyOf(taken(new Catalogue(connection)));
            List<String> other = steps.stream()
                    .filter(step -> !taken.contains(step))
                    .map(Migration::version)
                    .toList();
            if (!other.isEmpty()) {
                throw new BackupRefused("steps-differ", other.stream().collect(Collectors.joining(", ")));
            }
        }
    }

    /** Brings a database to the form that this program works with. */
    static void takeAll(DataSource database) {
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .outOfOrder(true)
                .load()
                .migrate();
    }
}
