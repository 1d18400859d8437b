package io.langsong.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.firmware.Fit.Verdict;
import io.langsong.inventory.DeviceId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which firmware fits which box. */
class FitTest {
    private static final Instant NOW = Instant.parse("2026-12-01T02:00:00Z");

    private static Image image(Family family, String version, String board) {
        return new Image(
                "a".repeat(64),
                "x",
                family,
                8_000_000,
                version,
                null,
                List.of(board),
                true,
                family == Family.ROUTEROS ? "routeros" : null,
                "ha",
                NOW);
    }

    private static BoxFacts box(Family family, String version, String board, long free, String... packages) {
        return new BoxFacts(new DeviceId("ap-1"), family, board, "M", version, null, free, "1", List.of(packages), NOW);
    }

    @ParameterizedTest(name = "{0} with {1} octets free and {2}: {3}")
    @CsvSource(textBlock = """
            a, 13000000, 22.03.5, FITS,
            b, 13000000, 22.03.5, DOES_NOT_FIT, other-board
            a, 12000000, 22.03.5, DOES_NOT_FIT, too-little-room
            a, 13000000, 23.05.3, HAS_IT,       has-it
            a, 13000000, 24.10.0, FITS,
            """)
    void openWrt(String board, long free, String version, Verdict verdict, String reason) {
        Fit fit = Fit.of(image(Family.OPENWRT, "23.05.3", "a"), box(Family.OPENWRT, version, board, free));

        assertThat(fit.verdict()).isEqualTo(verdict);
        assertThat(fit.reasons()).isEqualTo(reason == null ? List.of() : List.of(reason));
        assertThat(fit.from()).isEqualTo(version);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(textBlock = """
            arm,   7.16.1,    routeros,          FITS,
            arm64, 7.16.1,    routeros,          DOES_NOT_FIT, other-architecture
            arm,   7.16.1,    routeros wireless, DOES_NOT_FIT, other-packages
            arm,   7.18,      routeros,          DOES_NOT_FIT, older
            arm,   7.17.10,   routeros,          DOES_NOT_FIT, older
            arm,   7.17beta2, routeros,          FITS,
            arm,   6.49.10,   routeros,          FITS,
            arm,   7.17.2,    routeros,          HAS_IT,       has-it
            """)
    void routerOs(String board, String version, String packages, Verdict verdict, String reason) {
        Fit fit = Fit.of(
                image(Family.ROUTEROS, "7.17.2", "arm"),
                box(Family.ROUTEROS, version, board, 90_000_000, packages.split(" ")));

        assertThat(fit.verdict()).isEqualTo(verdict);
        assertThat(fit.reasons()).isEqualTo(reason == null ? List.of() : List.of(reason));
    }

    @Test
    void whatIsBuiltOtherwiseIsAnother() {
        Image image = new Image(
                "a".repeat(64), "x", Family.OPENWRT, 8, "SNAPSHOT", "r2", List.of("a"), true, null, "ha", NOW);
        BoxFacts box = new BoxFacts(
                new DeviceId("ap-1"), Family.OPENWRT, "a", "M", "SNAPSHOT", "r1", 1 << 30, "1", List.of(), NOW);

        assertThat(Fit.of(image, box).verdict()).isEqualTo(Verdict.FITS);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1w2d03:04:05, 788645
            3h4m5s,       11045
            2d,           172800
            59s,          59
            00:00:07,     7
            """)
    void readsAnUptime(String text, long seconds) {
        assertThat(RouterOsFlash.seconds(text)).isEqualTo(seconds);
    }
}
