package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path folder;

    @Test
    void isMadeForOurEyesOnly() throws IOException {
        Path path = DataDirectory.at(folder.resolve("a/data")).path();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
    }

    @Test
    void mayBeThereAlready() throws IOException {
        assertThat(DataDirectory.at(folder).path()).isEqualTo(folder.toRealPath());
    }

    @Test
    void saysWhyItCanNotBe() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.at(file.resolve("data")))
                .isInstanceOf(DatabaseStartException.class)
                .hasMessageContainingAll(file.toString(), "langsong.data-dir");
        assertThatThrownBy(() -> DataDirectory.at(Path.of("/proc/langsong")))
                .hasMessageContainingAll("/proc/langsong", "LANGSONG_DATA_DIR");
    }
}
