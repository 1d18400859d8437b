package io.langsong.provisioning.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.testkit.OpenSsh;
import io.langsong.testkit.WholeServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a program does to bring in a router over SSH, against the whole server and a real OpenSSH server. */
@WholeServer
class SshApiTest {
    private static final String AP = "/api/v1/provisioning/access-points/thon-man-ap9";

    @TempDir
    private Path folder;

    @Value("${local.server.port}")
    private int port;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path box;
    private OpenSsh server;

    private void serve() throws IOException {
        box = Files.createTempDirectory(Files.createDirectories(Path.of("target/ssh-boxes")), "api")
                .toAbsolutePath();
        Files.createDirectory(box.resolve("files"));
        Path program = Files.copy(Path.of("src/test/resources/ssh/routeros.py"), box.resolve("routeros.py"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = new OpenSsh(folder.resolve("sshd"), program).start();
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
            FileSystemUtils.deleteRecursively(box);
        }
    }

    private HttpResponse<String> send(String method, String path, String json) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Authorization", "Bearer " + WholeServer.TOKEN)
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(json))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode call(String method, String path, String json) {
        HttpResponse<String> response = send(method, path, json);
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(response.body());
    }

    @Test
    void aRouterComesInIsConfiguredAndKept() throws IOException {
        serve();
        call("POST", "/api/v1/villages", "{\"id\": \"thon-man\", \"name\": \"Thôn Mận\", \"position\": 90}");
        call("POST", "/api/v1/sites", """
                {"id": "nvh-man", "name": "Nhà văn hóa", "village": "thon-man", "kind": "culture-house"}""");
        HttpResponse<String> wrong = send("POST", "/api/v1/provisioning/templates", """
                {"name": "Sai", "dialect": "routeros", "use": "chosen", "reason": "thử",
                 "content": "/a\\n  set x=[(${T(java.lang.Runtime)})]"}""");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("line 2, column 9");
        call("POST", "/api/v1/provisioning/templates", """
                {"name": "Wi-Fi MikroTik", "dialect": "routeros", "use": "default", "reason": "mạng mới",
                 "content": "/interface wireless set name=wlan1 ssid=[(${router_ssid})] wpa2-pre-shared-key=[(${router_key})]",
                 "variables": [{"name": "router_ssid", "required": true}, {"name": "router_key", "secret": true}]}""");
        for (String value : new String[] {
            "\"router_ssid\", \"value\": \"Xã \\\"; /system reboot\"", "\"router_key\", \"value\": \"khong-ai-biet\""
        }) {
            call("PUT", "/api/v1/provisioning/values", "{\"level\": \"commune\", \"name\": " + value + "}");
        }
        call("POST", "/api/v1/provisioning/access-points", """
                {"id": "thon-man-ap9", "name": "Thôn Mận 9", "site": "nvh-man", "method": "routeros-ssh"}""");
        assertThat(send("GET", AP + "/ssh", "").statusCode()).isEqualTo(404);
        assertThat(send("PUT", AP + "/ssh", "{\"user\": \"admin\"}").body()).contains("give one of the two");
        assertThat(send("PUT", AP + "/ssh", "{\"user\": \"admin\", \"privateKey\": \"bi-mat\"}")
                        .body())
                .contains("is no private key that can be read")
                .doesNotContain("bi-mat");
        ObjectNode access = JsonMapper.shared()
                .createObjectNode()
                .put("address", "127.0.0.1")
                .put("port", server.port())
                .put("user", OpenSsh.user())
                .put("privateKey", server.userKey());
        JsonNode set = call("PUT", AP + "/ssh", access.toString());
        assertThat(set.toString()).doesNotContain("PRIVATE KEY");
        assertThat(set.get("privateKey").asBoolean()).isTrue();
        JsonNode look = call("POST", AP + "/ssh/look", "");
        assertThat(look.get("accepted").asBoolean()).isFalse();
        assertThat(send("POST", AP + "/ssh/accept", "{\"fingerprint\": \"SHA256:x\"}")
                        .statusCode())
                .isEqualTo(412);
        call(
                "POST",
                AP + "/ssh/accept",
                "{\"fingerprint\": \"" + look.get("fingerprint").asString() + "\"}");
        assertThat(call("GET", AP + "/proposal", "").get("configuration").asString())
                .contains("ssid=\"X\\C3\\A3 \\22\\3B /system reboot\"")
                .doesNotContain("khong-ai-biet");
        call("POST", AP + "/approve", "");

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(
                                call("GET", AP + "/ssh", "").get("status").asString())
                        .isEqualTo("applied"));

        assertThat(call("GET", AP, "").get("stage").asString()).isEqualTo("configured");
        assertThat(Files.readString(box.resolve("state.json"))).contains("khong-ai-biet");
        assertThat(Files.readAllLines(box.resolve("log"))).containsExactly("import", "applied", "confirmed");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(call("GET", AP + "/backups", "")).hasSize(1));
        JsonNode first = call("GET", AP + "/backups", "").get(0);
        Files.writeString(
                box.resolve("state.json"),
                Files.readString(box.resolve("state.json")).replace("wlan1", "by-hand"));
        JsonNode second = call("POST", AP + "/backups", "");
        assertThat(second.get("configuration").asString()).contains("by-hand").doesNotContain("khong-ai-biet");
        JsonNode diff = call("GET", AP + "/backups/" + second.get("id") + "/diff?from=" + first.get("id"), "");
        assertThat(diff.get("diff").asString()).contains("by-hand");
        assertThat(call("GET", AP + "/drift", "").get("different").asBoolean()).isTrue();
        assertThat(call("GET", "/api/v1/provisioning/backups/search?text=by-hand", ""))
                .hasSize(1);
        assertThat(send("GET", "/api/v1/provisioning/backups/search?text=x", "").statusCode())
                .isEqualTo(400);
        assertThat(send("GET", AP + "/backups/999999", "").statusCode()).isEqualTo(404);
    }
}
