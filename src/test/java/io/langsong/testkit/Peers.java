package io.langsong.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * The real programs that tests talk to. On a machine that lacks one its tests are skipped with what to install; where
 * {@code LANGSONG_PEERS=required} is set, as in CI, a missing one fails them.
 */
public final class Peers {
    private Peers() {}

    /**
     * @param program as on the PATH; also looked for in the sbin folders
     * @param debianPackage what to install
     */
    public static Path require(String program, String debianPackage) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin:/usr/bin:/bin";
        for (String folder : path.split(":")) {
            Path file = Path.of(folder.isEmpty() ? "." : folder, program);
            if (Files.isExecutable(file)) {
                return file;
            }
        }
        String message = program + " is not here; install it with: apt-get install " + debianPackage;
        if ("required".equals(System.getenv("LANGSONG_PEERS"))) {
            throw new AssertionError("LANGSONG_PEERS=required, but " + message);
        }
        Assumptions.abort(message);
        throw new IllegalStateException("not reached");
    }
}
