package io.langsong.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.outage.Blindness.Count;
import io.langsong.outage.Blindness.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule that tells our own line from theirs, and what it is told by. */
class BlindnessTest {
    @ParameterizedTest(name = "{0} gone, {1} there ({2} proof), {3} not asked -> {4}")
    @CsvSource({
        " 1,  0,  0,  0, SEEING",
        " 2,  0,  0,  0, SEEING",
        " 3,  0,  0,  0, BLIND",
        " 1,  0,  0,  9, OPEN",
        " 8,  0,  0,  2, OPEN",
        " 9,  0,  0,  1, BLIND",
        " 9,  1,  0,  0, BLIND",
        " 9,  1,  1,  0, BLIND",
        "17,  2,  2,  0, SEEING",
        "17,  2,  0,  0, OPEN",
        " 1,  2,  2, 10, SEEING",
        "90, 10, 10,  0, BLIND",
        "89, 11, 11,  0, SEEING"
    })
    void judges(int gone, int there, int proof, int unasked, Verdict verdict) {
        assertThat(Blindness.judge(new Count(gone, there, proof, unasked))).isEqualTo(verdict);
    }

    @Test
    void readsTheDefaultGatewayOfTheSmallestMetric() {
        List<String> lines = List.of(
                "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
                "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0",
                "eth0\t00000000\tFE01000A\t0003\t0\t0\t100\t00000000\t0\t0\t0",
                "eth0\t0001000A\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0");

        assertThat(DefaultGateway.in(lines)).contains("10.0.1.254");
        assertThat(DefaultGateway.in(List.of())).isEmpty();
        assertThat(DefaultGateway.in(List.of("Iface", "eth0 x", "tun0\t00000000\t00000000\t0001\t0\t0\t0\t00000000")))
                .isEmpty();
    }

    @Test
    void readsTargets() {
        OutageProperties settings =
                new OutageProperties(List.of("198.51.100.1", " dns.example:53 ", "[2001:db8::1]:443", "2001:db8::2"));

        assertThat(settings.targets())
                .extracting(OutageProperties.Target::toString)
                .containsExactly("198.51.100.1", "dns.example:53", "[2001:db8::1]:443", "2001:db8::2");
        assertThat(settings.targets()).extracting(OutageProperties.Target::port).containsExactly(0, 53, 443, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "host:0", "host:65536", "host:", ":53", "-x", "http://a", "[::1"})
    void refusesWhatIsNoTarget(String wrong) {
        assertThatThrownBy(() -> new OutageProperties(List.of(wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("langsong.outage.reference-targets")
                .hasMessageContaining("write 198.51.100.1");
    }
}
