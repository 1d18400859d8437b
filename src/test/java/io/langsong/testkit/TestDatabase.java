package io.langsong.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real PostgreSQL for tests: one server a JVM, a freshly migrated database for each call. */
public final class TestDatabase {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static int port;

    private TestDatabase() {}

    /** An empty database with every migration applied. */
    public static DataSource fresh() {
        int server = server();
        String name = "test" + NUMBER.incrementAndGet();
        JdbcClient.create(at(server, "postgres"))
                .sql("CREATE DATABASE " + name + " TEMPLATE migrated")
                .update();
        return at(server, name);
    }

    private static synchronized int server() {
        if (port == 0) {
            try {
                port = start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            JdbcClient.create(at(port, "postgres"))
                    .sql("CREATE DATABASE migrated")
                    .update();
            Flyway.configure().dataSource(at(port, "migrated")).load().migrate();
        }
        return port;
    }

    private static int start() throws IOException {
        Path folder = Files.createTempDirectory("langsong-test-pg");
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        String bin = "/usr/lib/postgresql/15/bin/";
        run(bin + "initdb", "-D", folder + "/d", "-A", "trust", "-U", "langsong", "-E", "UTF8", "--no-sync");
        run(
                bin + "pg_ctl",
                "-D",
                folder + "/d",
                "-l",
                folder + "/log",
                "-w",
                "-o",
                "-F -p " + free + " -k '' -c listen_addresses=127.0.0.1",
                "start");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                run(bin + "pg_ctl", "-D", folder + "/d", "-m", "immediate", "stop");
                new ProcessBuilder("rm", "-rf", folder.toString()).start().waitFor();
            } catch (IOException | InterruptedException e) {
                System.err.println("test database was not stopped: " + e);
            }
        }));
        return free;
    }

    private static void run(String... command) throws IOException {
        List<String> words = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            words.addAll(List.of("unshare", "-U"));
        }
        words.addAll(List.of(command));
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", words) + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static DataSource at(int port, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser("langsong");
        return source;
    }
}
