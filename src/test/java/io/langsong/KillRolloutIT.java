package io.langsong;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.Jar;
import io.langsong.testkit.RunningServer;
import io.langsong.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.postgresql.ds.PGSimpleDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged server is killed again and again in the middle of a rollout, of which some boxes refuse what they get. At the end each box
 * has what it should have, applied it once, and none was forgotten. {@code -Dlangsong.seed} for the kills of a run that failed.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillRolloutIT {
    private static final int VILLAGES = 4;
    private static final int EACH = 8;
    private static final int KILLS = "true".equals(System.getenv("LANGSONG_LONG")) ? 40 : 4;

    private final long seed = Long.getLong("langsong.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    private final ScheduledExecutorService looking = Executors.newScheduledThreadPool(2);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private RunningServer server;

    @AfterEach
    void stop() {
        looking.shutdownNow();
        server.close();
        Jar.processesOf(folder).forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void eachBoxGetsItOnceHoweverOftenTheServerDies() throws IOException, InterruptedException {
        System.out.println("kill in a rollout: seed " + seed);
        PGSimpleDataSource database = TestDatabase.unpooled();
        server = new RunningServer(
                folder,
                "--spring.datasource.url=" + database.getUrl(),
                "--spring.datasource.username=" + database.getUser(),
                "--spring.datasource.password=" + database.getPassword());
        server.start();
        enter();
        Map<String, String> before = has();
        // The first goes alone, and would stop it all.
        List<String> bad = new ArrayList<>(agents.keySet())
                .subList(1, agents.size()).stream()
                        .filter(id -> random.nextInt(20) == 0)
                        .toList();
        bad.forEach(id -> agents.get(id).refusesNext = true);
        server.put("/api/v1/provisioning/values", """
                {"level": "commune", "name": "ssid", "value": "Wi-Fi cong cong"}""");
        looking.scheduleWithFixedDelay(this::lookAll, 0, 500, TimeUnit.MILLISECONDS);
        JsonNode begun = server.post(
                "/api/v1/provisioning/rollouts",
                JsonMapper.shared()
                        .writeValueAsString(
                                Map.of("accessPoints", agents.keySet(), "reason", "tên mạng mới", "stopAfter", 2)));
        String path = "/api/v1/provisioning/rollouts/" + begun.get("id").asString();

        for (int kill = 0; kill < KILLS; kill++) {
            TimeUnit.MILLISECONDS.sleep(3_000 + random.nextInt(12_000));
            server.kill();
            server.start();
        }
        server.await(Duration.ofMinutes(6), "it is finished", () -> {
            JsonNode now = server.get(path);
            if (now.get("state").asString().equals("stopped")) {
                server.post(path + "/resume", "{}");
            }
            return now.get("state").asString().equals("finished");
        });
        server.await(
                Duration.ofSeconds(60),
                "all have what they get",
                () -> agents.values().stream().allMatch(agent -> agent.has.equals(agent.served)));

        JsonNode done = server.get(path);
        Map<String, String> progress = new TreeMap<>();
        Map<String, String> wanted = new TreeMap<>();
        done.get("steps").forEach(step -> {
            progress.put(
                    step.get("accessPoint").asString(), step.get("progress").asString());
            wanted.put(step.get("accessPoint").asString(), step.get("checksum").asString());
        });
        System.out.printf(
                "kill in a rollout: %d kills, %d boxes, %d of them refuse, %s%n",
                KILLS,
                agents.size(),
                bad.size(),
                progress.values().stream()
                        .collect(Collectors.groupingBy(one -> one, TreeMap::new, Collectors.counting())));
        agents.forEach((id, agent) -> {
            boolean refused = bad.contains(id);
            assertThat(progress.get(id)).as(id).isEqualTo(refused ? "rolled-back" : "done");
            assertThat(agent.has).as(id).isEqualTo(refused ? before.get(id) : wanted.get(id));
            assertThat(agent.applied.values()).as(id).allMatch(times -> times == 1);
        });
    }

    private void enter() throws IOException, InterruptedException {
        server.post("/api/v1/provisioning/templates", """
                {"name": "Wi-Fi", "dialect": "netjson", "use": "default", "reason": "đầu tiên",
                 "variables": [{"name": "ssid", "required": true}],
                 "content": "{\\"hotspot\\": [{\\"config_name\\": \\"hotspot\\", \\"config_value\\": \\"main\\", \\"ssid\\": \\"{{ ssid }}\\"}]}"}""");
        server.put("/api/v1/provisioning/values", """
                {"level": "commune", "name": "ssid", "value": "Xa Ba Thuoc"}""");
        String secret =
                server.post("/api/v1/provisioning/secrets", "{}").get("secret").asString();
        for (int village = 0; village < VILLAGES; village++) {
            server.post("/api/v1/villages", """
                    {"id": "thon-%d", "name": "Thôn %d", "position": %d}""".formatted(village, village, village + 1));
            server.post("/api/v1/sites", """
                    {"id": "nha-%d", "name": "Nhà %d", "village": "thon-%d", "kind": "culture-house"}""".formatted(village, village, village));
            for (int number = 0; number < EACH; number++) {
                String id = "ap-%d-%d".formatted(village, number);
                String mac = "52:54:00:00:%02X:%02X".formatted(village, number);
                server.post("/api/v1/provisioning/access-points", """
                        {"id": "%s", "name": "%s", "site": "nha-%d", "expected": "%s"}""".formatted(id, id, village, mac));
                Agent agent = new Agent(mac, secret);
                server.post("/api/v1/provisioning/access-points/" + id + "/approve", "{}");
                agent.look();
                agents.put(id, agent);
            }
        }
    }

    private Map<String, String> has() {
        Map<String, String> has = new TreeMap<>();
        agents.forEach((id, agent) -> has.put(id, agent.has));
        return has;
    }

    private void lookAll() {
        for (Agent agent : agents.values()) {
            try {
                agent.look();
            } catch (IOException away) {
                // It is being killed or started; next time.
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** A box as OpenWISP's protocol has it: what it could not report it reports again. */
    private final class Agent {
        private final String id;
        private final String key;
        /** How often what was applied. */
        private final Map<String, Integer> applied = new ConcurrentHashMap<>();

        private volatile boolean refusesNext;
        private volatile String has = "";
        private volatile String served = "?";
        private String report = "";
        /** What it could not apply it does not try again. */
        private String refused = "";

        Agent(String mac, String secret) throws IOException, InterruptedException {
            String answer = new String(
                    post(
                            "/controller/register/",
                            "backend=netjsonconfig.OpenWrt&name=" + mac + "&mac_address=" + mac + "&secret=" + secret
                                    + "&os=OpenWrt+24.10.0"),
                    StandardCharsets.UTF_8);
            id = answer.replaceFirst("(?s).*uuid: (\\S+).*", "$1");
            key = answer.replaceFirst("(?s).*\nkey: (\\S+).*", "$1");
        }

        void look() throws IOException, InterruptedException {
            if (!report.isEmpty()) {
                post("/controller/report-status/" + id + "/", "key=" + key + "&status=" + report + "&");
                report = "";
            }
            served = new String(get("checksum"), StandardCharsets.UTF_8).strip();
            if (served.equals(has) || served.equals(refused)) {
                return;
            }
            byte[] archive = get("download-config");
            if (!md5(archive).equals(served)) {
                return;
            }
            if (refusesNext) {
                refusesNext = false;
                refused = served;
                report = "error";
            } else {
                has = served;
                applied.merge(served, 1, Integer::sum);
                report = "applied";
            }
            look();
        }

        private byte[] get(String action) throws IOException, InterruptedException {
            return send(HttpRequest.newBuilder(uri(
                    "/controller/" + action + "/" + id + "/?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8))));
        }
    }

    private byte[] post(String path, String form) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private byte[] send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(response.uri() + " gave " + response.statusCode());
        }
        return response.body();
    }

    private static String md5(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
