package io.langsong.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not known is no value, above all not 0. */
class ReportReaderTest {
    private static final String GOOD = SampleReport.of("52:54:00:00:00:01")
            .with(List.of("02:DE:AD:BE:EF:01", "02:DE:AD:BE:EF:02"))
            .json();

    private static Report read(String body) throws NotAReport, IOException {
        return ReportReader.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** {@code metric index value} of those metrics whose name begins so. */
    private static List<String> values(Report report, String metric) {
        return report.values().stream()
                .filter(one -> one.metric().name().startsWith(metric))
                .map(one -> "%s %s %.0f"
                        .formatted(one.metric().name(), one.index(), Double.longBitsToDouble(one.bits()))
                        .replace("  ", " "))
                .toList();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = ';', textBlock = """
            # total; used
            "free": 25, "buffered": 5, "available": 60;               40
            "free": 25, "buffered": 5, "cached": 10;                  60
            "free": 25, "buffered": 5, "available": 0;                70
            "free": 25, "buffered": 5, "available": 20;               70
            "free": 25, "buffered": 5, "available": 25;               70
            "free": 0, "available": 0;                                100
            "available": 60;                                          40
            "available": 0;                                           unknown
            "buffered": 5;                                            unknown
            """)
    void whatIsAvailableCountsOnlyAboveWhatIsFree(String fields, String used) throws Exception {
        Report report = read("{\"resources\": {\"memory\": {\"total\": 100, " + fields + "}}}");

        assertThat(values(report, "memory.used"))
                .isEqualTo(used.equals("unknown") ? List.of() : List.of("memory.used " + used));
    }

    @ParameterizedTest(name = "{0}: {1} leases and neighbours, {2} fields left out")
    @CsvSource(delimiter = ';', textBlock = """
            [{"ip": "10.0.0.7"}, {"ip": "10.0.0.8"}]; 2;       0
            [];                                       0;       0
            {};                                       0;       0
            null;                                     unknown; 0
            7;                                        unknown; 2
            "none";                                   unknown; 2
            {"ip": "10.0.0.7"};                       unknown; 2
            """)
    void leasesAndNeighboursAreCountedInListsAlone(String sent, String count, int leftOut) throws Exception {
        Report report = read("{\"dhcp_leases\": %s, \"neighbors\": %s}".formatted(sent, sent));

        assertThat(values(report, "dhcp.leases"))
                .isEqualTo(count.equals("unknown") ? List.of() : List.of("dhcp.leases " + count));
        assertThat(values(report, "net.neighbours"))
                .isEqualTo(count.equals("unknown") ? List.of() : List.of("net.neighbours " + count));
        assertThat(report.leftOut()).isEqualTo(leftOut);
    }

    @Test
    void clientsAreCountedWholeAndByNetwork() throws Exception {
        assertThat(values(read(GOOD), "wifi.clients"))
                .containsExactly("wifi.clients 2", "wifi.clients ssid Wi-Fi xã 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"clients\": {}", "\"clients\": []", "\"hidden\": 1"})
    void whereNobodyIsThereAreNone(String clients) throws Exception {
        assertThat(values(read(GOOD.replaceFirst("\"clients\": \\[[^]]*]", clients)), "wifi.clients"))
                .containsExactly("wifi.clients 0", "wifi.clients ssid Wi-Fi xã 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"null; 0", "2; 1", "\"two\"; 1", "{\"02:DE:AD:BE:EF:01\": true}; 1"})
    void clientsThatCanNotBeReadAreNotNone(String clients, int leftOut) throws Exception {
        Report report = read(GOOD.replaceFirst("\"clients\": \\[[^]]*]", "\"clients\": " + clients));

        assertThat(values(report, "wifi.clients")).isEmpty();
        assertThat(values(report, "wifi.channel")).containsExactly("wifi.channel wlan0 36");
        assertThat(report.leftOut()).isEqualTo(leftOut);
    }

    /** The whole would be too small. */
    @Test
    void aNetworkThatCanNotBeReadHidesTheWholeAndNoOtherNetwork() throws Exception {
        Report report = read("""
                {"interfaces": [
                  {"name": "wlan0", "wireless": {"mode": "access_point", "ssid": "one", "clients": [{"mac": "02:DE:AD:BE:EF:01"}]}},
                  {"name": "wlan1", "wireless": {"mode": "access_point", "ssid": "two", "clients": [{"mac": "02:DE:AD:BE:EF:02"}]}},
                  {"name": "wlan2", "wireless": {"mode": "access_point", "ssid": "two", "clients": "many"}}]}
                """);

        assertThat(values(report, "wifi.clients")).containsExactly("wifi.clients ssid one 1");
    }
}
