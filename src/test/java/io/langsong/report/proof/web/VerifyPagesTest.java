package io.langsong.report.proof.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.report.ReportDesk;
import io.langsong.report.ReportVersion;
import io.langsong.report.proof.IssuedDocuments;
import io.langsong.report.proof.IssuedEvidence;
import io.langsong.testkit.WholeServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whoever holds a document asks whether it was issued; each asks from an address of its own. */
@WholeServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyPagesTest {
    private static final byte[] PDF = "%PDF-1.7 báo cáo".repeat(9000).getBytes(StandardCharsets.UTF_8);
    private static final byte[] OLDER = "%PDF-1.7 bản trước".getBytes(StandardCharsets.UTF_8);

    private final HttpClient stranger =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private ReportDesk desk;

    @Autowired
    private IssuedDocuments documents;

    @Autowired
    private IssuedEvidence evidence;

    @Value("${local.server.port}")
    private int port;

    private ReportVersion second;

    @BeforeAll
    void issue() {
        documents.keep(version(1), "pdf", OLDER);
        second = version(2);
        documents.keep(second, "pdf", PDF);
    }

    private ReportVersion version(int number) {
        long id = jdbc.sql("""
                        INSERT INTO report_version (month, version, begins, ends, state, made_at, made_by, facts, issued_by, issued_at, texts)
                        VALUES ('2026-10-01', :number, '2026-10-01 00:00+07', '2026-11-01 00:00+07', 'issued', now(), 'system',
                          '{"incidents": []}', 'chu-tich-bi-mat', '2026-11-05 08:15+07', '{}') RETURNING id
                        """).param("number", number).query(Long.class).single();
        jdbc.sql("""
                        INSERT INTO report_issue (version, serial, evidence, hash, previous)
                        VALUES (:id, :number, :packed, sha256(:text::bytea),
                          (SELECT hash FROM report_issue WHERE serial = :number - 1))
                        """)
                .param("id", id)
                .param("number", number)
                .param("text", "evidence " + number)
                .param("packed", packed("evidence " + number))
                .update();
        return desk.versions(YearMonth.of(2026, 10)).stream()
                .filter(version -> version.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static String sha256(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    private HttpRequest.Builder request(String path, String from) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("X-Forwarded-For", from);
    }

    private HttpResponse<String> get(String path, String from) throws IOException, InterruptedException {
        return stranger.send(request(path, from).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> upload(byte[] file, String sha256, String from)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write("--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"<b>.pdf\"\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8));
        body.write(file);
        body.write(("\r\n--xx\r\nContent-Disposition: form-data; name=\"sha256\"\r\n\r\n" + sha256 + "\r\n--xx--\r\n")
                .getBytes(StandardCharsets.UTF_8));
        return stranger.send(
                request("/kiem-tra", from)
                        .header("Content-Type", "multipart/form-data; boundary=xx")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theFormStandsThereForEverybody() throws Exception {
        HttpResponse<String> answer = get("/kiem-tra", "10.1.0.1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("Kiểm tra văn bản", "type=\"file\"")
                .doesNotContain("<script", "_csrf", "??");
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie");
    }

    @Test
    void whatWasIssuedIsKnownOctetByOctet() throws Exception {
        HttpResponse<String> answer = upload(PDF, "", "10.1.0.2");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("Đúng là bản đã phát hành", "tháng 10/2026, phiên bản 2", "08:15 05/11/2026", sha256(PDF))
                .doesNotContain("phát hành sau bản này", "chu-tich-bi-mat", "<b>", "??");
        assertThat(answer.headers().map()).doesNotContainKeys("set-cookie");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void anOlderVersionSaysThatThereIsANewerOne() throws Exception {
        assertThat(upload(OLDER, "", "10.1.0.3").body())
                .contains("Đúng là bản đã phát hành", "phiên bản 1", "đã có phiên bản 2 phát hành sau");
    }

    @Test
    void oneOctetMoreOrLessIsAnother() throws Exception {
        byte[] changed = PDF.clone();
        changed[100] ^= 1;
        assertThat(upload(changed, "", "10.1.0.4").body()).contains("Không phải bản đã phát hành", sha256(changed));
        byte[] cut = java.util.Arrays.copyOf(PDF, PDF.length - 1);
        assertThat(upload(cut, "", "10.1.0.4").body()).contains("Không phải bản đã phát hành");
    }

    @Test
    void whatWasSignedAfterwardsBeginsWithIt() throws Exception {
        byte[] signed = java.util.Arrays.copyOf(PDF, PDF.length + 5000);

        assertThat(upload(signed, "", "10.1.0.5").body())
                .contains("Bản đã phát hành, có phần thêm vào", "hãy xem chữ ký số", "phiên bản 2", sha256(PDF));
    }

    @Test
    void evidenceIsKnownAsItIsFetched() throws Exception {
        byte[] packed = packed("evidence 2");

        assertThat(upload(packed, "", "10.1.0.13").body())
                .contains(
                        "Đúng là bản đã phát hành",
                        "tệp bằng chứng",
                        sha256("evidence 2".getBytes(StandardCharsets.UTF_8)));
        assertThat(upload("evidence 2".getBytes(StandardCharsets.UTF_8), "", "10.1.0.13")
                        .body())
                .contains("Đúng là bản đã phát hành");
        HttpResponse<String> damaged = upload(java.util.Arrays.copyOf(packed, packed.length - 9), "", "10.1.0.13");
        assertThat(damaged.statusCode()).isEqualTo(400);
        assertThat(damaged.body()).contains("Tệp nén bị hỏng");
    }

    @Test
    void aHashIsEnough() throws Exception {
        assertThat(upload(new byte[0], " " + sha256(PDF).toUpperCase(Locale.ROOT), "10.1.0.6")
                        .body())
                .contains("Đúng là bản đã phát hành");
        HttpResponse<String> wrong = upload(new byte[0], "\"><script>", "10.1.0.6");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("Đây không phải là mã SHA-256").doesNotContain("<script");
    }

    @Test
    void theCodeOnThePaperLeadsToTheReport() throws Exception {
        String code = evidence.of(second).orElseThrow().code();

        assertThat(get("/kiem-tra/" + code.toLowerCase(Locale.ROOT) + "?lang=en", "10.1.0.7")
                        .body())
                .contains(
                        "A report with this code was issued",
                        "10/2026, version 2",
                        sha256("evidence 2".getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> none = get("/kiem-tra/%3Cscript%3E", "10.1.0.7");
        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body())
                .contains("Không có bản phát hành nào mang mã này")
                .doesNotContain("<script");
        assertThat(none.headers().map()).doesNotContainKeys("set-cookie");
    }

    @Test
    void programsAskWithoutAToken() throws Exception {
        JsonNode found = JsonMapper.shared()
                .readTree(
                        get("/api/v1/verify?sha256=" + sha256(PDF), "10.1.0.8").body());
        assertThat(found.path("issued").asBoolean()).isTrue();
        assertThat(found.path("month").asString()).isEqualTo("2026-10");
        assertThat(found.path("issuedAt").asString()).isEqualTo("2026-11-05T08:15:00.000+07:00");
        JsonNode none = JsonMapper.shared()
                .readTree(get("/api/v1/verify?sha256=" + "0".repeat(64), "10.1.0.8")
                        .body());
        assertThat(none.path("issued").asBoolean()).isFalse();
        assertThat(none.path("month").isNull()).isTrue();
        assertThat(get("/api/v1/verify?sha256=abc", "10.1.0.8").statusCode()).isEqualTo(400);
    }

    @Test
    void whoSignedInGetsTheEvidence() throws Exception {
        String path = "/api/v1/reports/2026-10/versions/2/";

        HttpResponse<byte[]> evidence =
                stranger.send(program(path + "evidence"), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(new GZIPInputStream(new ByteArrayInputStream(evidence.body())).readAllBytes())
                .asString()
                .isEqualTo("evidence 2");
        assertThat(evidence.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"evidence-2026-10-v2.json.gz\"");
        JsonNode proof = JsonMapper.shared().readTree(asProgram(path + "proof").body());
        assertThat(proof.path("sha256").asString()).isEqualTo(sha256("evidence 2".getBytes(StandardCharsets.UTF_8)));
        assertThat(proof.path("previous").asString()).isEqualTo(sha256("evidence 1".getBytes(StandardCharsets.UTF_8)));
        assertThat(proof.path("documents").get(0).path("sha256").asString()).isEqualTo(sha256(PDF));
        assertThat(proof.path("documents").get(0).path("octets").asLong()).isEqualTo(PDF.length);
        assertThat(asProgram("/api/v1/reports/2026-10/versions/3/evidence").statusCode())
                .isEqualTo(404);
        assertThat(get(path + "evidence", "10.1.0.11").statusCode()).isEqualTo(401);
    }

    private HttpResponse<String> asProgram(String path) throws IOException, InterruptedException {
        return stranger.send(program(path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest program(String path) {
        return request(path, "10.1.0.12")
                .header("Authorization", "Bearer " + WholeServer.TOKEN)
                .build();
    }

    @Test
    void whoAsksAllDayIsSentAway() throws Exception {
        for (int i = 0; i < VerifyThrottle.MOST; i++) {
            assertThat(get("/api/v1/verify?sha256=" + "0".repeat(64), "10.1.0.9")
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(get("/api/v1/verify?sha256=" + "0".repeat(64), "10.1.0.9").statusCode())
                .isEqualTo(429);
        HttpResponse<String> page = get("/kiem-tra/ABC", "10.1.0.9");
        assertThat(page.statusCode()).isEqualTo(429);
        assertThat(page.body()).contains("Đã kiểm tra quá nhiều lần");
        assertThat(get("/kiem-tra/ABC", "10.1.0.10").statusCode()).isEqualTo(404);
    }
}
