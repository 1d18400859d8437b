package io.langsong.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Test vectors too large for this repository: in the folder that the system property or the environment variable
 * {@code LANGSONG_SHARED} names, or in {@code ../shared}. Tests that need one that is not there are skipped.
 */
public final class SharedFixtures {
    private SharedFixtures() {}

    /** @param name below {@code fixtures/} */
    public static Path require(String name) {
        String folder =
                System.getProperty("LANGSONG_SHARED", System.getenv().getOrDefault("LANGSONG_SHARED", "../shared"));
        Path file = Path.of(folder, "fixtures").resolve(name);
        Assumptions.assumeTrue(
                Files.isReadable(file),
                "no test vectors at " + file.toAbsolutePath().normalize());
        return file;
    }
}
