package io.langsong.provisioning;

import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** A server in a process of its own that pushes what is due, to be killed in the middle. */
public final class PushProcess {
    private PushProcess() {}

    /** @param args URL, user and password of the database, and the data directory */
    public static void main(String[] args) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(args[0]);
        database.setUser(args[1]);
        database.setPassword(args[2]);
        try (PushNetwork network = new PushNetwork(database, Path.of(args[3]))) {
            System.out.println(network.push().status());
        }
    }
}
