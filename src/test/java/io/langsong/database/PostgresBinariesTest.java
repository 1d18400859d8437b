package io.langsong.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
                    Linux,    amd64,   postgres-linux-x86_64.txz
                    Linux,    aarch64, postgres-linux-arm_64.txz
                    Mac OS X, aarch64, postgres-darwin-arm_64.txz
                    Linux,    riscv64, postgres-linux-riscv64.txz
                    """)
    void namesTheArchiveOfAPlatform(String os, String processor, String archive) {
        assertThat(PostgresBinaries.resource(os, processor)).isEqualTo(archive);
    }

    @Test
    void comesForBothProcessorsThatWePromise() {
        assertThat(getClass().getResource("/postgres-linux-x86_64.txz")).isNotNull();
        assertThat(getClass().getResource("/postgres-linux-arm_64.txz")).isNotNull();
    }
}
