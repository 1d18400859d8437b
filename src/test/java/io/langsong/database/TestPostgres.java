package io.langsong.database;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Starts the product's PostgreSQL with what only tests want: programs unpacked once a build, and where asked no fsync. */
public final class TestPostgres {
    private static final Path PROGRAMS = Path.of("target", "postgres");

    private TestPostgres() {}

    /**
     * Fast, and loses everything at a power cut. With {@code LANGSONG_TEST_POSTGRES=/usr/lib/postgresql/15/bin} it is the
     * PostgreSQL there instead of ours.
     */
    public static EmbeddedPostgres startUnsafe(Path directory) {
        Optional<Path> other =
                Optional.ofNullable(System.getenv("LANGSONG_TEST_POSTGRES")).map(Path::of);
        return new EmbeddedPostgres(
                        DataDirectory.at(directory),
                        options(
                                "",
                                other,
                                Map.of(
                                        "fsync", "off",
                                        "synchronous_commit", "off",
                                        "full_page_writes", "off",
                                        // Of hundreds of databases, ever another one was looked through.
                                        "autovacuum", "off",
                                        "max_connections", "100")))
                .start();
    }

    /** As the product runs it. */
    static EmbeddedPostgres safe(Path directory) {
        return new EmbeddedPostgres(DataDirectory.at(directory), options("", Optional.empty(), Map.of()));
    }

    static EmbeddedPostgres.Options options(String runAs, Optional<Path> binaries, Map<String, String> settings) {
        PROGRAMS.toFile().mkdirs();
        return new EmbeddedPostgres.Options(
                runAs, binaries, Optional.of(PROGRAMS.toAbsolutePath()), new HashMap<>(settings));
    }
}
