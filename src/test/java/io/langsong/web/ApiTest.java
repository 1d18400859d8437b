package io.langsong.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.WholeServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What all routes of the API have in common, on the whole server over real HTTP. */
@ExtendWith(OutputCaptureExtension.class)
@WholeServer
class ApiTest {
    @Value("${local.server.port}")
    private int port;

    @Autowired
    private JdbcClient jdbc;

    private final HttpClient http = HttpClient.newHttpClient();

    @ParameterizedTest(name = "{0} {1} -> {2} {3} {4}")
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /api/v1/outages?from=abc            | 400 | from         | is no time with offset
            GET    | /api/v1/outages?from=2026-11-24     | 400 | from         | write it like 2026-10-01T00:00:00%2B07:00
            GET    | /api/v1/outages?from=2026-10-02T00:00:00Z&to=2026-10-01T00:00:00Z | 400 | from | is not before to
            GET    | /api/v1/outages?object=village:x    | 400 | object       | write device:ID
            GET    | /api/v1/outages?form=2026-11-24     | 400 | query        | "form" is not a parameter of this address; there are from, to, object
            GET    | /api/v1/outages/abc                 | 400 | id           | is not a whole number
            GET    | /api/v1/outages/99                  | 404 | id           | is not the id of an outage
            GET    | /api/v1/outages/99/cause            | 404 | id           | is not the id of an outage
            GET    | /api/v1/notifications?limit=0       | 400 | limit        | give 1 to 1000
            GET    | /api/v1/notifications?limit=many    | 400 | limit        | is not a whole number
            GET    | /api/v1/notifications?state=lost    | 400 | state        | give one of
            GET    | /api/v1/villages?page=x             | 400 | page         | is not a whole number
            GET    | /api/v1/series?device=a&mertic=b    | 400 | query        | there are device, metric, index, from, to, step, fn
            POST   | /api/v1/inventory/import?dryRun=maybe | 400 | dryRun       | give true or false
            DELETE | /api/v1/outages                     | 405 | method       | use GET
            PUT    | /api/v1/villages                    | 405 | method       | use GET or
            GET    | /api/v1/nope                        | 404 | path         | "/api/v1/nope" leads nowhere
            """)
    void aWrongRequestIsToldFieldAndRemedy(
            String method, String path, int status, String field, String detail, CapturedOutput log) throws Exception {
        HttpResponse<String> answer = send(request(path)
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("field").asString("")).isEqualTo(field);
        assertThat(problem.path("detail").asString("")).startsWith(field).contains(detail);
        assertThat(problem.path("remedy").asString("")).isNotBlank();
        assertThat(problem.path("instance").asString("")).isEqualTo(path.replaceFirst("\\?.*", ""));
        // Of the threads that answer; the server may look at its own health just now, and a pool of connections at the
        // clock.
        assertThat(log.getOut().lines().filter(line -> line.contains("-exec-")))
                .as("a client's mistake")
                .noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }

    @Test
    void readsOnlyJson() throws Exception {
        HttpResponse<String> answer = send(request("/api/v1/villages")
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofString("x")));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.body())
                .contains("Content-Type \\\"text/csv\\\" is not read here; send application/json")
                .contains("\"instance\":\"/api/v1/villages\"");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "GET, /api/v1/villages, ''",
        "POST, /api/v1/villages, ''",
        "POST, /api/v1/inventory/import, ''",
        "POST, /api/v1/inventory/import, Bearer no-such-token-0123456789",
        "GET, /actuator/prometheus, ''"
    })
    void aStrangerIsAskedForAToken(String method, String path, String authorization) throws Exception {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString("{}"));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }

        HttpResponse<String> answer = send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .get()
                .asString()
                .startsWith("Bearer");
        assertThat(answer.body()).contains("\"instance\":\"" + path + "\"").contains("oken");
    }

    @Test
    void timesHaveTheOffsetOfTheCommuneAndThreeDigits() throws Exception {
        jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, cause,
                            began_earliest, began, began_latest, ended_earliest, ended, ended_latest, evidence)
                        VALUES ('device:ap1', 'DOWN', 'device:ap1', 'UNKNOWN',
                            '2026-11-20T17:00:00Z', '2026-11-20T17:00:00.5Z', '2026-11-20T17:00:01.123456Z',
                            '2026-11-20T18:00:00Z', '2026-11-20T18:00:00Z', '2026-11-20T18:00:01Z',
                            '[{"kind": "poll", "at": "2026-11-20T17:00:01.123456789Z", "detail": "x"}]')
                        """).update();

        JsonNode outage = JsonMapper.shared()
                .readTree(send(request("/api/v1/outages?from=2026-11-20T00:00:00+07:00&to=2026-11-22T00:00:00%2B07:00")
                                .header("Authorization", "Bearer " + WholeServer.TOKEN))
                        .body())
                .get(0);

        assertThat(outage.at("/from/earliest").asString()).isEqualTo("2026-11-21T00:00:00.000+07:00");
        assertThat(outage.at("/from/best").asString()).isEqualTo("2026-11-21T00:00:00.500+07:00");
        assertThat(outage.at("/from/latest").asString()).isEqualTo("2026-11-21T00:00:01.123+07:00");
        assertThat(outage.at("/evidence/0/at").asString()).isEqualTo("2026-11-21T00:00:01.123+07:00");
    }

    @Test
    void theCauseOfAnOutageIsCorrectedAndTheGuessStays() throws Exception {
        long id = jdbc.sql("""
                        INSERT INTO outage_record (object, condition, root, cause,
                            began_earliest, began, began_latest, ended_earliest, ended, ended_latest)
                        VALUES ('device:ap7', 'DOWN', 'device:ap7', 'LINK',
                            '2026-11-10T17:00:00Z', '2026-11-10T17:00:00Z', '2026-11-10T17:00:00Z',
                            '2026-11-10T18:00:00Z', '2026-11-10T18:00:00Z', '2026-11-10T18:00:00Z')
                        RETURNING id
                        """).query(Long.class).single();
        HttpResponse<String> wrong = correct(id, "{\"cause\": \"AN\", \"reason\": \"x\"}");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("\"field\":\"cause\"").contains("configuration, provider, disaster");
        HttpResponse<String> mute = correct(id, "{\"cause\": \"PROVIDER\", \"reason\": \" \"}");
        assertThat(mute.statusCode()).isEqualTo(400);

        JsonNode said = JsonMapper.shared()
                .readTree(correct(id, "{\"cause\": \"PROVIDER\", \"reason\": \"Viettel báo đứt cáp\"}")
                        .body());
        assertThat(said.path("cause").asString()).isEqualTo("PROVIDER");
        assertThat(said.path("guess").asString()).isEqualTo("LINK");
        assertThat(said.at("/corrections/0/reason").asString()).isEqualTo("Viettel báo đứt cáp");
        assertThat(said.at("/corrections/0/by").asString()).isNotBlank();
        assertThat(jdbc.sql(
                                "SELECT count(*) FROM access_audit WHERE action = 'outage.cause' AND subject = 'device:ap7'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    private HttpResponse<String> correct(long outage, String body) throws Exception {
        return send(request("/api/v1/outages/" + outage + "/cause")
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void aProfileThatThereIsNotIsRefused() throws Exception {
        post("/api/v1/villages", "{\"id\": \"thon\", \"name\": \"Thôn\", \"position\": 1}");
        post(
                "/api/v1/sites",
                "{\"id\": \"nvh\", \"name\": \"NVH\", \"village\": \"thon\", \"kind\": \"culture-house\"}");
        String device = """
                {"name": "AP", "site": "nvh", "kind": "access-point", "address": "127.0.0.1", "profile": "mikrotic"}
                """;
        String sheet = "id,name,site,kind,address,profile\\nap,AP,nvh,access-point,127.0.0.1,mikrotic";

        assertThat(post("/api/v1/devices", device).body())
                .contains("profile \\\"mikrotic\\\" is not the name of a profile; give one of mikrotik, …");
        assertThat(post("/api/v1/inventory/import?dryRun=true", "{\"devices.csv\": \"" + sheet + "\"}")
                        .body())
                .contains("devices.csv row 2, profile \\\"mikrotic\\\": is not the name of a profile");
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path)
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }
}
