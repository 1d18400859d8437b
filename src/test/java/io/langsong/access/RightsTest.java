package io.langsong.access;

import static io.langsong.access.Browser.leadsTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.dashboard.Gallery;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.secret.SecretKeys;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** People, two-factor authentication, sessions, tokens and the audit log over real HTTP, as a browser without scripts. */
@DirtiesContext
@SpringBootTest(
        classes = {Gallery.class, Inventory.class, RightsTest.Time.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "server.forward-headers-strategy=native",
            "spring.flyway.enabled=false",
            "spring.quartz.auto-startup=false",
            "langsong.access.admin-password=" + Gallery.PASSWORD,
            "langsong.access.api-token=" + Gallery.TOKEN
        })
@ContextConfiguration(initializers = QuickPasswords.class)
class RightsTest {
    private static final String OWN = "mat khau cua rieng toi";

    /** The time of this machine, and as much ahead of it as a test wants. */
    static final class Ahead extends Clock {
        private volatile Duration by = Duration.ZERO;

        void advance(Duration further) {
            by = by.plus(further);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Time {
        @Bean
        @Primary
        Ahead ahead() {
            return new Ahead();
        }
    }

    @TempDir
    static Path data;

    @DynamicPropertySource
    static void keepDataApart(DynamicPropertyRegistry settings) {
        settings.add("langsong.data-dir", data::toString);
    }

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private People people;

    @Autowired
    private SignIn signIn;

    @Autowired
    private ApiTokens tokens;

    @Autowired
    private AuditTrail audit;

    @Autowired
    private Inventory inventory;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Ahead clock;

    private Browser admin;

    @BeforeEach
    void thereIsAnAdministrator() throws Exception {
        if (inventory.snapshot().villages().isEmpty()) {
            inventory.apply(List.of(
                    new Village(new VillageId("thon-man"), "Thôn Mận", 1, 420, null, null),
                    new Village(new VillageId("thon-don"), "Thôn Đòn", 2, 300, null, null)));
        }
        admin = new Browser(port);
        assertThat(leadsTo(admin.signIn("admin", Gallery.PASSWORD))).isEqualTo("/");
    }

    @Test
    void anAddedPersonChoosesAPasswordBeforeAnythingElse() throws Exception {
        HttpResponse<String> added = admin.post(
                "/nguoi-dung",
                "/nguoi-dung",
                "name",
                "Lan.NT",
                "displayName",
                "Nguyễn Thị <b>Lan</b>",
                "role",
                "viewer",
                "villages",
                "thon-man");
        assertThat(leadsTo(added)).isEqualTo("/nguoi-dung");
        String page = admin.get("/nguoi-dung").body();
        String password = shown(page);
        assertThat(page)
                .contains("Nguyễn Thị &lt;b&gt;Lan&lt;/b&gt;", "Thôn Mận")
                .doesNotContain("<b>Lan");
        assertThat(admin.get("/nguoi-dung").body()).as("shown once").doesNotContain(password);

        Browser lan = new Browser(port);
        lan.signIn("lan.nt", password);
        assertThat(leadsTo(lan.get("/"))).isEqualTo("/tai-khoan");
        assertThat(leadsTo(lan.get("/thiet-bi"))).isEqualTo("/tai-khoan");
        assertThat(lan.get("/api/v1/devices/v1-r/status").statusCode()).isEqualTo(403);
        assertThat(lan.get("/tai-khoan").body()).contains("Đặt mật khẩu mới trước khi dùng tiếp");
        assertThat(refusal(lan, "/tai-khoan", "/tai-khoan/mat-khau", "current", password, "replacement", "ngan"))
                .contains("Mật khẩu cần 14 đến 200 ký tự");
        assertThat(refusal(lan, "/tai-khoan", "/tai-khoan/mat-khau", "current", password, "replacement", password))
                .contains("phải khác mật khẩu hiện tại");
        lan.post("/tai-khoan", "/tai-khoan/mat-khau", "current", password, "replacement", OWN);
        assertThat(leadsTo(lan.get("/"))).as("the old session ended").startsWith("/dang-nhap");

        assertThat(leadsTo(lan.signIn("lan.nt", OWN))).isEqualTo("/");
        assertThat(lan.get("/").statusCode()).isEqualTo(200);
        assertThat(actions("person:lan.nt"))
                .containsSequence("access.person.add", "access.sign-in", "access.person.password", "access.sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nhat-ky",
                "/nhat-ky/tep.csv",
                "/nguoi-dung",
                "/nguoi-dung/admin",
                "/khoa-api",
                "/api/v1/audit",
                "/api/v1/people",
                "/api/v1/people/admin",
                "/api/v1/tokens"
            })
    void whatIsForAdministratorsIsForNobodyElse(String path) throws Exception {
        people.add("ky-thuat", "Kỹ thuật", Role.TECHNICIAN, OWN);
        Browser technician = new Browser(port);
        technician.signIn("ky-thuat", OWN);

        assertThat(technician.send(technician.request(path)).statusCode()).isEqualTo(403);
        assertThat(technician.get("/").body()).doesNotContain("/nguoi-dung", "/khoa-api", "/nhat-ky");
        assertThat(admin.send(admin.request(path)).statusCode()).isEqualTo(200);
        assertThat(leadsTo(new Browser(port).get(path))
                        + new Browser(port).get(path).statusCode())
                .containsAnyOf("/dang-nhap", "401");
    }

    static Stream<String> hostile() {
        return Stream.of(
                "",
                "%00",
                "a%00b",
                "a%0Ab",
                "%E2%80%AEab",
                "%FF%FE",
                "%C3%28",
                "A".repeat(10_000),
                "root",
                "%27%3B--",
                "%3Cscript%3E",
                "-",
                "%ED%A0%80");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void noFormStoresWhatCanNotBe(String typed) throws Exception {
        people.add("bi-thu", "Bị Thử", Role.VIEWER, OWN);
        String before = everything();
        String token = Browser.encoded(admin.csrf("/nguoi-dung"));

        for (String form : List.of(
                "/nguoi-dung name=-%s&displayName=X&role=viewer",
                "/nguoi-dung name=x1&displayName=X&role=%s",
                "/nguoi-dung name=x1&displayName=X&role=viewer&villages=%s,x%s",
                "/nguoi-dung/bi-thu displayName=X&enabled=true&role=%s",
                "/nguoi-dung/bi-thu displayName=X&enabled=true&role=viewer&language=x%s",
                "/nguoi-dung/bi-thu displayName=X&enabled=true&role=viewer&villages=x%s,%s,x",
                "/khoa-api name=x&role=%s&scope=read&days=1",
                "/khoa-api name=x&role=viewer&scope=%s&days=1",
                "/khoa-api name=x&role=viewer&scope=read&days=x%s",
                "/khoa-api name=x&role=viewer&scope=read&days=1&villages=x%s,%s,y",
                "/khoa-api/x/thu-hoi x=%s",
                "/tai-khoan/mat-khau current=%s&replacement=%s",
                "/tai-khoan/phien/ket-thuc phien=%s",
                "/tai-khoan/hai-lop/bat-dau current=%s",
                "/tai-khoan/hai-lop/xac-nhan code=%s",
                "/tai-khoan/hai-lop/ma-khoi-phuc code=%s",
                "/tai-khoan/hai-lop/tat code=%s")) {
            String[] parts = form.split(" ");
            // A script in angle brackets is a right display name, only no right name, role, …
            signIn.unlock("admin");
            HttpResponse<String> answer = admin.postRaw(parts[0], parts[1].replace("%s", typed) + "&_csrf=" + token);
            assertThat(answer.statusCode()).as(form).isLessThan(500);
            assertThat(answer.statusCode()).as(form).isIn(302, 400, 413);
            if (answer.statusCode() == 302) {
                assertThat(admin.get(leadsTo(answer).replaceFirst("#.*", "")).statusCode())
                        .as(form)
                        .isEqualTo(200);
            }
        }
        assertThat(everything()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%00", "a%0Ab", "%E2%80%AEab", "%FF%FE", "%C3%28", "LONG"})
    void aNameThatCanNotBeReadIsRefusedAtItsField(String typed) throws Exception {
        String text = typed.equals("LONG") ? "A".repeat(10_000) : typed;
        String token = Browser.encoded(admin.csrf("/nguoi-dung"));
        String before = everything();

        // Tomcat answers broken UTF-8 itself.
        int refused = typed.matches("%FF.*|%C3.*") ? 400 : 302;
        HttpResponse<String> person =
                admin.postRaw("/nguoi-dung", "name=x2&role=viewer&displayName=" + text + "&_csrf=" + token);
        assertThat(person.statusCode()).isEqualTo(refused);
        assertThat(refused == 400 || admin.get("/nguoi-dung").body().contains("id=\"displayName-wrong\""))
                .isTrue();
        HttpResponse<String> key =
                admin.postRaw("/khoa-api", "role=viewer&scope=read&days=1&name=" + text + "&_csrf=" + token);
        assertThat(key.statusCode()).isEqualTo(refused);
        assertThat(refused == 400 || admin.get("/khoa-api").body().contains("id=\"name-wrong\""))
                .isTrue();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void theSignInFormsTakeAnything() throws Exception {
        for (String typed : hostile().toList()) {
            Browser stranger = new Browser(port);
            String token = Browser.encoded(stranger.csrf("/dang-nhap"));
            HttpResponse<String> answer =
                    stranger.postRaw("/dang-nhap", "name=" + typed + "&password=" + typed + "&_csrf=" + token);
            assertThat(answer.statusCode()).as(typed).isIn(302, 400);
            assertThat(stranger.postRaw("/dang-nhap/ma", "code=" + typed + "&_csrf=" + token)
                            .statusCode())
                    .as(typed)
                    .isIn(302, 400);
        }
        assertThat(new Browser(port).get("/nguoi-dung/%FF").statusCode()).isLessThan(500);
        assertThat(admin.get("/nguoi-dung/%00").statusCode()).isIn(400, 404);
        assertThat(admin.get("/nguoi-dung/%FF").statusCode()).isIn(400, 404);
        assertThat(admin.get("/nguoi-dung/" + "a".repeat(5000)).statusCode()).isIn(400, 404);
        for (String query :
                List.of("tu=x", "den=2026-99-99", "truoc=x", "viec=%00", "nguoi=%FF", "doiTuong=" + "x".repeat(5000))) {
            assertThat(admin.get("/nhat-ky?" + query).statusCode()).as(query).isIn(200, 400);
        }
    }

    @Test
    void thePagesOfTheAuditLogLeadBackAndForth() throws Exception {
        for (int i = 0; i < 120; i++) {
            audit.recordAs("lat-trang", "access.sign-in", "person:" + i, List.of());
        }
        String newest = admin.get("/nhat-ky?nguoi=lat-trang").body();
        assertThat(newest)
                .contains("120 dòng", ">người dùng 119<", ">người dùng 20<")
                .doesNotContain(">người dùng 19<");

        String older = admin.get(link(newest, "next")).body();
        assertThat(older)
                .contains("120 dòng", ">người dùng 19<", ">người dùng 0<")
                .doesNotContain("rel=\"next\"");

        String back = admin.get(link(older, "prev")).body();
        assertThat(back).contains(">người dùng 119<", ">người dùng 20<").doesNotContain("rel=\"prev\"");
        String middle = admin.get("/nhat-ky?nguoi=lat-trang&sau=1").body();
        assertThat(middle)
                .as("the oldest hundred")
                .contains(">người dùng 0<", ">người dùng 99<", "rel=\"prev\"")
                .doesNotContain(">người dùng 100<");
    }

    private static String link(String page, String rel) {
        Matcher link = Pattern.compile("href=\"([^\"]+)\" rel=\"" + rel + "\"|rel=\"" + rel + "\" href=\"([^\"]+)\"")
                .matcher(page);
        assertThat(link.find()).as(rel).isTrue();
        return (link.group(1) == null ? link.group(2) : link.group(1)).replace("&amp;", "&");
    }

    @Test
    void aChangeMadeFromAnOlderStateIsRefused() throws Exception {
        people.add("hai-nguoi-sua", "Một", Role.TECHNICIAN, OWN);
        String path = "/api/v1/people/hai-nguoi-sua";
        HttpResponse<String> read = admin.call(Gallery.TOKEN, "GET", path, "");
        String tag = read.headers().firstValue("ETag").orElseThrow();
        assertThat(changed(path, tag, "Hai").statusCode()).isEqualTo(200);

        HttpResponse<String> late = changed(path, tag, "Ba");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("\"field\":\"If-Match\"", "read it again");
        String now = admin.call(Gallery.TOKEN, "GET", path, "")
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(changed(path, "\"0\", " + now, "Bốn").statusCode()).isEqualTo(200);
        assertThat(changed(path, "*", "Năm").body()).contains("\"displayName\":\"Năm\"");

        String page = "/nguoi-dung/hai-nguoi-sua";
        Matcher version = Pattern.compile("name=\"phien-ban\" value=\"([0-9a-f]+)\"")
                .matcher(admin.get(page).body());
        assertThat(version.find()).isTrue();
        String[] typed = {"displayName", "Sáu", "role", "technician", "enabled", "true", "phien-ban", version.group(1)};
        people.change("hai-nguoi-sua", new PersonChange("Năm", "technician", null, List.of(), false));
        assertThat(refusal(admin, page, page, typed))
                .contains("id=\"name-wrong\"", "Người khác vừa sửa", "value=\"Sáu\"");
        assertThat(people.find("hai-nguoi-sua").orElseThrow().enabled()).isFalse();
    }

    private HttpResponse<String> changed(String path, String match, String displayName) throws Exception {
        return admin.send(admin.request(path)
                .header("Authorization", "Bearer " + Gallery.TOKEN)
                .header("Content-Type", "application/json")
                .header("If-Match", match)
                .PUT(HttpRequest.BodyPublishers.ofString("{\"displayName\":\"" + displayName + "\"}")));
    }

    @Test
    void theLastAdministratorStays() throws Exception {
        assertThat(refusal(
                        admin,
                        "/nguoi-dung/admin",
                        "/nguoi-dung/admin",
                        "displayName",
                        "admin",
                        "role",
                        "viewer",
                        "enabled",
                        "true"))
                .contains("id=\"role-wrong\"", "quản trị viên cuối cùng");
        assertThat(refusal(admin, "/nguoi-dung/admin", "/nguoi-dung/admin", "displayName", "admin", "role", "admin"))
                .contains("id=\"enabled-wrong\"");

        HttpResponse<String> call = admin.call(Gallery.TOKEN, "PUT", "/api/v1/people/admin", "{\"enabled\":false}");
        assertThat(call.statusCode()).isEqualTo(409);
        assertThat(call.body()).contains("\"field\":\"enabled\"", "nobody who can administer");
    }

    @Test
    void aSecondStepIsAskedForOnceTurnedOn() throws Exception {
        people.add("hai-lop", "Hai Lớp", Role.TECHNICIAN, OWN);
        Browser browser = new Browser(port);
        browser.signIn("hai-lop", OWN);
        assertThat(refusal(browser, "/tai-khoan/hai-lop", "/tai-khoan/hai-lop/bat-dau", "current", "wrong"))
                .contains("Mật khẩu hiện tại không đúng");
        browser.post("/tai-khoan/hai-lop", "/tai-khoan/hai-lop/bat-dau", "current", OWN);
        assertThat(browser.get("/tai-khoan/hai-lop").body())
                .contains("otpauth://totp/LangSong:hai-lop?secret=", "<svg class=\"qr\"", "viewBox=\"0 0 ", "<path");
        browser.post("/tai-khoan/hai-lop", "/tai-khoan/hai-lop/xac-nhan", "code", code("hai-lop", -1));
        Matcher recovery = Pattern.compile("(?<=class=\"code\">)(?:[a-z2-9]{4}-){3}[a-z2-9]{4}")
                .matcher(browser.get("/tai-khoan/hai-lop").body());
        assertThat(recovery.find()).isTrue();

        Browser again = new Browser(port);
        assertThat(leadsTo(again.signIn("hai-lop", OWN))).isEqualTo("/dang-nhap/ma");
        assertThat(leadsTo(again.get("/"))).as("half-way is outside").isEqualTo("/dang-nhap");
        assertThat(leadsTo(again.post("/dang-nhap/ma", "/dang-nhap/ma", "code", "000000")))
                .isEqualTo("/dang-nhap/ma?loi=ma");
        assertThat(again.get("/dang-nhap/ma?loi=ma").body()).contains("Mã không đúng");
        String used = code("hai-lop", 0);
        assertThat(leadsTo(again.post("/dang-nhap/ma", "/dang-nhap/ma", "code", used)))
                .doesNotContain("dang-nhap");
        assertThat(again.get("/").statusCode()).isEqualTo(200);

        Browser thief = new Browser(port);
        thief.signIn("hai-lop", OWN);
        assertThat(leadsTo(thief.post("/dang-nhap/ma", "/dang-nhap/ma", "code", used)))
                .as("a used code")
                .contains("loi=ma");
        assertThat(leadsTo(thief.post("/dang-nhap/ma", "/dang-nhap/ma", "code", recovery.group())))
                .isEqualTo("/");

        admin.post("/nguoi-dung/hai-lop", "/nguoi-dung/hai-lop/hai-lop");
        assertThat(leadsTo(again.get("/"))).as("sessions end").startsWith("/dang-nhap");
        assertThat(leadsTo(new Browser(port).signIn("hai-lop", OWN))).isEqualTo("/");
        assertThat(actions("person:hai-lop"))
                .contains("access.totp.add", "access.totp.recovery", "access.totp.remove", "access.sign-in.refused");
    }

    @Test
    void aSessionEndsWhenNobodyDoesAnythingHoweverOftenThePageRefreshesItself() throws Exception {
        people.add("ngoi-yen", "Ngồi Yên", Role.VIEWER, OWN);
        Browser still = new Browser(port);
        Browser busy = new Browser(port);
        still.signIn("ngoi-yen", OWN);
        busy.signIn("ngoi-yen", OWN);
        for (Browser browser : List.of(still, busy)) {
            browser.get("/");
        }
        for (int i = 0; i < 14; i++) {
            clock.advance(Duration.ofMinutes(1));
            assertThat(still.send(still.request("/hien-tai/tom-tat").header("HX-Request", "true"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(busy.send(busy.request("/hien-tai/tom-tat")
                                    .header("HX-Request", "true")
                                    .header("X-Gesture", "1"))
                            .statusCode())
                    .isEqualTo(200);
        }
        clock.advance(Duration.ofMinutes(1));

        HttpResponse<String> poll =
                still.send(still.request("/hien-tai/tom-tat").header("HX-Request", "true"));
        assertThat(poll.statusCode()).isEqualTo(401);
        assertThat(poll.headers().firstValue("HX-Refresh")).contains("true");
        assertThat(leadsTo(still.get("/thon"))).startsWith("/dang-nhap");
        assertThat(busy.get("/thon").statusCode()).isEqualTo(200);
        assertThat(leadsTo(admin.get("/thon"))).as("an administrator's sooner").isEqualTo("/dang-nhap?het-phien");
        assertThat(leadsTo(admin.signIn("admin", Gallery.PASSWORD)))
                .as("back to the page")
                .startsWith("/thon");
        assertThat(actions("person:ngoi-yen")).containsOnlyOnce("access.session.end");
    }

    @Test
    void aPersonSeesAndEndsOwnSessionsAndAnAdministratorThoseOfAll() throws Exception {
        people.add("nhieu-may", "Nhiều Máy", Role.VIEWER, OWN);
        Browser office = new Browser(port);
        Browser phone = new Browser(port);
        office.signIn("nhieu-may", OWN);
        phone.signIn("nhieu-may", OWN);

        assertThat(office.get("/tai-khoan").body()).contains("Phiên này", office.address(), "Java-http-client");
        office.post("/tai-khoan", "/tai-khoan/phien/ket-thuc-khac");
        assertThat(leadsTo(phone.get("/"))).isEqualTo("/dang-nhap?het-phien");
        assertThat(office.get("/").statusCode()).isEqualTo(200);

        phone.signIn("nhieu-may", OWN);
        String handle = group(
                "name=\"phien\" value=\"([0-9a-f]{16})\"",
                office.get("/tai-khoan").body());
        Browser other = new Browser(port);
        people.add("khac", "Khác", Role.VIEWER, OWN);
        other.signIn("khac", OWN);
        other.post("/tai-khoan", "/tai-khoan/phien/ket-thuc", "phien", handle);
        assertThat(phone.get("/").statusCode()).as("not by somebody else").isEqualTo(200);
        office.post("/tai-khoan", "/tai-khoan/phien/ket-thuc", "phien", handle);
        assertThat(leadsTo(phone.get("/"))).startsWith("/dang-nhap");

        admin.post("/nguoi-dung/nhieu-may", "/nguoi-dung/nhieu-may/phien");
        assertThat(leadsTo(office.get("/"))).startsWith("/dang-nhap");
        other.post("/", "/dang-xuat");
        assertThat(actions("person:khac")).contains("access.sign-out");
        assertThat(actions("person:nhieu-may"))
                .filteredOn("access.session.end"::equals)
                .hasSize(3);
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3} -> {4}")
    @CsvSource({
        "admin,      all,       GET,  /api/v1/people,             200",
        "admin,      read,      GET,  /api/v1/people,             200",
        "admin,      read,      POST, /api/v1/people,             403",
        "viewer,     read,      GET,  /api/v1/people,             403",
        "viewer,     read,      GET,  /api/v1/devices/v1-r/status, 200",
        "admin,      metrics,   GET,  /api/v1/people,             403",
        "admin,      metrics,   GET,  /api/v1/devices/v1-r/status, 403",
        "admin,      wallboard, GET,  /api/v1/people,             403",
        "admin,      wallboard, GET,  /api/v1/events,             403",
    })
    void aTokenGoesNoFurtherThanItsScope(String role, String scope, String method, String path, int status)
            throws Exception {
        HttpResponse<String> issued = admin.call(
                Gallery.TOKEN,
                "POST",
                "/api/v1/tokens",
                "{\"name\":\"%s %s %s %s\",\"role\":\"%s\",\"scope\":\"%s\",\"days\":1,\"villages\":[\"thon-man\"]}"
                        .formatted(role, scope, method, path, role, scope));
        assertThat(issued.statusCode()).isEqualTo(201);
        String secret = group("\"secret\":\"([0-9a-f]{64})\"", issued.body());

        assertThat(admin.call(secret, method, path, "{}").statusCode()).isEqualTo(status);
        assertThat(admin.call(Gallery.TOKEN, "GET", "/api/v1/tokens", "").body())
                .doesNotContain(secret);
        String id = group("\"id\":([0-9]+)", issued.body());
        assertThat(admin.call(Gallery.TOKEN, "DELETE", "/api/v1/tokens/" + id, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(admin.call(secret, method, path, "{}").statusCode()).isEqualTo(401);
    }

    @Test
    void aWallboardsTokenOpensItsPageAloneAndLeavesTheAddress() throws Exception {
        admin.post("/khoa-api", "/khoa-api", "name", "phong truc", "role", "admin", "scope", "wallboard", "days", "");
        String secret = group(
                "<p class=\"code\">([0-9a-f]{64})</p>", admin.get("/khoa-api").body());
        Browser screen = new Browser(port);

        HttpResponse<String> first = screen.get("/man-hinh?khoa=" + secret);
        assertThat(leadsTo(first)).isEqualTo("/man-hinh");
        assertThat(first.headers().firstValue("Set-Cookie"))
                .get()
                .asString()
                .startsWith("man-hinh=" + secret)
                .contains("Path=/man-hinh;", "HttpOnly", "SameSite=Strict");
        assertThat(screen.get("/man-hinh").statusCode()).as("past the door").isIn(200, 404);
        assertThat(leadsTo(screen.get("/"))).isEqualTo("/dang-nhap");
        assertThat(leadsTo(screen.get("/nguoi-dung"))).isEqualTo("/dang-nhap");
        assertThat(screen.call(secret, "GET", "/api/v1/people", "").statusCode())
                .isEqualTo(403);

        long id = tokens.all().stream()
                .filter(token -> token.name().equals("phong truc"))
                .findFirst()
                .orElseThrow()
                .id();
        admin.post("/khoa-api", "/khoa-api/" + id + "/thu-hoi");
        assertThat(leadsTo(screen.get("/man-hinh"))).isEqualTo("/dang-nhap?loi=khoa");
        assertThat(leadsTo(new Browser(port).get("/man-hinh?khoa=" + Gallery.TOKEN)))
                .as("a token of another scope")
                .isEqualTo("/dang-nhap?loi=khoa");
        assertThat(leadsTo(new Browser(port).get("/man-hinh"))).isEqualTo("/dang-nhap");
    }

    @Test
    void theCallsDoWhatThePagesDo() throws Exception {
        HttpResponse<String> added = admin.call(
                Gallery.TOKEN,
                "POST",
                "/api/v1/people",
                "{\"name\":\"api.nguoi\",\"displayName\":\"Qua API\",\"role\":\"viewer\",\"villages\":[\"thon-don\"]}");
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.headers().firstValue("Location")).contains("/api/v1/people/api.nguoi");
        String password = group("\"password\":\"([a-z0-9-]{24})\"", added.body());
        assertThat(signIn.byPassword("api.nguoi", password)).isPresent();

        assertThat(admin.call(Gallery.TOKEN, "PUT", "/api/v1/people/api.nguoi", "{\"role\":\"technician\"}")
                        .body())
                .contains("\"role\":\"technician\"", "\"villages\":[\"thon-don\"]", "\"displayName\":\"Qua API\"");
        for (String wrong : List.of(
                "{\"rolle\":\"viewer\"}",
                "{\"role\":\"root\"}",
                "{\"role\":1}",
                "{\"villages\":[\"nowhere\"]}",
                "{\"villages\":\"thon-don\"}",
                "{\"displayName\":\"a\\u0000b\"}",
                "{\"displayName\":\"" + "A".repeat(10_000) + "\"}",
                "{\"enabled\":\"no\"}",
                "[]",
                "\"x\"",
                "{",
                "{\"language\":\"xx\"}",
                "{\"name\":\"other\"}")) {
            HttpResponse<String> answer = admin.call(Gallery.TOKEN, "PUT", "/api/v1/people/api.nguoi", wrong);
            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(answer.body()).as(wrong).contains("\"remedy\"").hasSizeLessThan(1000);
        }
        assertThat(admin.call(Gallery.TOKEN, "POST", "/api/v1/people/api.nguoi/reset-password", "")
                        .body())
                .doesNotContain(password)
                .contains("\"password\":\"");
        for (String call : List.of("unlock", "reset-totp", "end-sessions")) {
            assertThat(admin.call(Gallery.TOKEN, "POST", "/api/v1/people/api.nguoi/" + call, "")
                            .statusCode())
                    .as(call)
                    .isEqualTo(200);
        }
        assertThat(admin.call(Gallery.TOKEN, "GET", "/api/v1/people/nobody", "").statusCode())
                .isEqualTo(404);
        assertThat(admin.call(
                                Gallery.TOKEN,
                                "POST",
                                "/api/v1/people",
                                "{\"name\":\"admin\",\"displayName\":\"x\",\"role\":\"viewer\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(audit.find(new AuditFilter("token:LANGSONG", null, "person:api.nguoi", null, null), null, 10))
                .as("by whom")
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void theAuditLogIsSearchedShownAndExported() throws Exception {
        audit.recordAs(
                "ha",
                "inventory.device.change",
                "device:thon-man-ap2",
                List.of(new AuditTrail.Change("name", "=HYPERLINK(\"http://x\")", "<script>alert(1)</script>")));
        audit.recordAs("=cmd|' /C calc'!A0", "inventory.device.add", "device:x", List.of());
        audit.recordAs(
                "system",
                "access.person.disable-unused",
                "person:lau-ngay",
                List.of(new AuditTrail.Change("unusedSince", null, "2026-05-31T17:00:00.123Z")));
        assertThat(admin.get("/nhat-ky?doiTuong=lau-ngay").body())
                .contains("00:00:00 01/06/2026")
                .doesNotContain("2026-05-31T");

        String page = admin.get("/nhat-ky?doiTuong=thon-man-ap2").body();
        assertThat(page)
                .contains("device:thon-man-ap2", "&lt;script&gt;alert(1)", "→", "inventory.device.change")
                .doesNotContain("<script>alert", "device:x<");
        assertThat(page).as("in words").contains("thiết bị thon-man-ap2", "Tên:");
        assertThat(admin.get("/nhat-ky?viec=access.sign-in").body())
                .contains("Đăng nhập", "title=\"person:admin\"", "người dùng admin");
        assertThat(admin.get("/nhat-ky?nguoi=" + Browser.encoded("không có ai & {x}"))
                        .body())
                .contains("Không có dòng nào");
        assertThat(admin.get("/nhat-ky?tu=hom-qua").body()).contains("Nhập theo dạng 2026-06-05");

        HttpResponse<String> file = admin.get("/nhat-ky/tep.csv?viec=inventory");
        assertThat(file.headers().firstValue("Content-Type")).get().asString().contains("text/csv");
        assertThat(file.body())
                .startsWith("\uFEFFid,at,actor,address,action,subject,changes,hash\r\n")
                .contains(",'=cmd|' /C calc'!A0,")
                .contains("\"name: =HYPERLINK(\"\"http://x\"\") → <script>alert(1)</script>\"");

        admin.post("/nhat-ky", "/nhat-ky/kiem-tra");
        assertThat(admin.get("/nhat-ky").body()).contains("Nhật ký còn nguyên vẹn");
        String answer = admin.call(Gallery.TOKEN, "GET", "/api/v1/audit?action=inventory&limit=1", "")
                .body();
        assertThat(answer).contains("\"subject\":\"device:x\"").doesNotContain("thon-man-ap2");
        String id = group("\"id\":([0-9]+)", answer);
        assertThat(admin.call(Gallery.TOKEN, "GET", "/api/v1/audit?action=inventory&before=" + id, "")
                        .body())
                .contains("thon-man-ap2");
        assertThat(admin.call(Gallery.TOKEN, "GET", "/api/v1/audit/check", "").body())
                .contains("\"brokenId\":null");
        for (String query :
                List.of("limit=0", "limit=x", "from=yesterday", "actor=%00", "subject=" + "x".repeat(500), "who=ha")) {
            assertThat(admin.call(Gallery.TOKEN, "GET", "/api/v1/audit?" + query, "")
                            .statusCode())
                    .as(query)
                    .isEqualTo(400);
        }
    }

    @Test
    void wrongTriesLockAndAnAdministratorUnlocks() throws Exception {
        people.add("quen", "Quên", Role.VIEWER, OWN);
        for (int i = 0; i < 5; i++) {
            new Browser(port).signIn("quen", "wrong");
        }
        assertThat(leadsTo(new Browser(port).signIn("quen", OWN))).isEqualTo("/dang-nhap?loi=sai");
        assertThat(admin.get("/nguoi-dung").body()).contains("Đang khóa tạm");

        admin.post("/nguoi-dung/quen", "/nguoi-dung/quen/mo-khoa");
        assertThat(leadsTo(new Browser(port).signIn("quen", OWN))).isEqualTo("/");
        assertThat(actions("person:quen")).contains("access.sign-in.refused", "access.person.unlock");
    }

    /** What a refused form shows when it is there again. */
    private static String refusal(Browser browser, String page, String path, String... fields) throws Exception {
        HttpResponse<String> answer = browser.post(page, path, fields);
        assertThat(answer.statusCode()).isEqualTo(302);
        return browser.get(leadsTo(answer).replaceFirst("#.*", "")).body();
    }

    private List<String> actions(String subject) {
        List<String> actions =
                new ArrayList<>(audit.find(new AuditFilter(null, null, subject, null, null), null, 100).stream()
                        .map(AuditEntry::action)
                        .toList());
        Collections.reverse(actions);
        return actions;
    }

    private String everything() {
        return people.all().stream()
                        .map(one -> one.name()
                                + one.displayName()
                                + one.role()
                                + one.villages()
                                + one.language()
                                + one.enabled()
                                + one.passwordSetAt()
                                + one.totp())
                        .toList()
                + ""
                + tokens.all().stream().map(ApiToken::name).toList();
    }

    private static String shown(String page) {
        return group("<p class=\"code\">([a-z0-9-]{24})</p>", page);
    }

    private static String group(String pattern, String text) {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        assertThat(found.find()).as("%s in %s", pattern, text).isTrue();
        return found.group(1);
    }

    private String code(String name, int off) {
        byte[] kept = jdbc.sql("SELECT secret FROM access_totp WHERE person = :name")
                .param("name", name)
                .query((row, number) -> row.getBytes(1))
                .single();
        String secret = SecretKeys.open(data, null, true).open(kept, "access_totp.secret of " + name);
        return Totp.code(Totp.octets(secret), Totp.step(clock.instant()) + off);
    }
}
