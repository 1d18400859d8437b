package io.langsong.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.outage.Evidence;
import io.langsong.polling.PollResult.DeviceClock;
import io.langsong.polling.PollResult.PortState;
import io.langsong.web.Words;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.i18n.LocaleContextHolder;

/** Nothing that a device or the record says reaches a page as a raw key. */
@SpringBootTest(
        classes = Gallery.class,
        properties = {
            "spring.flyway.enabled=false",
            "spring.quartz.auto-startup=false",
            "langsong.access.admin-password=" + Gallery.PASSWORD,
            "langsong.access.api-token=" + Gallery.TOKEN
        })
class DeviceWordsTest {
    private static final Path MAIN = Path.of("src/main");
    private static final DeviceId DEVICE = new DeviceId("xa-core");
    private static final Instant NOON = Instant.parse("2026-06-05T05:00:00Z");

    @Autowired
    private Words words;

    @BeforeEach
    void speakVietnamese() {
        LocaleContextHolder.setLocale(Locale.forLanguageTag("vi"));
    }

    @AfterEach
    void forget() {
        LocaleContextHolder.resetLocaleContext();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dashboard", "dashboard_en", "incident", "incident_en"})
    void thereAreWordsForEveryKindOfEvidence(String file) throws IOException {
        String module = file.replace("_en", "");

        assertThat(messages(file).stringPropertyNames())
                .containsAll(Evidence.KINDS.stream()
                        .map(kind -> module + ".evidence." + kind)
                        .toList());
    }

    @Test
    void evidenceIsOfAKindThatIsListed() throws IOException {
        try (Stream<Path> files = Files.walk(MAIN.resolve("java"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".java")))
                    .allSatisfy(
                            file -> assertThat(Files.readString(file)).doesNotContainPattern("new Evidence\\(\\s*\""));
        }
    }

    @Test
    void thereAreWordsForEveryMetricThatAProfileReads() throws IOException {
        Set<String> read = new TreeSet<>();
        try (Stream<Path> files = Files.list(MAIN.resolve("resources/profiles"))) {
            for (Path file : files.toList()) {
                Pattern.compile("metric: ([a-z0-9_.]+)")
                        .matcher(Files.readString(file))
                        .results()
                        .forEach(found -> read.add("dashboard.metric." + found.group(1)));
            }
        }
        assertThat(read).isNotEmpty();
        assertThat(messages("dashboard").stringPropertyNames()).containsAll(read);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            wifi.channel     | na               | 5 GHz
            wifi.utilization | others ng        | mạng khác 2,4 GHz
            sensor.power     | poe 2            | PoE cổng ether2
            sensor.power     | poe 7            | PoE cổng 7
            cpu.utilization  | 196608           | lõi 1
            cpu.utilization  | 196609           | lõi 2
            wifi.clients     | ssid Wi-Fi xã    | SSID Wi-Fi xã
            wifi.rate        | tx wlan0 avg     | phát wlan0, trung bình
            wifi.clients     | 2                | cổng ether2
            sensor.state     | something new    | something new
            """)
    void anIndexIsCalledByItsName(String metric, String index, String name) {
        LastPorts.Seen ports = new LastPorts.Seen(NOON, null, List.of(new PortState(2, "ether2", true, true, null)));
        Indexes indexes = new Indexes(words, ports, List.of(processor("196609"), processor("196608"), processor("")));

        assertThat(indexes.of(metric, index).full()).isEqualTo(name);
    }

    @Test
    void portsComeInTheirOrderWithTheirLastChange() {
        LastPorts.Seen ports = new LastPorts.Seen(
                NOON,
                new DeviceClock(Duration.ofHours(2), null),
                List.of(
                        new PortState(10, "ether10", true, false, Duration.ofHours(1)),
                        new PortState(2, "ether2", false, false, Duration.ZERO),
                        new PortState(3, "", true, true, Duration.ofHours(3))));

        assertThat(ports.ports())
                .containsExactly(
                        new LastPorts.Port("3", "up", null),
                        new LastPorts.Port("ether2", "off", null),
                        new LastPorts.Port("ether10", "down", NOON.minus(Duration.ofHours(1))));
    }

    private static Sample processor(String index) {
        Metric metric = new Metric("cpu.utilization", Metric.Kind.GAUGE, "%");
        return Sample.gauge(new SeriesKey(DEVICE, metric.name(), index), metric, NOON, 5);
    }

    private static Properties messages(String file) throws IOException {
        Properties messages = new Properties();
        try (Reader reader = Files.newBufferedReader(MAIN.resolve("resources/messages/" + file + ".properties"))) {
            messages.load(reader);
        }
        return messages;
    }
}
