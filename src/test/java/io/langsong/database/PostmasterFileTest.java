package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PostmasterFileTest {
    @Test
    void readsWhatAPostmasterWrites() {
        String text = "4711\n/data/postgres/data\n1790000000\n40123\n\n127.0.0.1\n  1048577  32768\nready   \n";

        assertThat(PostmasterFile.parse(text)).contains(new PostmasterFile(4711, 40123, true));
    }

    @Test
    void readsOneThatIsStarting() {
        assertThat(PostmasterFile.parse("4711\n/data\n1790000000\n")).contains(new PostmasterFile(4711, 0, false));
    }

    @Test
    void readsNothingFromWhatAPowerCutLeft() {
        assertThat(PostmasterFile.parse("")).isEmpty();
        assertThat(PostmasterFile.parse("\0\0\0\0\n")).isEmpty();
    }

    @Test
    void doesNotTakeAnyProcessOfThatNumberForAPostmaster() {
        assertThat(new PostmasterFile(ProcessHandle.current().pid(), 5432, true).isAlive(Path.of("/data")))
                .isFalse();
    }
}
