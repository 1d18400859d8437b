package io.langsong.statuspage;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.Device;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventoryImport;
import io.langsong.inventory.Site;
import io.langsong.maintenance.Maintenance;
import io.langsong.maintenance.Plan;
import io.langsong.maintenance.PlanWish;
import io.langsong.maintenance.Plans;
import io.langsong.maintenance.Scope;
import io.langsong.maintenance.Timing;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.TestConditions;
import io.langsong.testkit.TestClock;
import io.langsong.testkit.WholeServer;
import io.langsong.uptime.Uptimes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page for everybody, of 36 villages, as a browser gets it that has never been here. */
@WholeServer
@Import(StatusPagesTest.Board.class)
@TestPropertySource(
        properties = {"langsong.status-page.title=Wi-Fi xã <Bá Thước>", "langsong.status-page.phone=0912 345 678"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusPagesTest {
    private static final TestClock CLOCK = new TestClock(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private static final String HOSTILE = "Thôn <script>alert(1)</script> & \"Man\"";

    private final HttpClient stranger =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @Autowired
    private InventoryImport imports;

    @Autowired
    private Inventory inventory;

    @Autowired
    private Conditions conditions;

    @Autowired
    private Plans plans;

    @Autowired
    private JdbcClient jdbc;

    @Value("${local.server.port}")
    private int port;

    /** One that sees as if polls came in, with a clock that stands still. */
    @TestConfiguration
    static class Board {
        @Bean
        @Primary
        StatusBoard seeing(
                Inventory inventory, Conditions conditions, Uptimes uptimes, Maintenance maintenance, Plans plans) {
            return new StatusBoard(
                    inventory, conditions, CLOCK::instant, Duration.ofSeconds(30), uptimes, maintenance, plans, CLOCK);
        }
    }

    @BeforeAll
    void fill() {
        StringBuilder villages = new StringBuilder("id,name,position,people\n");
        StringBuilder sites = new StringBuilder("id,name,village,kind\n");
        StringBuilder devices = new StringBuilder("id,name,site,kind,address,enabled,snmp.version,snmp.community\n");
        StringBuilder services = new StringBuilder("id,name,site,kind,members,required\n");
        for (int i = 1; i <= 36; i++) {
            String name = i == 2 ? HOSTILE.replace("\"", "\"\"") : "Thôn Trường Giang Thượng " + i;
            villages.append("thon-%d,\"%s\",%d,3\n".formatted(i, name, i));
            sites.append("diem-%d,Điểm lắp đặt số %d,thon-%d,culture-house\n".formatted(i, i, i));
            devices.append("ap-%d,Bộ phát số %d,diem-%d,access-point,10.77.8.%d,false,2c,khong-cho-biet\n"
                    .formatted(i, i, i, i));
            services.append("wifi-%d,Dịch vụ số %d,diem-%d,public-wifi,ap-%d,1\n".formatted(i, i, i, i));
        }
        assertThat(imports.run(
                                Map.of(
                                        "villages.csv", villages.toString(),
                                        "sites.csv", sites.toString(),
                                        "devices.csv", devices.toString(),
                                        "services.csv", services.toString()),
                                false)
                        .problems())
                .isEmpty();
        for (String table : List.of("village", "site", "device", "service")) {
            jdbc.sql("UPDATE inventory_" + table + " SET created_at = now() - interval '60 days'")
                    .update();
        }
        jdbc.sql("UPDATE inventory_revision SET revision = revision + 1").update();
        inventory.reload();
        jdbc.sql("""
                        INSERT INTO outage_watch (object, during)
                        SELECT 'service:wifi-' || n, tstzrange(now() - interval '20 days', NULL) FROM generate_series(1, 36) n
                        """).update();
        // In each village on another day, so that all strips are as long as can be.
        jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, began_earliest, began, began_latest,
                          ended_earliest, ended, ended_latest, cause)
                        SELECT 'service:wifi-' || n, 'DOWN', 'service:wifi-' || n, at, at, at, at + long, at + long, at + long, 'POWER'
                          FROM generate_series(1, 36) n, generate_series(1, 18, 2) day,
                               LATERAL (SELECT now() - day * interval '1 day' AS at, (10 + n * day) * interval '1 min' AS long) t
                        """).update();
        for (int i = 1; i <= 36; i++) {
            TestConditions.put(
                    conditions,
                    new ObjectRef(ObjectRef.Kind.SERVICE, "wifi-" + i),
                    i % 5 == 0 ? Condition.DOWN : i % 7 == 0 ? Condition.DEGRADED : Condition.UP);
        }
        plans.enter(
                new PlanWish(
                        Plan.Kind.WORK,
                        "Thay Bộ phát số 3 ở 10.77.8.3",
                        null,
                        null,
                        Scope.parse(List.of("village:thon-3")),
                        Timing.Once.of(
                                Instant.now().plusSeconds(7200), Instant.now().plusSeconds(9000))),
                "ha");
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return stranger.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void saysHowEachVillageIsWithoutSignIn() throws Exception {
        HttpResponse<String> answer = get("/trang-thai");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
        assertThat(answer.body())
                .contains(
                        "<html lang=\"vi\">",
                        "Wi-Fi xã &lt;Bá Thước&gt;",
                        "Gián đoạn một phần",
                        "Hoạt động",
                        "Mất kết nối")
                .contains("Thôn Trường Giang Thượng 36", "href=\"tel:0912345678\"", "Gọi 0912 345 678", "Bảo trì mạng")
                .contains("30 ngày qua: gián đoạn")
                .doesNotContain("??", "<script", "<form");
        assertThat(Pattern.compile("<li id=\"thon-").matcher(answer.body()).results())
                .hasSize(36);
    }

    @Test
    void weighsLessThanThirtyKilobytesWithAllThatItLoads() throws Exception {
        String page = get("/trang-thai").body();

        int octets = page.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        Matcher loaded = Pattern.compile("(?:src|href)=\"(/[^\"#?]+\\.(?:css|js|png|svg|woff2?))\"")
                .matcher(page);
        int files = 0;
        while (loaded.find()) {
            HttpResponse<String> file = get(loaded.group(1));
            assertThat(file.statusCode()).isEqualTo(200);
            assertThat(file.body()).doesNotContain("@import", "url(");
            assertThat(file.headers().firstValue("Cache-Control"))
                    .hasValueSatisfying(kept -> assertThat(kept).contains("max-age=31536000"));
            octets += file.body().length();
            files++;
        }
        System.out.println("status page octets=" + octets);
        assertThat(files).isEqualTo(1);
        assertThat(octets).isBetween(10_000, 30 * 1024);
    }

    @Test
    void remembersNobody() throws Exception {
        for (String path : List.of("/trang-thai", "/trang-thai?lang=en", "/tt/2", "/api/v1/status")) {
            assertThat(get(path).headers().map()).as(path).doesNotContainKeys("Set-Cookie", "set-cookie");
        }
        assertThat(get("/trang-thai").headers().firstValue("Cache-Control")).contains("max-age=5, public");
        assertThat(get("/trang-thai").headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
    }

    @Test
    void speaksAsTheAddressSaysAndAsNothingElse() throws Exception {
        assertThat(get("/trang-thai?lang=en").body())
                .contains("<html lang=\"en\">", "Report a fault", "Operational", "Last 30 days: out for")
                .doesNotContain("Hoạt động");
        assertThat(get("/trang-thai", "Cookie", "lang=en").body()).contains("<html lang=\"vi\">", "Cập nhật lúc");
        assertThat(get("/trang-thai?lang=%3Cscript%3E").body())
                .contains("<html lang=\"vi\">")
                .doesNotContain("<script");
    }

    @Test
    void namesNoDeviceNoSiteAndNoAddress() throws Exception {
        for (String path : List.of("/trang-thai", "/trang-thai?lang=en", "/api/v1/status")) {
            String body = get(path).body();
            for (Device device : inventory.snapshot().devices()) {
                assertThat(body)
                        .as(path)
                        .doesNotContain(device.name(), device.id().value() + "\"", device.address());
            }
            for (Site site : inventory.snapshot().sites()) {
                assertThat(body).as(path).doesNotContain(site.name());
            }
            assertThat(body).doesNotContain("10.77.8", "khong-cho-biet", "wifi-", "Dịch vụ số", "Thay Bộ phát");
        }
    }

    @Test
    void aHostileNameIsText() throws Exception {
        assertThat(get("/trang-thai").body())
                .contains("Thôn &lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Man&quot;")
                .doesNotContain("<script>alert");
        JsonNode village = JsonMapper.shared()
                .readTree(get("/api/v1/status").body())
                .path("villages")
                .get(1);
        assertThat(village.path("name").asString()).isEqualTo(HOSTILE);
    }

    @Test
    void programsGetTheSame() throws Exception {
        JsonNode status = JsonMapper.shared().readTree(get("/api/v1/status").body());

        assertThat(status.path("state").asString()).isEqualTo("partly");
        assertThat(status.path("villages").size()).isEqualTo(36);
        assertThat(status.path("villages").get(4).path("state").asString()).isEqualTo("down");
        assertThat(status.path("villages").get(0).path("days").size()).isEqualTo(30);
        assertThat(status.path("work").get(0).path("villages").get(0).asString())
                .isEqualTo("Thôn Trường Giang Thượng 3");
        assertThat(status.path("work").get(0).path("kind").asString()).isEqualTo("work");
    }

    @Test
    void aPosterLeadsToItsVillage() throws Exception {
        assertThat(get("/tt/2").headers().firstValue("Location")).contains("/trang-thai#thon-2");
        assertThat(get("/tt/thon-36").headers().firstValue("Location")).contains("/trang-thai#thon-36");
        assertThat(get("/tt/%0d%0aX-Evil:1").headers().map()).doesNotContainKeys("X-Evil", "x-evil");
        assertThat(get("/tt/nobody").headers().firstValue("Location")).contains("/trang-thai");
    }

    @Test
    void nobodyWritesHere() throws Exception {
        HttpResponse<String> answer = stranger.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/trang-thai"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isNotEqualTo(200);
    }
}
