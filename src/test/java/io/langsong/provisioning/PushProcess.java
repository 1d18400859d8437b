package io.langsong.provisioning;

import java.nio.file.Path;
import java.time.Instant;
import org.postgresql.ds.PGSimpleDataSource;

/** A server in a process of its own that pushes what is due, to be killed in the middle. */
public final class PushProcess {
    private PushProcess() {}

    /** @param args URL, user and password of the database, the data directory, when quick time began, and how many times faster it runs */
    public static void main(String[] args) throws InterruptedException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        database.setUser(args[1]);
        database.setPassword(args[2]);
        try (PushNetwork network = new PushNetwork(
                database, Path.of(args[3]), new QuickTime(Instant.parse(args[4]), Integer.parseInt(args[5])))) {
            System.out.println(network.push().status());
        }
    }
}
