package io.langsong.database;

import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** A server in a process of its own, so that a test can stop it in the middle. Arguments: url, user, password. */
final class ActiveServerChild {
    private ActiveServerChild() {}

    public static void main(String[] arguments) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(arguments[0]);
        source.setUser(arguments[1]);
        source.setPassword(arguments[2]);
        ActiveServer server = new ActiveServer(
                source,
                source,
                event -> System.out.println(event),
                new ActiveServer.Timing(Duration.ofMillis(200), Duration.ofMillis(1500), Duration.ofMillis(3000)));
        server.start();
        while (System.in.read() >= 0) {
            System.out.println("isActive " + server.isActive());
        }
        server.stop();
    }
}
