package io.langsong.polling.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.polling.PollResult.PortState;
import io.langsong.polling.profile.Reading.Measurement;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    private static final DeviceId AP = new DeviceId("thon-man-ap1");
    private static final Instant AT = Instant.parse("2026-10-05T01:00:00Z");
    private static final String IF = "1.3.6.1.2.1.2.2.1.";
    private static final String IFX = "1.3.6.1.2.1.31.1.1.1.";

    private final Profiles profiles = Profiles.load();

    @TempDir
    Path folder;

    @Test
    void a64BitCounterIsExactAndUnsigned() {
        Reading reading = generic("""
                1.3.6.1.2.1.31.1.1.1.6.3   c64  18446744073709551615
                1.3.6.1.2.1.31.1.1.1.10.3  c64  9007199254740993
                1.3.6.1.2.1.2.2.1.10.3     c32  7
                """);

        Sample in = sample(reading, "if.in_octets", "3");
        assertThat(in.bits()).isEqualTo(-1L);
        assertThat(in.metric().kind()).isEqualTo(Metric.Kind.COUNTER64);
        assertThat(in.asDouble()).isEqualTo(0x1p64);
        assertThat(sample(reading, "if.out_octets", "3").bits()).isEqualTo(9007199254740993L);
        assertThat(reading.ports()).singleElement().extracting(Port::inOctets).isEqualTo(-1L);
    }

    @Test
    void the32BitCounterStandsInRowByRow() {
        Reading reading = generic("""
                1.3.6.1.2.1.31.1.1.1.6.1  c64  5000000000
                1.3.6.1.2.1.2.2.1.10.1    c32  705032704
                1.3.6.1.2.1.2.2.1.10.2    c32  4294967295
                """);

        assertThat(sample(reading, "if.in_octets", "1").bits()).isEqualTo(5_000_000_000L);
        assertThat(sample(reading, "if.in_octets", "2").metric().kind()).isEqualTo(Metric.Kind.COUNTER32);
        assertThat(sample(reading, "if.in_octets", "2").bits()).isEqualTo(4_294_967_295L);
    }

    @Test
    void aColumnThatIsNotThereIsAbsentAndNotZero() {
        Reading reading = generic("""
                1.3.6.1.2.1.2.2.1.8.1      int   1
                1.3.6.1.2.1.31.1.1.1.6.1   none  -
                1.3.6.1.2.1.2.2.1.14.1     bad   -
                """);

        assertThat(reading.measurements()).isEmpty();
        assertThat(reading.ports()).singleElement().satisfies(port -> {
            assertThat(port.inOctets()).isNull();
            assertThat(port.inErrors()).isNull();
            assertThat(port.speedBps()).isNull();
            assertThat(port.adminStatus()).isNull();
        });
    }

    @ParameterizedTest(name = "ifSpeed {0}, ifHighSpeed {1} -> {2}")
    @CsvSource(textBlock = """
            # bit/s,    Mbit/s, speed
            100000000,  100,    100000000
            4294967295, 10000,  10000000000
            1410065408, 10000,  10000000000
            4294967295, -,      -
            0,          0,      -
            -,          1000,   1000000000
            1536000,    2,      1536000
            """)
    void theSpeedIsTheOneThatCanBeTrue(String ifSpeed, String ifHighSpeed, String speed) {
        StringBuilder answers = new StringBuilder(IF + "8.9 int 1\n");
        if (!ifSpeed.equals("-")) {
            answers.append(IF + "5.9 g32 ").append(ifSpeed).append('\n');
        }
        if (!ifHighSpeed.equals("-")) {
            answers.append(IFX + "15.9 g32 ").append(ifHighSpeed).append('\n');
        }

        Long read = generic(answers.toString()).ports().get(0).speedBps();

        assertThat(read == null ? "-" : read.toString()).isEqualTo(speed);
    }

    @Test
    void portsSayTheirStateAndSinceWhen() {
        Reading reading = generic("""
                1.3.6.1.2.1.2.2.1.2.2     str    eth0
                1.3.6.1.2.1.2.2.1.7.2     int    1
                1.3.6.1.2.1.2.2.1.8.2     int    7
                1.3.6.1.2.1.2.2.1.9.2     ticks  4242
                1.3.6.1.2.1.31.1.1.1.1.3  str    wlan0
                1.3.6.1.2.1.2.2.1.7.3     int    2
                1.3.6.1.2.1.2.2.1.8.3     int    2
                1.3.6.1.2.1.2.2.1.2.4     str    no state
                1.3.6.1.2.1.2.2.1.8.5.1   int    1
                1.3.6.1.2.1.2.2.1.8.4294967295  int  1
                1.3.6.1.2.1.2.2.1.8.0     int    1
                """);

        assertThat(reading.portStates())
                .containsExactly(
                        new PortState(2, "eth0", true, false, Duration.ofMillis(42_420)),
                        new PortState(3, "wlan0", false, false, null));
        assertThat(reading.ports()).extracting(Port::operStatus).containsExactly("lowerLayerDown", "down", null);
    }

    @Test
    void theDeviceSaysSinceWhenItRuns() {
        Reading reading = generic("""
                1.3.6.1.2.1.1.3.0     ticks  4294967295
                1.3.6.1.2.1.25.1.1.0  ticks  100
                """);

        assertThat(reading.clock()).satisfies(clock -> {
            assertThat(clock.agentUptime()).isEqualTo(Duration.ofMillis(42_949_672_950L));
            assertThat(clock.hostUptime()).isEqualTo(Duration.ofSeconds(1));
        });
        assertThat(generic("1.3.6.1.2.1.25.1.1.0 ticks 100").clock()).isNull();
    }

    @Test
    void memoryLeavesOutBuffersAndCache() {
        Reading reading = generic("""
                1.3.6.1.4.1.2021.4.5.0   int  247768
                1.3.6.1.4.1.2021.4.6.0   int  51148
                1.3.6.1.4.1.2021.4.14.0  int  6228
                """);

        assertThat(value(reading, "memory.total", "")).isEqualTo(247768 * 1024.0);
        assertThat(value(reading, "memory.used", "")).isEqualTo((247768 - 51148 - 6228) * 1024.0);
        assertThat(generic("1.3.6.1.4.1.2021.4.5.0 int 247768").measurements())
                .extracting(one -> one.metric().name())
                .as("without the free memory there is no used memory")
                .containsExactly("memory.total");
    }

    @Test
    void aStorageSizeBelowZeroIsOneWithoutSign() {
        Reading reading = generic("""
                1.3.6.1.2.1.25.2.3.1.2.1  oid  1.3.6.1.2.1.25.2.1.2
                1.3.6.1.2.1.25.2.3.1.3.1  str  Physical memory
                1.3.6.1.2.1.25.2.3.1.4.1  int  4096
                1.3.6.1.2.1.25.2.3.1.5.1  int  -1294967296
                1.3.6.1.2.1.25.2.3.1.2.2  oid  1.3.6.1.2.1.25.2.1.4
                1.3.6.1.2.1.25.2.3.1.4.2  int  512
                1.3.6.1.2.1.25.2.3.1.5.2  int  99
                """);

        assertThat(value(reading, "memory.total", "")).isEqualTo(3_000_000_000.0 * 4096);
        assertThat(reading.measurements()).extracting(Measurement::label).containsExactly("Physical memory");
    }

    @Test
    void processorsAreReadEachAndAsTheirMean() {
        Reading reading = generic("""
                1.3.6.1.2.1.25.3.3.1.2.768  int  91
                1.3.6.1.2.1.25.3.3.1.2.769  int  9
                1.3.6.1.4.1.2021.11.11.0    int  1
                """);

        assertThat(value(reading, "cpu.utilization", "")).isEqualTo(50);
        assertThat(value(reading, "cpu.utilization", "769")).isEqualTo(9);
        assertThat(value(generic("1.3.6.1.4.1.2021.11.11.0 int 30"), "cpu.utilization", ""))
                .isEqualTo(70);
    }

    @Test
    void openwrtNumbersStandInTextsUnderNamesInTheIndex() {
        Reading reading = read("openwrt", """
                1.3.6.1.4.1.8072.1.3.2.3.1.1."clients-wlan0"       str  12
                1.3.6.1.4.1.8072.1.3.2.3.1.1."clients-phy1-ap0"    str  3 stations
                1.3.6.1.4.1.8072.1.3.2.3.1.1."noise-floor-wlan0"   str  -95
                1.3.6.1.4.1.8072.1.3.2.3.1.1."frequency-wlan0"     str  2412
                1.3.6.1.4.1.8072.1.3.2.3.1.1."rate-tx-wlan0-avg"   str  72200000
                1.3.6.1.4.1.8072.1.3.2.3.1.1."snr-wlan0-min"       str  main
                """);

        assertThat(value(reading, "wifi.clients", "wlan0")).isEqualTo(12);
        assertThat(value(reading, "wifi.clients", "phy1-ap0")).isEqualTo(3);
        assertThat(value(reading, "wifi.clients", "")).isEqualTo(15);
        assertThat(value(reading, "wifi.noise", "wlan0")).isEqualTo(-95);
        assertThat(value(reading, "wifi.frequency", "wlan0")).isEqualTo(2412);
        assertThat(value(reading, "wifi.rate", "tx wlan0 avg")).isEqualTo(72_200_000);
        assertThat(reading.measurements()).noneMatch(one -> one.metric().name().equals("wifi.snr"));
    }

    @Test
    void mikrotikClientsAreNoCounterThoughTypedAsOne() {
        Reading reading = read("mikrotik", """
                1.3.6.1.4.1.14988.1.1.1.3.1.4.7   str  Thon Man
                1.3.6.1.4.1.14988.1.1.1.3.1.6.7   c32  7
                1.3.6.1.4.1.14988.1.1.1.3.1.6.8   c32  2
                1.3.6.1.4.1.14988.1.1.1.3.1.7.7   int  2412
                1.3.6.1.4.1.14988.1.1.1.3.1.7.8   int  0
                1.3.6.1.4.1.14988.1.1.1.3.1.9.7   int  -117
                1.3.6.1.4.1.14988.1.1.3.10.0      int  330
                1.3.6.1.4.1.14988.1.1.3.100.1.2.16  str  cpu-temperature
                1.3.6.1.4.1.14988.1.1.3.100.1.3.16  int  41
                1.3.6.1.4.1.14988.1.1.3.100.1.4.16  int  1
                1.3.6.1.4.1.14988.1.1.3.100.1.3.17  int  241
                1.3.6.1.4.1.14988.1.1.3.100.1.4.17  int  3
                """);

        assertThat(sample(reading, "wifi.clients", "7").metric().kind()).isEqualTo(Metric.Kind.GAUGE);
        assertThat(value(reading, "wifi.clients", "")).isEqualTo(9);
        assertThat(value(reading, "wifi.noise", "7")).isEqualTo(-117);
        assertThat(value(reading, "sensor.temperature", "")).isEqualTo(33);
        assertThat(value(reading, "sensor.temperature", "gauge 16")).isEqualTo(41);
        assertThat(value(reading, "sensor.voltage", "gauge 17")).isEqualTo(24.1);
        assertThat(reading.measurements())
                .as("a frequency of 0 is a virtual access point's")
                .noneMatch(one -> one.metric().name().equals("wifi.frequency")
                        && one.index().equals("8"));
    }

    @Test
    void unifiClientsAreSummedByRadioAndBySsid() {
        Reading reading = read("ubiquiti-unifi", """
                1.3.6.1.4.1.41112.1.6.1.2.1.4.1  int  11
                1.3.6.1.4.1.41112.1.6.1.2.1.4.2  int  36
                1.3.6.1.4.1.41112.1.6.1.2.1.4.3  int  36
                1.3.6.1.4.1.41112.1.6.1.2.1.4.4  int  5
                1.3.6.1.4.1.41112.1.6.1.2.1.6.1  str  Thon Man
                1.3.6.1.4.1.41112.1.6.1.2.1.6.2  str  Thon Man
                1.3.6.1.4.1.41112.1.6.1.2.1.6.3  str  UBND
                1.3.6.1.4.1.41112.1.6.1.2.1.6.4  str
                1.3.6.1.4.1.41112.1.6.1.2.1.8.1  int  4
                1.3.6.1.4.1.41112.1.6.1.2.1.8.2  int  5
                1.3.6.1.4.1.41112.1.6.1.2.1.8.3  int  6
                1.3.6.1.4.1.41112.1.6.1.2.1.8.4  int  0
                1.3.6.1.4.1.41112.1.6.1.2.1.9.1  str  ng
                1.3.6.1.4.1.41112.1.6.1.2.1.9.2  str  na
                1.3.6.1.4.1.41112.1.6.1.2.1.9.3  str  na
                1.3.6.1.4.1.41112.1.6.1.2.1.9.4  str  6e
                """);

        assertThat(value(reading, "wifi.clients", "na")).isEqualTo(11);
        assertThat(value(reading, "wifi.clients", "ssid Thon Man")).isEqualTo(9);
        assertThat(value(reading, "wifi.clients", "")).isEqualTo(15);
        assertThat(value(reading, "wifi.frequency", "ng")).isEqualTo(2462);
        assertThat(value(reading, "wifi.frequency", "na")).isEqualTo(5180);
        assertThat(value(reading, "wifi.frequency", "6e")).isEqualTo(5975);
        assertThat(reading.measurements()).noneMatch(one -> one.index().equals("ssid "));
    }

    @ParameterizedTest(name = "{0} {1} as \"{2}\" -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # type | value | what the profile says                       | number
            int    | 2147483647 | skip: [2147483647, -1]                 | -
            int    | -1         | skip: [2147483647, -1]                 | -
            int    | -72        | skip: [2147483647, -1]                 | -72
            str    | 7.01 mA    | divide: 1000                           | 0.00701
            str    | main       | divide: 10                             | -
            str    | 0.03 mW (-14.61 dBm) | pattern: '\\((\\S+) dBm\\)'  | -14.61
            str    | no light   | pattern: '\\((\\S+) dBm\\)'            | -
            str    | battery    | values: {mains: 1, battery: 0}         | 0
            int    | 5          | values: {3: 1, 5: 0}                   | 0
            int    | 9          | values: {3: 1, 5: 0}                   | -
            int    | 789        | {divide: 10, atMost: 50}               | 50
            int    | 6000       | {add: -10000, divide: 1}               | -4000
            int    | 95         | multiply: -1                           | -95
            c64    | 18446744073709551615 | divide: 1                    | 18446744073709551616
            int    | -1         | unsigned: true                         | 4294967295
            float  | 0.5        | multiply: 2                            | 1
            str    | 1e999      | multiply: 2                            | 2
            str    | .5V        | multiply: 2                            | 1
            oid    | 1.3.6.1    | multiply: 2                            | -
            """)
    void aProfileTurnsAValueIntoANumber(String type, String value, String says, String number) throws Exception {
        String keys =
                says.startsWith("{") ? says.substring(1, says.length() - 1).replace(", ", "\n    ") : says;
        Files.writeString(folder.resolve("test.yaml"), """
                name: test
                title: test
                source: test
                scalars:
                  - metric: sensor.load
                    oid: 1.3.6.1.4.1.99999.1.0
                    %s
                """.formatted(keys));
        Profile profile = Profiles.load(List.of(folder)).byName("test").orElseThrow();

        Reading reading = Reading.of(profile, AP, AT, answers("1.3.6.1.4.1.99999.1.0 " + type + " " + value));

        if (number.equals("-")) {
            assertThat(reading.measurements()).isEmpty();
        } else {
            assertThat(value(reading, "sensor.load", "")).isEqualTo(Double.parseDouble(number));
        }
    }

    @Test
    void scalarsOfTheSameMetricAreToldApartByTheirIndex() throws Exception {
        Files.writeString(folder.resolve("test.yaml"), """
                name: test
                title: test
                source: test
                scalars:
                  - {metric: sensor.voltage, unit: V, oid: 1.3.6.1.4.1.99999.1.0, index: input}
                  - {metric: sensor.voltage, unit: V, oid: 1.3.6.1.4.1.99999.2.0, index: battery, divide: 10}
                """);
        Profile profile = Profiles.load(List.of(folder)).byName("test").orElseThrow();

        Reading reading = Reading.of(profile, AP, AT, answers("""
                1.3.6.1.4.1.99999.1.0  int  230
                1.3.6.1.4.1.99999.2.0  int  541
                """));

        assertThat(value(reading, "sensor.voltage", "input")).isEqualTo(230);
        assertThat(value(reading, "sensor.voltage", "battery")).isEqualTo(54.1);
    }

    @Test
    void hostileTextsStayTextsAndFitIntoADatabase() {
        Reading reading = generic("""
                1.3.6.1.2.1.31.1.1.1.1.1  hex  3c7363726970743e00610a1b5b324a
                1.3.6.1.2.1.2.2.1.8.1     int  1
                1.3.6.1.2.1.31.1.1.1.6.1  c64  1
                1.3.6.1.2.1.31.1.1.1.1.2  hex  ff%s
                1.3.6.1.2.1.2.2.1.8.2     int  1
                """.formatted("41".repeat(5000)));

        assertThat(reading.ports().get(0).name()).startsWith("<script>").doesNotContain("\0", "\n", "\033");
        assertThat(reading.ports().get(1).name()).hasSize(200);
        assertThat(reading.measurements()).extracting(Measurement::label).allMatch(label -> !label.contains("\0"));
    }

    @Test
    void aTextAsIndexMayNotBreakItsFrame() {
        Reading reading = read("openwrt", """
                1.3.6.1.4.1.8072.1.3.2.3.1.1.9.99.108      str  1
                1.3.6.1.4.1.8072.1.3.2.3.1.1.2.99999.108   str  1
                1.3.6.1.4.1.8072.1.3.2.3.1.1.0             str  1
                """);

        assertThat(reading.measurements()).isEmpty();
    }

    private Reading generic(String answers) {
        return read("generic", answers);
    }

    private Reading read(String profile, String answers) {
        return Reading.of(profiles.byName(profile).orElseThrow(), AP, AT, answers(answers));
    }

    private static double value(Reading reading, String metric, String index) {
        return sample(reading, metric, index).asDouble();
    }

    private static Sample sample(Reading reading, String metric, String index) {
        return reading.samples().stream()
                .filter(one -> one.metric().name().equals(metric)
                        && one.series().index().equals(index))
                .reduce((one, other) -> {
                    throw new AssertionError("two of " + one.series());
                })
                .orElseThrow(() -> new AssertionError("no " + metric + " " + index + " in " + reading.measurements()));
    }

    /** One answer a line: OID, type, value. {@code "abc"} in an OID is a text with its length before it. */
    private static List<VarBind> answers(String lines) {
        List<VarBind> varBinds = new ArrayList<>();
        for (String line :
                lines.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
            String[] parts = line.split("\\s+", 3);
            varBinds.add(new VarBind(oid(parts[0]), value(parts[1], parts.length > 2 ? parts[2] : "")));
        }
        return varBinds;
    }

    private static Oid oid(String text) {
        int quote = text.indexOf('"');
        if (quote < 0) {
            return Oid.parse(text);
        }
        byte[] name = text.substring(quote + 1, text.length() - 1).getBytes(StandardCharsets.US_ASCII);
        StringBuilder dotted = new StringBuilder(text.substring(0, quote)).append(name.length);
        for (byte octet : name) {
            dotted.append('.').append(octet);
        }
        return Oid.parse(dotted.toString());
    }

    private static SnmpValue value(String type, String text) {
        return switch (type) {
            case "int" -> new SnmpValue.Int(Integer.parseInt(text));
            case "c32" -> new SnmpValue.Counter32(Long.parseLong(text));
            case "g32" -> new SnmpValue.Gauge32(Long.parseLong(text));
            case "c64" -> new SnmpValue.Counter64(Long.parseUnsignedLong(text));
            case "ticks" -> new SnmpValue.TimeTicks(Long.parseLong(text));
            case "str" -> new SnmpValue.Octets(text.getBytes(StandardCharsets.UTF_8));
            case "hex" -> new SnmpValue.Octets(HexFormat.of().parseHex(text));
            case "oid" -> new SnmpValue.ObjectId(Oid.parse(text));
            case "float" -> new SnmpValue.Opaque(HexFormat.of().parseHex("9f78043f000000"));
            case "none" -> new SnmpValue.NoSuchInstance();
            case "bad" -> new SnmpValue.Malformed("Counter32 of 33 bits");
            default -> throw new IllegalArgumentException(type);
        };
    }
}
