package io.langsong.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.agent.SampleReport;
import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore;
import io.langsong.metric.SeriesKey;
import io.langsong.testkit.WholeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Boxes that report over real HTTP to the whole server: good ones, ones that send everything five times, and hostile ones. */
@WholeServer
@TestPropertySource(properties = {"langsong.agent.body-timeout=2s", "langsong.agent.per-minute=6000"})
@ExtendWith(OutputCaptureExtension.class)
class AgentReportsTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("dd-MM-uuuu_HH:mm:ss'.000000'").withZone(ZoneOffset.UTC);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MetricStore store;

    @Value("${local.server.port}")
    private int port;

    private String place = "";
    private String mac = "";
    private String id = "";
    private String key = "";

    @BeforeEach
    void comeIn() {
        int number = COUNT.incrementAndGet();
        place = "ap-" + number;
        mac = "52:54:00:CC:%02X:%02X".formatted(number / 256, number % 256);
        call("POST", "/api/v1/villages", """
                {"id": "thon-%d", "name": "Thôn số %d", "position": %d}""".formatted(number, number, number));
        call("POST", "/api/v1/sites", """
                {"id": "nha-%d", "name": "Nhà số %d", "village": "thon-%d", "kind": "culture-house"}""".formatted(number, number, number));
        call("POST", "/api/v1/devices", """
                {"id": "%s", "name": "AP %d", "site": "nha-%d", "kind": "access-point", "reachability": "agent"}""".formatted(place, number, number));
        call("POST", "/api/v1/provisioning/access-points", """
                {"id": "%s", "name": "AP %d", "site": "nha-%d"}""".formatted(place, number, number));
        String secret = call("POST", "/api/v1/provisioning/secrets", "{\"accessPoint\": \"" + place + "\"}")
                .get("secret")
                .asString();
        String[] words = register(secret);
        id = words[0];
        key = words[1];
    }

    private String[] register(String secret) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("backend", "netjsonconfig.OpenWrt");
        form.put("secret", secret);
        form.put("name", mac);
        form.put("mac_address", mac);
        form.put("os", "OpenWrt 24.10.0");
        String sent = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/controller/register/"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(sent)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return new String[] {word(response.body(), "uuid"), word(response.body(), "key")};
    }

    private static String word(String body, String name) {
        return body.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, http);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request, HttpClient by) {
        try {
            return by.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode call(String method, String path, String json) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .header("Content-Type", "application/json")
                .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
        assertThat(response.statusCode())
                .as(method + " " + path + " " + response.body())
                .isLessThan(300);
        return response.body().isEmpty()
                ? JsonMapper.shared().nullNode()
                : JsonMapper.shared().readTree(response.body());
    }

    private static Instant now() {
        return java.time.Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private String path(Instant at) {
        return "/api/v1/monitoring/device/" + id + "/?key=" + key + "&time=" + STAMP.format(at);
    }

    private int report(Instant at, String body) {
        return report(path(at), body);
    }

    private int report(String path, String body) {
        return send(HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)))
                .statusCode();
    }

    private List<MetricStore.Point> points(String metric, String index) {
        return store.read(
                new SeriesKey(new DeviceId(place), metric, index),
                now().minus(Duration.ofDays(40)),
                now().plus(Duration.ofDays(2)));
    }

    private double value(String metric, String index) {
        List<MetricStore.Point> all = points(metric, index);
        assertThat(all).as(metric + " " + index).hasSize(1);
        return Double.longBitsToDouble(all.get(0).bits());
    }

    private String page() {
        HttpResponse<String> response = send(HttpRequest.newBuilder(uri("/thiet-bi/" + place)), signedIn());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private HttpClient signedIn() {
        HttpClient browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .build();
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"")
                .matcher(
                        send(HttpRequest.newBuilder(uri("/dang-nhap")), browser).body());
        assertThat(token.find()).isTrue();
        String form = "name=admin&password=" + URLEncoder.encode(WholeServer.PASSWORD, StandardCharsets.UTF_8)
                + "&_csrf=" + URLEncoder.encode(token.group(1), StandardCharsets.UTF_8);
        HttpResponse<String> in = send(
                HttpRequest.newBuilder(uri("/dang-nhap"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)),
                browser);
        assertThat(in.statusCode()).isEqualTo(200);
        return browser;
    }

    private JsonNode said() {
        return call("GET", "/api/v1/devices/" + place + "/agent", "");
    }

    @Test
    void aReportBecomesSamplesUnderTheNamesOfSnmp() {
        Instant at = now().minusSeconds(2);
        String body = SampleReport.of(mac)
                .with(List.of("02:DE:AD:BE:EF:10", "02:DE:AD:BE:EF:11"))
                .json();

        assertThat(report(at, body)).isEqualTo(200);

        assertThat(value("wifi.clients", "")).isEqualTo(2);
        assertThat(value("wifi.clients", "ssid Wi-Fi xã")).isEqualTo(2);
        assertThat(value("wifi.clients_today", "")).isEqualTo(2);
        assertThat(value("wifi.channel", "wlan0")).isEqualTo(36);
        assertThat(value("wifi.noise", "wlan0")).isEqualTo(-95);
        assertThat(value("wifi.rssi", "wlan0")).isEqualTo(-60);
        assertThat(value("wifi.power", "wlan0")).isEqualTo(20);
        assertThat(value("wifi.quality", "wlan0")).isEqualTo(50);
        assertThat(value("wifi.rate", "wlan0")).isEqualTo(433_300_000);
        assertThat(value("cpu.utilization", "")).isEqualTo(12.5);
        assertThat(value("cpu.load", "5")).isEqualTo(0.5);
        assertThat(value("memory.used", "")).isEqualTo(65_000_000);
        assertThat(value("disk.used", "disk /overlay")).isEqualTo(1_000_000);
        assertThat(value("sys.uptime", "")).isEqualTo(86_400);
        assertThat(value("if.speed", "eth0")).isEqualTo(1e9);
        assertThat(value("dhcp.leases", "")).isEqualTo(1);
        assertThat(value("net.neighbours", "")).isEqualTo(1);
        // The agent swaps both directions of an access point's interface.
        assertThat(points("if.in_octets", "wlan0"))
                .extracting(MetricStore.Point::bits)
                .containsExactly(700_000_000L);
        assertThat(points("if.out_octets", "wlan0"))
                .extracting(MetricStore.Point::bits)
                .containsExactly(5_000_000_000L);
        assertThat(points("if.in_octets", "eth0"))
                .extracting(MetricStore.Point::bits)
                .containsExactly(123_456_789_012_340_000L);
        assertThat(points("if.out_errors", "eth0"))
                .extracting(MetricStore.Point::at)
                .containsExactly(at);
        assertThat(said().get("reports").asInt()).isEqualTo(1);
        assertThat(said().get("leftOut").asInt()).isZero();
        awaitCondition("UP");
    }

    private void awaitCondition(String condition) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(call("GET", "/api/v1/devices/" + place + "/status", "")
                                .get("condition")
                                .asString())
                        .isEqualTo(condition));
    }

    @Test
    void whatAnAgentIsToThrowAwayIsAnswered400AndWhatItIsToKeepIsNot() {
        String good = SampleReport.of(mac).json();
        String base = "/api/v1/monitoring/device/";

        assertThat(report(base + "0123456789abcdef0123456789abcdef/?key=" + key, good))
                .isEqualTo(404);
        assertThat(report(base + "x/?key=" + key, good)).isEqualTo(404);
        assertThat(report(base + id + "/", good)).isEqualTo(403);
        assertThat(report(base + id + "/?key=wrong", good)).isEqualTo(403);
        assertThat(report(base + id + "/?key=" + key + "&time=yesterday", good)).isEqualTo(400);
        assertThat(report(now(), "no JSON")).isEqualTo(400);
        assertThat(report(now(), "[]")).isEqualTo(400);
        assertThat(report(now(), "{\"type\": \"NetworkGraph\"}")).isEqualTo(400);
        assertThat(report(now(), "[".repeat(10_000))).isEqualTo(400);
        assertThat(report(now(), "{\"a\":".repeat(10_000))).isEqualTo(400);
        assertThat(report(Instant.parse("1970-01-01T00:05:00Z"), good)).isEqualTo(400);
        assertThat(report(base + id + "/?key=" + key + "&current=true&next=1", good))
                .isEqualTo(200);
        assertThat(said().get("reports").asInt()).isEqualTo(1);
    }

    /** Behind one address, which all of this test share; the box with the wrong key tries each few seconds. */
    @Test
    void aBoxWithTheWrongKeyShutsOutItselfAloneAndNobodyGuesses() {
        String wrong = id;
        String rightKey = key;
        String base = "/api/v1/monitoring/device/";
        String good = SampleReport.of(mac).json();
        for (int i = 0; i < 1_000; i++) {
            assertThat(report(base + wrong + "/?key=%032x".formatted(i), "{}")).isEqualTo(403);
        }

        comeIn();

        assertThat(report(now(), SampleReport.of(mac).json())).isEqualTo(200);
        assertThat(report(base + wrong + "/?key=" + "0".repeat(32), good)).isEqualTo(429);
        // A guess that is right is not told from others any more, however the id is written.
        assertThat(report(base + wrong + "/?key=" + rightKey, good)).isEqualTo(429);
        assertThat(report(base + dashed(wrong) + "/?key=" + rightKey, good)).isEqualTo(429);
    }

    private static String dashed(String id) {
        return id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(delimiter = ';', textBlock = """
            "uptime": 86400;          "uptime": "long"
            "channel": 36;            "channel": {"a": [1]}
            "rx_errors": 1;           "rx_errors": -7
            "cpus": 2;                "cpus": 1e999
            "load": [0.25;            "load": ["much"
            "mount_point": "/overlay"; "mount_point": 7
            """)
    void aFieldOfAWrongTypeCostsItselfAlone(String good, String wrong) {
        String body = SampleReport.of(mac).json();

        assertThat(report(now(), body.replace(good, wrong))).isEqualTo(200);

        assertThat(said().get("leftOut").asInt()).isEqualTo(1);
        assertThat(value("dhcp.leases", "")).isEqualTo(1);
        assertThat(points("if.out_octets", "wlan0")).hasSize(1);
    }

    /** Each batch one to five times, shuffled, from several connections, and days late. */
    @Test
    void whatIsSentFiveTimesIsKeptOnceAtItsTime() throws Exception {
        Random random = new Random(33);
        Map<Instant, Long> truth = new LinkedHashMap<>();
        List<Instant> sends = new ArrayList<>();
        Instant first = now().minus(Duration.ofDays(3));
        for (int i = 0; i < 200; i++) {
            Instant at = first.plusSeconds(300L * i);
            truth.put(at, 1_000L * i);
            sends.addAll(Collections.nCopies(1 + random.nextInt(5), at));
        }
        Collections.shuffle(sends, random);
        ExecutorService senders = Executors.newFixedThreadPool(4);
        List<Future<?>> done = new ArrayList<>();
        for (Instant at : sends) {
            done.add(senders.submit(() -> untilTaken(
                    at,
                    SampleReport.of(mac)
                            .carried(truth.get(at))
                            .runningFor(at.getEpochSecond() % 1_000_000)
                            .json())));
        }
        for (Future<?> one : done) {
            one.get();
        }
        senders.shutdown();

        assertThat(points("if.out_octets", "wlan0"))
                .hasSize(truth.size())
                .allSatisfy(point -> assertThat(point.bits()).isEqualTo(truth.get(point.at())));
        assertThat(said().get("two").asString()).isEqualTo("none");
        JsonNode series = call(
                "GET",
                "/api/v1/series?device=" + place + "&metric=if.out_octets&index=wlan0&fn=rate&step=3600&from=" + first
                        + "&to=" + first.plus(Duration.ofHours(10)),
                "");
        assertThat(series.get("points").get(5).get(1).asDouble())
                .isEqualTo(1_000 / 300.0, org.assertj.core.data.Offset.offset(0.01));
    }

    /** As the agent does: again after a while for anything but 200 and 400. */
    private void untilTaken(Instant at, String body) {
        for (int i = 0; i < 1_000; i++) {
            int status = report(at, body);
            if (status == 200) {
                return;
            }
            assertThat(status).isEqualTo(429);
        }
        throw new IllegalStateException("never taken");
    }

    @Test
    void aClockThatIsAheadIsReplacedOnceAndSaidSo() {
        Instant sent = now().plus(Duration.ofHours(7));
        Instant before = now();
        for (int i = 0; i < 3; i++) {
            assertThat(report(sent, SampleReport.of(mac).json())).isEqualTo(200);
        }

        assertThat(points("dhcp.leases", ""))
                .singleElement()
                .satisfies(point -> assertThat(point.at()).isBetween(before, now().plusSeconds(1)));
        assertThat(said().get("clockIsWrong").asBoolean()).isTrue();
        assertThat(said().get("wrongClock").asInt()).isEqualTo(3);

        assertThat(report(now(), SampleReport.of(mac).json())).isEqualTo(200);
        assertThat(said().get("clockIsWrong").asBoolean()).isFalse();
    }

    @Test
    void aBoxWhoseClockWasNeverSetIsHeardWhenItHoldsNothingOlder() {
        String good = SampleReport.of(mac).json();

        assertThat(report(path(Instant.parse("1970-01-01T00:05:00Z")) + "&current=true", good))
                .isEqualTo(200);

        assertThat(points("dhcp.leases", "")).hasSize(1);
        assertThat(said().get("clockIsWrong").asBoolean()).isTrue();
    }

    /** Without a battery each start is the same second to it. */
    @Test
    void aBoxThatBeginsAtTheSameTimeAtEachStartIsKeptEachTime() {
        String path = path(Instant.parse("1970-01-01T00:01:00Z")) + "&current=true";
        String afterAMinute = SampleReport.of(mac).runningFor(60).json();
        assertThat(report(path, afterAMinute)).isEqualTo(200);
        assertThat(report(path, afterAMinute)).isEqualTo(200);
        assertThat(points("dhcp.leases", "")).hasSize(1);
        jdbc.sql("UPDATE agent_stamp SET at = at - interval '2 hours'").update();

        assertThat(report(path, afterAMinute)).isEqualTo(200);
        assertThat(report(path, afterAMinute)).isEqualTo(200);

        assertThat(points("dhcp.leases", "")).hasSize(2);
    }

    @Test
    void noAddressOfAClientIsKeptOrLogged(CapturedOutput output) throws Exception {
        List<String> clients = List.of("02:DE:AD:BE:EF:20", "02:de:ad:be:ef:21", "02:DE:AD:BE:EF:22");
        Instant at = now();
        assertThat(report(
                        at.minusSeconds(20), SampleReport.of(mac).with(clients).json()))
                .isEqualTo(200);
        assertThat(report(at, SampleReport.of(mac).with(clients.subList(1, 3)).json()))
                .isEqualTo(200);
        assertThat(report(at, "{\"interfaces\": [{\"wireless\": \"02:DE:AD:BE:EF:23\""))
                .isEqualTo(400);
        assertThat(points("wifi.clients_today", ""))
                .extracting(point -> Double.longBitsToDouble(point.bits()))
                .containsOnly(3.0);

        String everything = wholeDatabase() + output + files();

        assertThat(everything).contains(mac);
        assertThat(everything.toUpperCase(Locale.ROOT))
                .doesNotContain("DE:AD:BE:EF", "DEADBEEF", "DE-AD-BE-EF", "DIEN-THOAI-CUA-LAN")
                // As text within a column of octets.
                .doesNotContain(hex("DE:AD:BE:EF"), hex("de:ad:be:ef"));
    }

    private static String hex(String text) {
        return HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String wholeDatabase() {
        store.flush();
        StringBuilder dump = new StringBuilder();
        for (String table : jdbc.sql(
                        "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
                .query(String.class)
                .list()) {
            jdbc.sql("SELECT t::text FROM \"" + table + "\" t")
                    .query(String.class)
                    .list()
                    .forEach(dump::append);
        }
        return dump.toString();
    }

    @Value("${langsong.data-dir}")
    private Path data;

    private String files() throws IOException {
        StringBuilder all = new StringBuilder();
        try (var found = Files.walk(data)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void twoBoxesOfOneIdAreToldAndNeverMerged() {
        Instant at = now().minusSeconds(60);
        String other = mac.replace("52:54:00", "52:54:01");
        assertThat(report(at, SampleReport.of(mac).carried(1).json())).isEqualTo(200);
        assertThat(report(at.plusSeconds(1), SampleReport.of(other).carried(2).json()))
                .isEqualTo(400);
        assertThat(report(at.plusSeconds(2), SampleReport.of(mac).carried(3).json()))
                .isEqualTo(200);

        assertThat(points("if.out_octets", "wlan0"))
                .extracting(MetricStore.Point::bits)
                .containsExactly(1L, 3L);
        assertThat(said().get("two").asString()).isEqualTo("other");
        assertThat(said().get("otherMacs").toString()).contains(other);

        assertThat(page()).contains("Có bộ phát khác gửi báo cáo dưới mã này", other, "/agent/nhan", "2 báo cáo");
        call("POST", "/api/v1/devices/" + place + "/agent/accept", "");
        assertThat(said().get("two").asString()).isEqualTo("none");
        assertThat(page()).doesNotContain("/agent/nhan");
        assertThat(report(at.plusSeconds(3), SampleReport.of(other).carried(4).json()))
                .isEqualTo(200);
        assertThat(report(at.plusSeconds(4), SampleReport.of(mac).carried(5).json()))
                .isEqualTo(400);
        assertThat(points("if.out_octets", "wlan0"))
                .extracting(MetricStore.Point::bits)
                .containsExactly(1L, 3L, 4L);
        assertThat(call("GET", "/api/v1/audit?action=agent.box.accept", "").toString())
                .contains(place);
    }

    @Test
    void twoBoxesThatLookAlikeAreFoundOutByTheirStarts() {
        Instant at = now().minusSeconds(60);
        assertThat(report(at, SampleReport.of(mac).runningFor(10_000).json())).isEqualTo(200);
        awaitCondition("UP");
        assertThat(report(
                        at.plusSeconds(1), SampleReport.of(mac).runningFor(500).json()))
                .isEqualTo(200);
        assertThat(report(
                        at.plusSeconds(2),
                        SampleReport.of(mac).runningFor(10_002).json()))
                .isEqualTo(400);
        assertThat(report(
                        at.plusSeconds(3), SampleReport.of(mac).runningFor(502).json()))
                .isEqualTo(400);

        assertThat(said().get("two").asString()).isEqualTo("alike");
        awaitCondition("UNKNOWN");
        call("POST", "/api/v1/devices/" + place + "/agent/accept", "");
        assertThat(report(
                        at.plusSeconds(4), SampleReport.of(mac).runningFor(503).json()))
                .isEqualTo(200);
    }

    @Test
    void bodiesWithoutEndAndBombsAreCutOff() throws Exception {
        assertThat(report(now(), SampleReport.of(mac).json())).isEqualTo(200);
        System.gc();
        long before = resident();
        assertThat(raw("Content-Length: 52428800\r\n", new byte[1 << 16])).contains(" 413 ");
        assertThat(raw("Transfer-Encoding: chunked\r\n", chunks(50))).contains(" 413 ");
        for (int i = 0; i < 20; i++) {
            byte[] bomb = bomb();
            assertThat(bomb.length).isLessThan(200_000);
            assertThat(raw("Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n", bomb))
                    .contains(" 413 ");
        }
        assertThat(raw("Content-Encoding: br\r\nContent-Length: 2\r\n", new byte[2]))
                .contains(" 415 ");
        assertThat(raw("Content-Encoding: gzip\r\nContent-Length: 2\r\n", new byte[2]))
                .contains(" 400 ");
        System.gc();
        assertThat(resident() - before).as("octets more").isLessThan(32L << 20);

        byte[] packed = packed(SampleReport.of(mac).json().getBytes(StandardCharsets.UTF_8));
        assertThat(raw("Content-Encoding: gzip\r\nContent-Length: " + packed.length + "\r\n", packed))
                .contains(" 200 ");
    }

    /** Of this process, in octets. */
    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private String raw(String headers, byte[] body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(head(headers));
            try {
                out.write(body);
                out.flush();
            } catch (IOException closed) {
                // It answered before it had all.
            }
            return firstLine(socket);
        }
    }

    private byte[] head(String headers) {
        return ("POST " + path(now())
                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n" + headers
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String firstLine(Socket socket) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            line.write(c);
        }
        return line.toString(StandardCharsets.US_ASCII);
    }

    private static byte[] chunks(int megabytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 20];
        for (int i = 0; i < Math.min(2, megabytes); i++) {
            all.writeBytes("100000\r\n".getBytes(StandardCharsets.US_ASCII));
            all.writeBytes(chunk);
            all.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        return all.toByteArray();
    }

    /** A thousand times smaller than what is in it: spaces, of which a reader of JSON keeps none. */
    private static byte[] bomb() throws IOException {
        byte[] spaces = new byte[1 << 20];
        java.util.Arrays.fill(spaces, (byte) ' ');
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            for (int i = 0; i < 100; i++) {
                gzip.write(spaces);
            }
        }
        return out.toByteArray();
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(plain);
        }
        return out.toByteArray();
    }

    @Test
    void aBodyThatTricklesIsGivenUpAndOthersAreServedMeanwhile() throws Exception {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            Socket socket = new Socket("127.0.0.1", port);
            socket.getOutputStream().write(head("Content-Length: 100000\r\n"));
            socket.getOutputStream().write('{');
            slow.add(socket);
        }
        // Before the container's time-out of 20 s, which a drip begins again.
        AtomicBoolean served = new AtomicBoolean();
        Thread drip = new Thread(() -> drip(slow, served));
        drip.start();
        HttpRequest other = HttpRequest.newBuilder(uri("/api/v1/villages"))
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .timeout(Duration.ofSeconds(15))
                .build();
        assertThat(http.send(other, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        served.set(true);
        drip.join();

        Map<String, Integer> answers = new LinkedHashMap<>();
        for (Socket socket : slow) {
            socket.setSoTimeout(30_000);
            try {
                socket.getOutputStream().write(' ');
            } catch (IOException closed) {
                // It has answered.
            }
            answers.merge(firstLine(socket).replaceAll("HTTP/1.1 (\\d+).*\\s*", "$1"), 1, Integer::sum);
            socket.close();
        }
        assertThat(answers).containsOnlyKeys("408", "429").containsEntry("408", answers.get("408"));
        assertThat(answers.get("408")).isPositive();
    }

    private static void drip(List<Socket> slow, AtomicBoolean until) {
        while (!until.get()) {
            for (Socket socket : slow) {
                try {
                    socket.getOutputStream().write(' ');
                } catch (IOException closed) {
                    // It has answered.
                }
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }
}
