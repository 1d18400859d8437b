package io.langsong.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A PostgreSQL that others run: waited for a little, then looked at before anything is written to it. */
record ExternalDatabase(
        String url, @Nullable String user, @Nullable String password) {
    private static final Logger log = LoggerFactory.getLogger(ExternalDatabase.class);
    private static final int OLDEST_MAJOR = 15;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /**
     * @throws DatabaseStartException if it does not answer in time, refuses us, or is not a PostgreSQL we can use
     */
    void await(Duration patience) {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new DatabaseStartException(
                    "spring.datasource.url is not a PostgreSQL address: " + shownUrl(),
                    "write jdbc:postgresql://HOST:5432/DATABASE, or remove the setting to use the embedded database");
        }
        Deadline deadline = new Deadline(patience);
        boolean said = false;
        while (true) {
            try (Connection connection = DriverManager.getConnection(url, properties())) {
                check(connection);
                return;
            } catch (SQLException e) {
                if (!mayPass(e) || deadline.passed()) {
                    throw new DatabaseStartException(
                            "The database at %s does not let us in: %s".formatted(shownUrl(), e.getMessage()),
                            "start it, or correct spring.datasource.url, .username and .password; without a url the embedded database is used",
                            e);
                }
                if (!said) {
                    log.warn("waiting for the database url={} reason={}", shownUrl(), e.getMessage());
                    said = true;
                }
            }
            try {
                Deadline.pause(BETWEEN_TRIES);
            } catch (IOException e) {
                throw new DatabaseStartException("Interrupted while waiting for " + shownUrl(), "start again", e);
            }
        }
    }

    /** Connection failures (class 08) and a server that starts or stops (57P); a wrong password stays wrong. */
    private static boolean mayPass(SQLException e) {
        String state = e.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    private void check(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_MAJOR) {
            throw new DatabaseStartException(
                    "The database at %s is PostgreSQL %s"
                            .formatted(shownUrl(), connection.getMetaData().getDatabaseProductVersion()),
                    "use PostgreSQL %d or later".formatted(OLDEST_MAJOR));
        }
        try (Statement statement = connection.createStatement();
                ResultSet encoding = statement.executeQuery("SHOW server_encoding")) {
            if (encoding.next() && !encoding.getString(1).equals("UTF8")) {
                throw new DatabaseStartException(
                        "The database at %s has encoding %s".formatted(shownUrl(), encoding.getString(1)),
                        "make one with CREATE DATABASE langsong ENCODING 'UTF8' TEMPLATE template0");
            }
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "5");
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    /** The address as it may be shown: a url can carry a password. */
    String shownUrl() {
        return url.replaceAll("(?i)([?&][a-z]*password=)[^&]*", "$1***").replaceAll("//[^/@?]*@", "//***@");
    }

    @Override
    public String toString() {
        return "ExternalDatabase[" + shownUrl() + "]";
    }
}
