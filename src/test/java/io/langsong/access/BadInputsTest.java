package io.langsong.access;

import static io.langsong.access.Browser.leadsTo;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.inventory.InventoryImport;
import io.langsong.testkit.WholeServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whatever is typed into a field of a form, or sent as a field or a parameter of a call: it is taken or refused in words. No
 * answer is an error of the server, nothing that can not be seen is stored, and no line of the log is broken by it.
 *
 * <p>Each field gets every nineteenth of the list, begun elsewhere in each field; {@code LANGSONG_LONG=true} sends all to all.
 */
@WholeServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class BadInputsTest {
    private static final int STEP = "true".equals(System.getenv("LANGSONG_LONG")) ? 1 : 19;

    /** As they stand in the body of a form: some are no characters at all. */
    private static final List<String> OCTETS = octets();

    /** JSON that is no value for any field here, or at the edge of one. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "2147483648",
            "9223372036854775808",
            "1e999",
            "-1e-999",
            "1.5",
            "[]",
            "{}",
            "[[[[[[]]]]]]",
            "[null]",
            "{\"__proto__\": {\"enabled\": true}}",
            "9".repeat(5000));

    private static final Pattern LINK = Pattern.compile("href=\"(/[^\"#]*)[\"#]");
    private static final Pattern FORM = Pattern.compile("<form([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile(
            "<(?:(input)\\b([^>]*)>|(select|textarea)\\b([^>]*)>(.*?)</(?:select|textarea)>)", Pattern.DOTALL);

    @Autowired
    private InventoryImport imports;

    @Autowired
    private People people;

    @Autowired
    private JdbcClient jdbc;

    @Value("${local.server.port}")
    private int port;

    private Browser admin;
    private int asked;

    private record Form(String page, String method, String action, Map<String, String> fields) {}

    private static List<String> octets() {
        List<String> list = new ArrayList<>();
        for (String text : new String[] {
            "",
            "x",
            "   ",
            "\u0000",
            "a\u0000b",
            "a\r\nSet-Cookie: x=1",
            "a\tb",
            "a\u001b[2Jb",
            "\uFEFFa",
            "Tho\u0302n Ma\u0323n",
            "\u202Egnp.exe",
            "a\u200Bb",
            "👩\u200D🌾",
            "x".repeat(255),
            "x".repeat(256),
            "ậ".repeat(65_536),
            "-1",
            "0",
            "2147483647",
            "2147483648",
            "9223372036854775808",
            "1e999",
            "NaN",
            "١٢",
            "007",
            "0x1F",
            "1,5",
            "1.5",
            "0.0.0.0",
            "255.255.255.255",
            "127.1",
            "::ffff:127.0.0.1",
            "fe80::1%lo",
            "0177.0.0.1",
            "2130706433",
            "256.1.1.1",
            "0.0.0.0/0",
            "10.0.0.0/33",
            "host.",
            "a".repeat(254),
            "_x",
            "-oX",
            "a;b",
            "thôn.vn",
            "2026-02-29",
            "2026-04-31",
            "24:00",
            "0000-01-01",
            "9999-12-31",
            "2026-03-29T02:30",
            "<script>alert(7)</script>",
            "\"><img src=x onerror=alert(7)>",
            "'; DROP TABLE access_person; --",
            "' OR '1'='1",
            "${7*7}#{7*7}[[${7*7}]]__${7*7}__::.x",
            "${jndi:ldap://127.0.0.1:1/a}",
            "../../../../etc/passwd",
            "..\\..\\x",
            "file:///etc/passwd",
            "$(id)`id`|id",
            "=HYPERLINK(\"http://x\")",
            "%00%0a%s%n",
            "javascript:alert(7)",
            "//evil.example",
            "admin",
            "system",
            "true",
            "null",
            "{\"a\":1}",
            "__proto__"
        }) {
            list.add(Browser.encoded(text));
        }
        list.add("%FF%FE");
        list.add("%C0%80");
        list.add("th%F4n");
        list.add("%B4%E5");
        list.add("%ED%A0%80");
        list.add("%");
        list.add("%zz");
        return List.copyOf(list);
    }

    @BeforeEach
    void signIn() throws Exception {
        // Among what the test before typed there may have been a good password.
        people.changePassword("admin", WholeServer.PASSWORD);
        admin = new Browser(port);
        assertThat(leadsTo(admin.signIn("admin", WholeServer.PASSWORD))).isEqualTo("/");
        InventoryImport.Outcome outcome = imports.run(
                Map.of(
                        "villages.csv", "id,name,position,people\nthon-man,Thôn Mận,1,100\n",
                        "contacts.csv", "id,name,village,phone\nha,Hà,thon-man,0900000002\n",
                        "power-areas.csv", "id,name\ndien,Trạm 1\n",
                        "providers.csv", "id,name\nmang,Nhà mạng\n",
                        "contracts.csv", "id,name,provider\nhop,Hợp đồng,mang\n",
                        "sites.csv", "id,name,village,kind,powerArea\nnvh,Nhà văn hóa,thon-man,culture-house,dien\n",
                        "devices.csv", "id,name,site,kind,address,enabled\nap,AP,nvh,access-point,127.9.9.9,false\n",
                        "links.csv", "id,name,near.device,near.port,provider,contract\nduong,Đường,ap,wan,mang,hop\n",
                        "services.csv", "id,name,site,kind,members\nwifi,Wi-Fi,nvh,public-wifi,ap\n"),
                false);
        assertThat(outcome.problems()).isEmpty();
        jdbc.sql("""
                INSERT INTO incident_record (year, serial, object, severity, villages, began_at, opened_at, state, alarmed_at, guess, version)
                VALUES (2026, 1, 'device:ap', 'critical', '{thon-man}', now(), now(), 'open', now(), 'power', 1),
                  (2026, 2, 'device:ap', 'critical', '{thon-man}', now(), now(), 'open', now(), 'power', 1)
                ON CONFLICT DO NOTHING
                """).update();
        String rota = "{\"id\":\"ky-thuat\",\"name\":\"Kỹ thuật\",\"first\":\"2026-01-05\",\"every\":\"week\","
                + "\"handOver\":\"07:30\",\"people\":[\"admin\"]}";
        assertThat(admin.call(WholeServer.TOKEN, "POST", "/api/v1/rotas", rota).statusCode())
                .isIn(201, 409);
    }

    @AfterEach
    void nothingThatCanNotBeSeenIsStored(CapturedOutput output) {
        String columns = """
                SELECT quote_ident(table_name) || '.' || quote_ident(column_name) FROM information_schema.columns
                WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb')
                """;
        List<String> tables = jdbc.sql(columns).query(String.class).list();
        assertThat(tables).hasSizeGreaterThan(100);
        for (String column : tables) {
            String table = column.substring(0, column.indexOf('.'));
            assertThat(jdbc.sql(
                                    "SELECT " + column + "::text FROM " + table + " WHERE " + column
                                            + "::text ~ '[\\u0001-\\u0008\\u000b-\\u001f\\u007f\\u200b\\u202a-\\u202e\\u2066-\\u2069\\ufeff]'")
                            .query(String.class)
                            .list())
                    .as(column)
                    .isEmpty();
        }
        assertThat(output.getAll()).doesNotContain("\u001b[2J", "\u202E", "\u0000", "\nSet-Cookie");
        assertThat(output.getAll().lines().filter(line -> line.contains(" ERROR ")))
                .isEmpty();
    }

    @Test
    void everyFieldOfEveryFormTakesOrRefusesWhatIsTyped() throws Exception {
        List<Form> forms = forms(crawl());
        assertThat(forms.stream().map(form -> form.method() + " " + form.action()))
                .contains("post /nguoi-dung", "post /khoa-api", "post /tai-khoan/mat-khau", "get /nhat-ky")
                .contains("post /danh-muc/thiet-bi", "post /danh-muc/thiet-bi/ap", "post /danh-muc/bat-dau")
                .contains(
                        "post /lich-truc",
                        "post /lich-truc/ky-thuat",
                        "post /lich-truc/ky-thuat/thay",
                        "post /chuyen-cap")
                .contains("get /su-co", "post /su-co/2026-0001/ghi-chu", "post /su-co/2026-0001/khac-phuc")
                .contains("post /danh-muc/duong-truyen/duong", "get /thiet-bi", "get /gian-doan");
        int field = 0;
        for (Form form : forms) {
            for (String name : form.fields().keySet()) {
                if (!name.equals("_csrf")) {
                    type(form, name, field++);
                }
            }
        }
        assertThat(field).isGreaterThan(80);
        assertThat(asked).isGreaterThan(field * OCTETS.size() / STEP / 2);
        assertThat(admin.get("/").statusCode()).as("still signed in").isEqualTo(200);
    }

    /** Each page that links lead to, once for each kind of page. */
    private Map<String, String> crawl() throws Exception {
        Map<String, String> pages = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of("/"));
        Set<String> seen = new LinkedHashSet<>(open);
        while (!open.isEmpty()) {
            String path = open.remove();
            HttpResponse<String> page = admin.get(path);
            assertThat(page.statusCode()).as(path).isLessThan(500);
            if (page.statusCode() != 200 || !page.body().startsWith("<!DOCTYPE html>")) {
                continue;
            }
            pages.put(path, page.body());
            Matcher link = LINK.matcher(page.body());
            while (link.find()) {
                String found = HtmlUtils.htmlUnescape(link.group(1)).replaceFirst("\\?.*", "");
                if (!found.matches("/(css|js|lib|icons)/.*|/favicon.ico") && seen.add(found)) {
                    open.add(found);
                }
            }
        }
        return pages;
    }

    private static List<Form> forms(Map<String, String> pages) {
        Map<String, Form> forms = new LinkedHashMap<>();
        pages.forEach((page, html) -> {
            Matcher form = FORM.matcher(html);
            while (form.find()) {
                String head = form.group(1);
                String method = attribute(head, "method", "get");
                String action = attribute(head, "action", page).replaceFirst("\\?.*", "");
                Map<String, String> fields = fields(form.group(2));
                boolean typed = fields.keySet().stream().anyMatch(name -> !name.equals("_csrf"));
                if (typed && !head.contains("multipart/form-data")) {
                    forms.putIfAbsent(method + " " + action, new Form(page, method, action, fields));
                }
            }
        });
        return List.copyOf(forms.values());
    }

    /** As a browser would send them. */
    private static Map<String, String> fields(String html) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher control = CONTROL.matcher(html);
        while (control.find()) {
            boolean input = control.group(1) != null;
            String head = input ? control.group(2) : control.group(4);
            String name = attribute(head, "name", "");
            String type = attribute(head, "type", "text");
            boolean off = (type.equals("checkbox") || type.equals("radio")) && !head.contains("checked");
            if (name.isEmpty() || off || type.equals("submit") || type.equals("file")) {
                continue;
            }
            String inside = String.valueOf(control.group(5));
            String value = input
                    ? attribute(head, "value", "")
                    : control.group(3).equals("select") ? selected(inside) : HtmlUtils.htmlUnescape(inside);
            fields.put(name, value);
        }
        return fields;
    }

    private static String selected(String options) {
        Matcher option = Pattern.compile("<option([^>]*)>").matcher(options);
        String first = null;
        while (option.find()) {
            String value = attribute(option.group(1), "value", "");
            first = first == null ? value : first;
            if (option.group(1).contains("selected")) {
                return value;
            }
        }
        return first == null ? "" : first;
    }

    private static String attribute(String head, String name, String usual) {
        Matcher attribute =
                Pattern.compile("(?:^|\\s)" + name + "=\"([^\"]*)\"").matcher(head);
        return attribute.find() ? HtmlUtils.htmlUnescape(attribute.group(1)) : usual;
    }

    /** Each in its turn, and always the character that PostgreSQL takes in no text. */
    private static List<String> picked(int begin) {
        Set<String> picked = new LinkedHashSet<>(List.of("%00"));
        for (int i = begin % STEP; i < OCTETS.size(); i += STEP) {
            picked.add(OCTETS.get(i));
        }
        return List.copyOf(picked);
    }

    private void type(Form form, String name, int begin) throws Exception {
        for (String typed : picked(begin)) {
            String sent = form.fields().entrySet().stream()
                    .map(field -> field.getKey() + "="
                            + (field.getKey().equals(name) ? typed : Browser.encoded(field.getValue())))
                    .collect(Collectors.joining("&"));
            String what = form.method() + " " + form.action() + " " + name + "="
                    + typed.substring(0, Math.min(60, typed.length()));
            HttpResponse<String> answer;
            if (form.method().equals("post")) {
                answer = admin.postRaw(form.action(), sent);
            } else if (typed.length() > 2000 || typed.equals("%") || typed.equals("%zz")) {
                continue;
            } else {
                answer = admin.get(form.action() + "?" + sent);
            }
            asked++;
            isFine(what, answer);
            if (answer.statusCode() == 302) {
                isFine(what + " then", admin.get(leadsTo(answer).replaceFirst("#.*", "")));
            }
        }
    }

    private static void isFine(String what, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what).isIn(200, 302, 400, 404, 409, 412, 413, 422);
        assertThat(leadsTo(answer)).as(what).doesNotContain("evil.example").doesNotContain("dang-nhap");
        assertThat(answer.body())
                .as(what)
                .doesNotContain("<script>alert(7)", "<img src=x", "Exception", "at io.langsong");
    }

    @Test
    void everyFieldAndParameterOfEveryCallTakesOrRefusesWhatIsSent() throws Exception {
        JsonNode api = JsonMapper.shared()
                .readTree(admin.call(WholeServer.TOKEN, "GET", "/api/v1/openapi.json", "")
                        .body());
        int part = 0;
        Set<String> methods = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                String method = operation.getKey().toUpperCase(java.util.Locale.ROOT);
                if (!"GET POST PUT DELETE".contains(method) || path.getKey().endsWith("/events")) {
                    continue;
                }
                methods.add(method);
                for (JsonNode parameter : operation.getValue().path("parameters")) {
                    part = sendParameter(method, path.getKey(), parameter, part);
                }
                JsonNode schema = operation.getValue().at("/requestBody/content/application~1json/schema");
                if (!schema.isMissingNode()) {
                    part = sendBodies(method, path.getKey(), resolved(api, schema), part);
                }
            }
        }
        assertThat(methods).containsExactlyInAnyOrder("GET", "POST", "PUT", "DELETE");
        assertThat(part).isGreaterThan(150);
        assertThat(asked).isGreaterThan(part);
        assertThat(admin.call(WholeServer.TOKEN, "GET", "/api/v1/devices", "").body())
                .contains("\"ap\"");
    }

    private static JsonNode resolved(JsonNode api, JsonNode schema) {
        return schema.has("$ref") ? api.at(schema.path("$ref").asString("").substring(1)) : schema;
    }

    private int sendParameter(String method, String path, JsonNode parameter, int part) throws Exception {
        String name = parameter.path("name").asString("");
        String place = parameter.path("in").asString("");
        if (place.equals("header")) {
            return part;
        }
        for (String octets : picked(part)) {
            String sent = octets.replace("+", "%20");
            if (sent.length() > 2000 || sent.equals("%") || sent.equals("%zz") || sent.isEmpty()) {
                continue;
            }
            String address = place.equals("path")
                    ? filled(path.replace("{" + name + "}", sent))
                    : filled(path) + "?" + name + "=" + sent;
            answersAsAProgramExpects(method + " " + address, send(method, address, "{}"));
        }
        return part + 1;
    }

    private static String filled(String path) {
        return path.replaceAll("\\{[^}]*}", "khong-co-dau");
    }

    private int sendBodies(String method, String path, JsonNode schema, int part) throws Exception {
        String id = path.replaceFirst("/api/v1/([a-z-]+)/.*", "$1");
        Map<String, String> ids = Map.of(
                "villages",
                "thon-man",
                "contacts",
                "ha",
                "power-areas",
                "dien",
                "providers",
                "mang",
                "contracts",
                "hop",
                "sites",
                "nvh",
                "devices",
                "ap",
                "links",
                "duong",
                "services",
                "wifi",
                "people",
                "admin");
        String address = path.replaceAll("\\{[^}]*}", ids.getOrDefault(id, id.equals("incidents") ? "2026-0001" : "x"));
        JsonNode there = method.equals("PUT")
                ? JsonMapper.shared()
                        .readTree(admin.call(WholeServer.TOKEN, "GET", address, "")
                                .body())
                : JsonMapper.shared().createObjectNode();
        // What is set one by one is listed together.
        JsonNode stored = there.isObject() ? there : JsonMapper.shared().createObjectNode();
        int next = part;
        for (String field : schema.path("properties").propertyNames()) {
            List<String> values = new ArrayList<>(VALUES);
            IntStream.range(0, OCTETS.size())
                    .mapToObj(i -> java.net.URLDecoder.decode(
                            OCTETS.get(i).equals("%") || OCTETS.get(i).equals("%zz") ? "" : OCTETS.get(i),
                            StandardCharsets.UTF_8))
                    .map(text -> JsonMapper.shared().writeValueAsString(text))
                    .forEach(values::add);
            for (int i = next % STEP; i < values.size(); i += STEP) {
                ObjectNode body = (ObjectNode) stored.deepCopy();
                body.remove(field);
                String others = body.toString().replaceFirst("^\\{", "").replaceFirst("}$", "");
                String sent = "{\"" + field + "\": " + values.get(i) + (others.isEmpty() ? "" : ", " + others) + "}";
                answersAsAProgramExpects(
                        method + " " + address + " " + sent.substring(0, Math.min(80, sent.length())),
                        send(method, address, sent));
            }
            next++;
        }
        for (String whole : List.of(
                "",
                "null",
                "[]",
                "\"x\"",
                "{",
                "[".repeat(100_000),
                "{\"name\": \"a\", \"name\": \"b\"}",
                "{\"__proto__\": {}}",
                "\uFEFF{}",
                "{\"name\": " + "9".repeat(1_000_000) + "}")) {
            answersAsAProgramExpects(
                    method + " " + address + " " + whole.substring(0, Math.min(40, whole.length())),
                    send(method, address, whole));
        }
        return next;
    }

    private HttpResponse<String> send(String method, String address, String body) throws Exception {
        asked++;
        return admin.send(admin.request(address)
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .header("Content-Type", "application/json")
                .method(
                        method,
                        method.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void answersAsAProgramExpects(String what, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(what).isLessThan(500);
        if (answer.statusCode() >= 400 && !answer.body().isEmpty()) {
            String type = answer.headers().firstValue("Content-Type").orElse("");
            if (type.contains("json")) {
                JsonNode problem = JsonMapper.shared().readTree(answer.body());
                assertThat(problem.path("status").asInt(0)).as(what).isEqualTo(answer.statusCode());
                assertThat(problem.path("detail").asString(""))
                        .as(what + answer.body())
                        .isNotEmpty();
                assertThat(answer.body())
                        .as(what)
                        .doesNotContain("Exception", "io.langsong")
                        .hasSizeLessThan(2000);
            } else if (what.contains("/api/v1/monitoring/")) {
                // Agents are answered as their protocol has it.
                assertThat(answer.body())
                        .as(what)
                        .doesNotContain("Exception", "io.langsong")
                        .hasSizeLessThan(2000);
            } else {
                // Tomcat itself refuses an address that is none.
                assertThat(answer.statusCode()).as(what + answer.body()).isEqualTo(400);
            }
        }
    }
}
