package io.langsong.metric.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Metric.Kind;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionTest {
    /** A line of a sample as Prometheus reads it: name, labels with escapes, value. */
    private static final Pattern SAMPLE =
            Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*\\{([a-z]+=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*} [-+0-9.eE]+");

    private static final Instant AT = Instant.parse("2026-10-01T00:00:00Z");

    private final Exposition text = new Exposition();

    @Test
    void aFamilyAMetricWithHelpAndType() {
        add(new Metric("reach.rtt", Kind.GAUGE, "ms"), "", 1.25);
        add(new Metric("if.in_octets", Kind.COUNTER64, "bytes"), "2", -1);
        add(new Metric("reach.rtt", Kind.GAUGE, "ms"), "b", 3);

        assertThat(text.written()).isEqualTo("""
                # HELP langsong_device_if_in_octets if.in_octets, bytes
                # TYPE langsong_device_if_in_octets counter
                langsong_device_if_in_octets{device="ap1",index="2",village="man",site="thon-man"} 18446744073709551615
                # HELP langsong_device_reach_rtt reach.rtt, ms
                # TYPE langsong_device_reach_rtt gauge
                langsong_device_reach_rtt{device="ap1",index="",village="man",site="thon-man"} 1.25
                langsong_device_reach_rtt{device="ap1",index="b",village="man",site="thon-man"} 3.0
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"} 1\nup 0",
                "ends with a backslash\\",
                "\\\"",
                "two\nlines",
                "carriage\rreturn",
                "nul\0",
                "Thôn Mận",
                "{a=\"b\"}",
                "# HELP x",
                "\u0085next\u2028line"
            })
    void aHostileLabelStaysALabel(String index) {
        add(new Metric("reach.rtt", Kind.GAUGE, index), index, 1);

        String[] lines = text.written().split("\n", -1);

        assertThat(lines).hasSize(4);
        assertThat(lines[0]).startsWith("# HELP langsong_device_reach_rtt ");
        assertThat(lines[1]).isEqualTo("# TYPE langsong_device_reach_rtt gauge");
        assertThat(lines[2]).matches(SAMPLE);
        assertThat(lines[3]).isEmpty();
        assertThat(text.written()).doesNotContain("\r", "\0", "\u0085");
    }

    @Test
    void metricsThatDifferInDotsOnlyAreTwoFamilies() {
        add(new Metric("a.b_c", Kind.GAUGE, ""), "", 1);
        add(new Metric("a_b.c", Kind.COUNTER64, ""), "", 2);

        assertThat(text.written().lines().filter(line -> line.startsWith("# TYPE")))
                .containsExactly("# TYPE langsong_device_a:b_c gauge", "# TYPE langsong_device_a_b:c counter");
    }

    private void add(Metric metric, String index, double value) {
        SeriesKey key = new SeriesKey(new DeviceId("ap1"), metric.name(), index);
        text.add(
                metric.kind() == Kind.GAUGE
                        ? Sample.gauge(key, metric, AT, value)
                        : Sample.counter(key, metric, AT, (long) value),
                "man",
                "thon-man");
    }
}
