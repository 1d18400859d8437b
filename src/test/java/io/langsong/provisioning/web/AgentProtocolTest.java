package io.langsong.provisioning.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.WholeServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An agent of our own, written from the description of the protocol alone, against the whole server: it looks at answers as the real one
 * does, at the octets of head and body together.
 */
@WholeServer
class AgentProtocolTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String TEMPLATE = """
            {"interfaces": [{"name": "lan", "type": "bridge", "bridge_members": ["eth0"],
              "addresses": [{"proto": "static", "family": "ipv4", "address": "10.20.0.1", "mask": 24}]}],
             "radios": [{"name": "radio0", "phy": "phy0", "driver": "mac80211", "protocol": "802.11ac", "channel": 36, "channel_width": 80}],
             "hotspot": [{"config_name": "hotspot", "config_value": "main", "ssid": "{{ ssid }}", "key": "{{ wifi_key }}"}]}""";

    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    @Autowired
    private JdbcClient jdbc;

    @Value("${local.server.port}")
    private int port;

    private String site = "";
    private String secret = "";
    private String mac = "";

    @BeforeEach
    void prepare() {
        int number = COUNT.incrementAndGet();
        String village = "thon-" + number;
        site = "nha-van-hoa-" + number;
        mac = "52:54:00:AA:%02X:%02X".formatted(number / 256, number % 256);
        call("POST", "/api/v1/villages", """
                {"id": "%s", "name": "Thôn số %d", "position": %d}""".formatted(village, number, number));
        call("POST", "/api/v1/sites", """
                {"id": "%s", "name": "Nhà văn hóa số %d", "village": "%s", "kind": "culture-house"}""".formatted(site, number, village));
        secret =
                call("POST", "/api/v1/provisioning/secrets", "{}").get("secret").asString();
    }

    /** What an agent sees of an answer. @param text head and body, as its files hold them */
    private record Seen(int status, String text, byte[] body) {
        boolean isController() {
            return text.toLowerCase(Locale.ROOT).contains("x-openwisp-controller: true");
        }

        String value(String name) {
            return text.lines()
                    .filter(line -> line.contains(name + ": "))
                    .map(line -> line.substring(line.indexOf(name + ": ") + name.length() + 2)
                            .split("\\s")[0])
                    .collect(Collectors.joining("\n"));
        }

        String lastLine() {
            return text.substring(text.stripTrailing().lastIndexOf('\n') + 1).replace("\n", "");
        }
    }

    private Seen get(String path) {
        return seen(HttpRequest.newBuilder(uri(path)));
    }

    private Seen post(String path, String form) {
        return seen(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }

    private Seen seen(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            StringBuilder head = new StringBuilder("HTTP/1.1 " + response.statusCode() + "\r\n");
            response.headers()
                    .map()
                    .forEach((name, values) -> values.forEach(value -> head.append(name + ": " + value + "\r\n")));
            return new Seen(
                    response.statusCode(),
                    head + "\r\n" + new String(response.body(), StandardCharsets.ISO_8859_1),
                    response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private JsonNode call(String method, String path, String json) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(uri(path))
                            .header("Authorization", "Bearer " + WholeServer.TOKEN)
                            .header("Content-Type", "application/json")
                            .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode())
                    .as(method + " " + path + " " + response.body())
                    .isLessThan(300);
            return response.body().isEmpty()
                    ? JsonMapper.shared().nullNode()
                    : JsonMapper.shared().readTree(response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> usual() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("backend", "netjsonconfig.OpenWrt");
        form.put("key", md5((mac + "+" + secret).getBytes(StandardCharsets.UTF_8)));
        form.put("secret", secret);
        form.put("name", mac);
        form.put("hardware_id", "");
        form.put("mac_address", mac);
        form.put("tags", "");
        form.put("model", "TP-Link Archer C7 v5");
        form.put("os", "OpenWrt 23.05.3 r23809-234f1a2efa");
        form.put("system", "Qualcomm Atheros QCA956X ver 1 rev 0");
        return form;
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private Seen register() {
        return post("/controller/register/", form(usual()));
    }

    private static String md5(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aBoxComesInAndIsTheSameWhenItComesAgain() {
        Seen first = register();
        Seen again = register();

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.isController()).isTrue();
        assertThat(new String(first.body(), StandardCharsets.UTF_8))
                .matches("registration-result: success\nuuid: [0-9a-f]{32}\nkey: [0-9a-f]{32}\nhostname: " + mac
                        + "\nis-new: 1\n");
        assertThat(first.value("key")).isEqualTo(usual().get("key"));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.value("uuid")).isEqualTo(first.value("uuid"));
        assertThat(again.value("is-new")).isEqualTo("0");
    }

    @Test
    void theKeyIsMadeHereAsAgentsMakeIt() {
        Map<String, String> form = usual();
        form.remove("key");

        assertThat(post("/controller/register/", form(form)).value("key")).isEqualTo(usual().get("key"));
    }

    @ParameterizedTest(name = "without {0}")
    @ValueSource(strings = {"secret", "name", "mac_address", "backend"})
    void whatIsMissingIsNamed(String field) {
        Map<String, String> form = usual();
        form.put(field, "");
        Seen seen = post("/controller/register/", form(form));

        assertThat(seen.status()).isEqualTo(400);
        assertThat(seen.isController()).isTrue();
        assertThat(new String(seen.body(), StandardCharsets.UTF_8))
                .isEqualTo("error: missing required parameter \"" + field + "\"\n");
    }

    @ParameterizedTest(name = "{0}={1} is answered {2} {3}")
    @CsvSource(textBlock = """
            backend,     netjsonconfig.OpenVpn,              403, error: wrong backend
            secret,      not-ours,                           403, error: unrecognized secret
            mac_address, 52:54:00:AA,                        400, mac_address:
            name,        'thon man; reboot',                 400, name:
            key,         a/b,                                400, key:
            model,       'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 400, model:
            """)
    void whatIsWrongIsRefused(String field, String value, int status, String text) {
        Map<String, String> form = usual();
        form.put(field, value);
        Seen seen = post("/controller/register/", form(form));

        assertThat(seen.status()).isEqualTo(status);
        assertThat(seen.isController()).isTrue();
        assertThat(new String(seen.body(), StandardCharsets.UTF_8)).startsWith(text);
    }

    @Test
    void aSecondBoxOfTheSameAddressDoesNotTakeItsPlace() {
        register();
        Map<String, String> other = usual();
        other.put("key", "ffffffffffffffffffffffffffffffff");

        Seen seen = post("/controller/register/", form(other));

        assertThat(seen.status()).isEqualTo(400);
        assertThat(new String(seen.body(), StandardCharsets.UTF_8)).startsWith("mac_address: ");
    }

    @Test
    void whatIsNotApprovedGetsAnEmptyArchive() throws IOException {
        String id = register().value("uuid");
        String query = "?key=" + usual().get("key");

        Seen checksum = get("/controller/checksum/" + id + "/" + query);
        Seen archive = get("/controller/download-config/" + id + "/" + query);

        assertThat(checksum.status()).isEqualTo(200);
        assertThat(checksum.isController()).isTrue();
        assertThat(checksum.lastLine()).isEqualTo(md5(archive.body()));
        assertThat(members(archive.body())).isEmpty();
        assertThat(unzipped(archive.body())).hasSize(10_240).containsOnly(0);
    }

    @Test
    void callsOfOneThatIsNotThereOrHasAnotherKeyAreRefusedInTheirOrder() {
        String id = register().value("uuid");
        String dashed = id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");

        for (String action : List.of("checksum", "download-config")) {
            String path = "/controller/" + action + "/";
            assertThat(get(path + "0123456789abcdef0123456789abcdef/?key=x").status())
                    .isEqualTo(404);
            assertThat(get(path + "not-an-id/").status()).isEqualTo(404);
            Seen missing = get(path + id + "/");
            assertThat(missing.status()).isEqualTo(400);
            assertThat(new String(missing.body(), StandardCharsets.UTF_8))
                    .isEqualTo("error: missing required parameter \"key\"\n");
            Seen wrong = get(path + id + "/?key=" + UUID.randomUUID());
            assertThat(wrong.status()).isEqualTo(403);
            assertThat(new String(wrong.body(), StandardCharsets.UTF_8)).isEqualTo("error: wrong key\n");
            assertThat(get(path + dashed + "/?key=" + usual().get("key")).status())
                    .isEqualTo(200);
            assertThat(get("/controller/device/" + action + "/" + id + "/?key=" + usual().get("key"))
                            .status())
                    .isEqualTo(200);
            Seen method = post(path + id + "/", "key=" + usual().get("key"));
            assertThat(method.status()).isEqualTo(405);
            assertThat(List.of(missing, wrong, method)).allMatch(Seen::isController);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/controller/register/", "/controller/nothing-here/", "/controller/update-info/x/"})
    void everyAnswerSaysThatWeAreAController(String path) {
        assertThat(get(path)).matches(Seen::isController).matches(seen -> seen.status() == 404 || seen.status() == 405);
    }

    /** Agents look for these words anywhere in head and body, and would save what stands behind them. */
    @Test
    void noHeaderLooksLikeAnAnswerToARegistration() {
        Seen seen = register();
        String head = seen.text().substring(0, seen.text().indexOf("\r\n\r\n"));

        assertThat(head.lines())
                .noneMatch(line -> line.matches(".*(uuid|key|hostname|is-new): .*"))
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie"));
        assertThat(head).doesNotContain("100 Continue");
    }

    /** The first line that comes is all that an agent takes for the status; {@code curl} asks before a long body. */
    @Test
    void noInterimAnswerComesFirst() throws IOException {
        String body = form(usual());
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("POST /controller/register/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type:"
                                    + " application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                                    + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 201 ");
            assertThat(answer.lines().filter(line -> line.startsWith("HTTP/"))).hasSize(1);
        }
    }

    private String plan(String id) {
        call("POST", "/api/v1/provisioning/access-points", """
                {"id": "%s", "name": "AP %s", "site": "%s", "chosen": ["%s"], "expected": "%s"}""".formatted(id, id, site, template(), mac));
        return id;
    }

    private String template() {
        String id = "wi-fi-" + COUNT.get();
        if (!call("GET", "/api/v1/provisioning/templates", "").toString().contains("\"" + id + "\"")) {
            call(
                    "POST",
                    "/api/v1/provisioning/templates",
                    JsonMapper.shared()
                            .writeValueAsString(Map.of(
                                    "name",
                                    id,
                                    "dialect",
                                    "netjson",
                                    "use",
                                    "chosen",
                                    "content",
                                    TEMPLATE,
                                    "reason",
                                    "mạng mới",
                                    "variables",
                                    List.of(
                                            Map.of("name", "ssid", "byDefault", "Xa Ba Thuoc"),
                                            Map.of(
                                                    "name",
                                                    "wifi_key",
                                                    "secret",
                                                    true,
                                                    "required",
                                                    true,
                                                    "least",
                                                    8)))));
        }
        return id;
    }

    private void value(String level, String place, String name, String value) {
        call("PUT", "/api/v1/provisioning/values", """
                {"level": "%s", "place": "%s", "name": "%s", "value": "%s"}""".formatted(level, place, name, value));
    }

    private JsonNode accessPoint(String id) {
        return call("GET", "/api/v1/provisioning/access-points/" + id, "");
    }

    private JsonNode box(String id) {
        String dashed = id.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        return call("GET", "/api/v1/provisioning/boxes", "")
                .valueStream()
                .filter(box -> box.get("id").asString().equals(dashed))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void fromPlanToConfigured() throws IOException {
        String place = plan("ap-" + COUNT.get());
        value("site", site, "wifi_key", "rat bi mat");
        assertThat(accessPoint(place).get("stage").asString()).isEqualTo("planned");

        Seen registered = register();
        String id = registered.value("uuid");
        String query = "/" + id + "/?key=" + usual().get("key");
        assertThat(registered.value("hostname")).isEqualTo(place);
        assertThat(accessPoint(place).get("stage").asString()).isEqualTo("registered");
        String empty = get("/controller/checksum" + query).lastLine();

        call("POST", "/api/v1/provisioning/access-points/" + place + "/approve", "{}");
        assertThat(accessPoint(place).get("stage").asString()).isEqualTo("approved");
        assertThat(box(id).get("status").asString()).isEqualTo("modified");

        Seen checksum = get("/controller/checksum" + query + "&management_ip=10.20.0.7");
        Seen archive = get("/controller/download-config" + query + "&management_ip=10.20.0.7");
        assertThat(checksum.lastLine()).isNotEqualTo(empty).isEqualTo(md5(archive.body()));
        Map<String, String> files = members(archive.body());
        assertThat(files).containsKeys("etc/config/system", "etc/config/network", "etc/config/hotspot");
        assertThat(files.get("etc/config/system")).contains("option hostname '" + place + "'");
        assertThat(files.get("etc/config/hotspot"))
                .contains("option ssid 'Xa Ba Thuoc'")
                .contains("option key 'rat bi mat'");
        assertThat(box(id).get("managementIp").asString()).isEqualTo("10.20.0.7");

        Seen report = post("/controller/report-status/" + id + "/", "key=" + usual().get("key") + "&status=applied&");
        assertThat(new String(report.body(), StandardCharsets.UTF_8))
                .isEqualTo("report-result: success\ncurrent-status: applied\n");
        assertThat(accessPoint(place).get("stage").asString()).isEqualTo("configured");
        // An address that is not told any more is none any more.
        get("/controller/checksum" + query);
        assertThat(box(id).get("managementIp").isNull()).isTrue();
    }

    @Test
    void aChangeReachesTheBoxOnlyWhenItIsLetOut() {
        String place = plan("ap-" + COUNT.get());
        value("site", site, "wifi_key", "12345678");
        String query = "/" + register().value("uuid") + "/?key=" + usual().get("key");
        call("POST", "/api/v1/provisioning/access-points/" + place + "/approve", "{}");
        String before = get("/controller/checksum" + query).lastLine();

        value("site", site, "ssid", "Wi-Fi cong cong");
        JsonNode proposal = call("GET", "/api/v1/provisioning/access-points/" + place + "/proposal", "");
        assertThat(get("/controller/checksum" + query).lastLine()).isEqualTo(before);
        assertThat(proposal.get("letOut").asString()).isEqualTo(before);
        assertThat(proposal.get("diff").asString())
                .contains("-\toption ssid 'Xa Ba Thuoc'")
                .contains("+\toption ssid 'Wi-Fi cong cong'")
                .doesNotContain("12345678");
        assertThat(proposal.get("configuration").asString()).contains("option key '********'");

        String checksum = proposal.get("checksum").asString();
        call(
                "POST",
                "/api/v1/provisioning/access-points/" + place + "/let-out",
                "{\"checksum\": \"" + checksum + "\"}");
        assertThat(get("/controller/checksum" + query).lastLine()).isEqualTo(checksum);
    }

    @Test
    void whatIsMissingIsSaidAndNothingIsLetOut() {
        String place = plan("ap-" + COUNT.get());
        register();
        JsonNode proposal = call("GET", "/api/v1/provisioning/access-points/" + place + "/proposal", "");

        assertThat(proposal.get("checksum").isNull()).isTrue();
        assertThat(proposal.get("problems")).hasSize(1);
        assertThat(proposal.get("problems").get(0).asString()).contains("wifi_key");
        assertThat(proposal.get("values")
                        .valueStream()
                        .filter(value -> value.get("name").asString().equals("wifi_key"))
                        .findFirst()
                        .orElseThrow()
                        .get("missing")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void anErrorIsKeptWithItsReason() {
        String place = plan("ap-" + COUNT.get());
        value("site", site, "wifi_key", "12345678");
        String id = register().value("uuid");
        String query = "/" + id + "/?key=" + usual().get("key");
        call("POST", "/api/v1/provisioning/access-points/" + place + "/approve", "{}");
        get("/controller/download-config" + query);

        Seen report = post(
                "/controller/report-status/" + id + "/",
                "key=" + usual().get("key") + "&status=error&error_reason="
                        + URLEncoder.encode("Invalid UCI <b>\n\u0000[truncated]", StandardCharsets.UTF_8));

        assertThat(new String(report.body(), StandardCharsets.UTF_8)).endsWith("current-status: error\n");
        assertThat(box(id).get("reason").asString()).isEqualTo("Invalid UCI <b>\n[truncated]");
        assertThat(accessPoint(place).get("stage").asString()).isEqualTo("approved");
    }

    /** The agent tested what it fetched, did not reach us, put back what it had, and comes again for the same. */
    @Test
    void aBoxThatUndidItselfIsSeen() {
        String place = plan("ap-" + COUNT.get());
        value("site", site, "wifi_key", "12345678");
        String id = register().value("uuid");
        String query = "/" + id + "/?key=" + usual().get("key");
        call("POST", "/api/v1/provisioning/access-points/" + place + "/approve", "{}");

        get("/controller/download-config" + query);
        assertThat(box(id).get("undidItself").asBoolean()).isFalse();
        get("/controller/checksum" + query);
        get("/controller/download-config" + query);
        assertThat(box(id).get("undidItself").asBoolean()).isTrue();
        post("/controller/report-status/" + id + "/", "key=" + usual().get("key") + "&status=applied");
        assertThat(box(id).get("undidItself").asBoolean()).isFalse();
    }

    @ParameterizedTest(name = "status {0} is answered {1}")
    @CsvSource(textBlock = """
            wonderful, 403, error: wrong status
            '',        400, error: missing required parameter "status"
            """)
    void aWordThatIsNoStatusIsRefused(String status, int answer, String text) {
        String id = register().value("uuid");
        Seen seen = post("/controller/report-status/" + id + "/", "key=" + usual().get("key") + "&status=" + status);

        assertThat(seen.status()).isEqualTo(answer);
        assertThat(new String(seen.body(), StandardCharsets.UTF_8)).isEqualTo(text + "\n");
    }

    @Test
    void whatABoxIsIsUpdatedAndWhatIsEmptyStays() {
        String id = register().value("uuid");
        Seen seen = post(
                "/controller/update-info/" + id + "/",
                "key=" + usual().get("key") + "&model=&os=OpenWrt+24.10.0&system=MediaTek%20MT7621");

        assertThat(new String(seen.body(), StandardCharsets.UTF_8)).isEqualTo("update-info: success");
        assertThat(box(id).get("model").asString()).isEqualTo("TP-Link Archer C7 v5");
        assertThat(box(id).get("os").asString()).isEqualTo("OpenWrt 24.10.0");
        assertThat(box(id).get("system").asString()).isEqualTo("MediaTek MT7621");
        assertThat(post("/controller/update-info/" + id + "/", "key=" + usual().get("key") + "&os=" + "x".repeat(129))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aSecretOfOnePlaceBringsOneBoxAndApprovesIt() {
        String place = plan("ap-" + COUNT.get());
        value("site", site, "wifi_key", "12345678");
        secret = call("POST", "/api/v1/provisioning/secrets", "{\"accessPoint\": \"" + place + "\"}")
                .get("secret")
                .asString();
        String first = mac;

        assertThat(register().status()).isEqualTo(201);
        assertThat(accessPoint(place).get("stage").asString()).isEqualTo("approved");
        // Its answer may have been lost: the same box may ask once more.
        assertThat(register().status()).isEqualTo(201);
        mac = first.replace("AA", "BB");
        Seen other = register();
        assertThat(other.status()).isEqualTo(403);
        assertThat(new String(other.body(), StandardCharsets.UTF_8)).isEqualTo("error: unrecognized secret\n");
    }

    @Test
    void aBoxThatIsReplacedGivesBackWhatItWasGiven() throws IOException {
        String place = plan("ap-" + COUNT.get());
        value("site", site, "wifi_key", "12345678");
        String old = register().value("uuid");
        String oldKey = usual().get("key");
        call("POST", "/api/v1/provisioning/access-points/" + place + "/approve", "{}");
        mac = mac.replace("AA", "CC");
        String next = register().value("uuid");
        String dashed = next.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");

        call("POST", "/api/v1/provisioning/access-points/" + place + "/fill", "{\"box\": \"" + dashed + "\"}");

        assertThat(accessPoint(place).get("stage").asString()).isEqualTo("registered");
        assertThat(members(get("/controller/download-config/" + old + "/?key=" + oldKey)
                        .body()))
                .isEmpty();
        Seen report = post("/controller/report-status/" + old + "/", "key=" + oldKey + "&status=applied");
        assertThat(new String(report.body(), StandardCharsets.UTF_8)).endsWith("current-status: deactivated\n");
        assertThat(get("/controller/checksum/" + old + "/?key=" + oldKey).status())
                .isEqualTo(404);
        // The new one gets nothing of the old one's before somebody says yes.
        assertThat(members(get("/controller/download-config/" + next + "/?key=" + usual().get("key"))
                        .body()))
                .isEmpty();
        call("POST", "/api/v1/provisioning/access-points/" + place + "/approve", "{}");
        assertThat(members(get("/controller/download-config/" + next + "/?key=" + usual().get("key"))
                        .body()))
                .isNotEmpty();
    }

    @Test
    void noSecretIsReadableInTheDatabaseOrTheAuditTrail() {
        String place = plan("ap-" + COUNT.get());
        value("site", site, "wifi_key", "tuyet-mat-12345");
        register();
        call("POST", "/api/v1/provisioning/access-points/" + place + "/approve", "{}");

        for (String table : List.of(
                "provisioning_value",
                "provisioning_rendition",
                "provisioning_box",
                "provisioning_shared_secret",
                "access_audit")) {
            List<String> rows = jdbc.sql("SELECT " + table + "::text FROM " + table)
                    .query(String.class)
                    .list();
            for (String hidden : List.of("tuyet-mat-12345", secret, usual().get("key"))) {
                String hex = HexFormat.of().formatHex(hidden.getBytes(StandardCharsets.UTF_8));
                assertThat(rows).as(table).noneMatch(row -> row.contains(hidden) || row.contains(hex));
            }
        }
        assertThat(call("GET", "/api/v1/provisioning/values", "").toString()).doesNotContain("tuyet-mat-12345");
    }

    private static byte[] unzipped(byte[] archive) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            return in.readAllBytes();
        }
    }

    /** Name to content. */
    private static Map<String, String> members(byte[] archive) throws IOException {
        byte[] tar = unzipped(archive);
        Map<String, String> members = new LinkedHashMap<>();
        int at = 0;
        while (at + 512 <= tar.length && tar[at] != 0) {
            String name = text(Arrays.copyOfRange(tar, at, at + 100));
            int size = Integer.parseInt(
                    text(Arrays.copyOfRange(tar, at + 124, at + 136)).strip(), 8);
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            content.write(tar, at + 512, size);
            members.put(name, content.toString(StandardCharsets.UTF_8));
            at += 512 + (size + 511) / 512 * 512;
        }
        return members;
    }

    private static String text(byte[] field) {
        String text = new String(field, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
