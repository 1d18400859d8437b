package io.langsong.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.langsong.testkit.Peers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ways of installing speak of settings that there are, and fetch nothing that changes by itself. */
class PackagingTest {
    private static final Path PACKAGING = Path.of("src/packaging");
    private static final Path UNIT = PACKAGING.resolve("deb/langsong.service");
    /** A tag of numbers, at least two, so that the same image comes next year. */
    private static final Pattern PINNED = Pattern.compile("[a-z/-]+:\\d+\\.\\d+(\\.\\d+)?([_-][a-z0-9_.-]+)?");

    private final Set<String> known = forms();

    /** Settings of ours and of Spring Boot, in the form in which a variable and a property are the same. */
    private static Set<String> forms() {
        Set<String> forms = new HashSet<>();
        try {
            for (String file : UnknownSettings.METADATA) {
                for (URL url :
                        Collections.list(PackagingTest.class.getClassLoader().getResources(file))) {
                    try (InputStream in = url.openStream()) {
                        for (JsonNode property :
                                JsonMapper.shared().readTree(in).path("properties")) {
                            forms.add(form(property.path("name").asString("")));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return forms;
    }

    private static String form(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private boolean isSetting(String name) {
        return known.contains(form(name)) || UnknownSettings.NOT_SETTINGS.contains(name);
    }

    @Test
    void aMisspeltSettingWouldBeSeen() {
        assertThat(isSetting("LANGSONG_POLLING_INTERVAL")).isTrue();
        assertThat(isSetting("SPRING_DATASOURCE_URL")).isTrue();
        assertThat(isSetting("LANGSONG_POLLING_INTERVALL")).isFalse();
        assertThat(isSetting("SPRING_DATASOURCE_URI")).isFalse();
    }

    @Test
    void theContainersSetWhatTheProgramKnows() throws IOException {
        Map<String, Object> server = services().get("server");

        assertThat(map(server, "environment").keySet()).hasSizeGreaterThan(5).allMatch(this::isSetting);
        List<String> secrets = new ArrayList<>();
        for (Object secret : (List<?>) server.get("secrets")) {
            secrets.add(String.valueOf(((Map<?, ?>) secret).get("target")));
        }
        assertThat(secrets).hasSize(2).allMatch(this::isSetting);
    }

    @Test
    void imagesArePinned() throws IOException {
        List<String> images = new ArrayList<>();
        services().values().forEach(service -> images.add(String.valueOf(service.get("image"))));
        Pattern.compile("(?m)^FROM (\\S+)")
                .matcher(Files.readString(Path.of("Dockerfile")))
                .results()
                .forEach(from -> images.add(from.group(1)));

        assertThat(images).hasSize(5).allMatch(image -> PINNED.matcher(image).matches());
        assertThat("postgres:latest").doesNotMatch(PINNED);
        assertThat("postgres:18").doesNotMatch(PINNED);
    }

    @Test
    void onlyTheServersPortsArePublishedAndOnlyToThisMachine() throws IOException {
        services().forEach((name, service) -> {
            if (name.equals("server")) {
                assertThat(service.get("ports"))
                        .isEqualTo(List.of(
                                "${LISTEN:-127.0.0.1:8080}:8080",
                                "${LISTEN_TRAPS:-127.0.0.1:1162}:1162/udp",
                                "${LISTEN_SYSLOG:-127.0.0.1:1514}:1514/udp",
                                "${LISTEN_SYSLOG:-127.0.0.1:1514}:1514/tcp",
                                "${LISTEN_COLLECTORS:-127.0.0.1:7701}:7701"));
            } else {
                assertThat(service).as(name).doesNotContainKey("ports").containsKey("healthcheck");
            }
        });
        assertThat(Path.of("Dockerfile")).content().contains("HEALTHCHECK", "USER langsong", "fping");
    }

    /** With no-new-privileges, or without the capability, fping would send nothing; the image has no other such program. */
    @Test
    void theContainerMaySendEchoesAndNothingMore() throws IOException {
        Map<String, Object> server = services().get("server");

        assertThat(server)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("cap_add", List.of("NET_RAW"))
                .containsEntry("read_only", true)
                .doesNotContainKey("security_opt");
        assertThat(Path.of("Dockerfile")).content().contains("-perm /6000 -exec chmod a-s");
    }

    @Test
    void theServerWaitsForWhatItNeeds() throws IOException {
        Map<String, Object> needs = map(services().get("server"), "depends_on");

        assertThat(needs.keySet()).containsExactlyInAnyOrder("database", "influxdb");
        assertThat(needs.values()).allMatch(need -> need.equals(Map.of("condition", "service_healthy")));
    }

    /** Version 1 of compose is what Debian has; both read this file. */
    @Test
    void composeUnderstandsIt(@TempDir Path folder) throws Exception {
        List<String> compose = compose();
        assumeThat(compose)
                .as("neither docker compose nor docker-compose is here")
                .isNotEmpty();
        Files.copy(Path.of("docker-compose.yml"), folder.resolve("docker-compose.yml"));
        Files.createDirectories(folder.resolve("secrets"));
        Files.writeString(folder.resolve("secrets/password"), "x");
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of("config"));

        int status = run(folder, command);

        assertThat(status).as(Files.readString(folder.resolve("said"))).isZero();
    }

    private static List<String> compose() throws Exception {
        for (List<String> one : List.of(List.of("docker", "compose"), List.of("docker-compose"))) {
            List<String> version = new ArrayList<>(one);
            version.add("version");
            try {
                Process process = new ProcessBuilder(version)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return one;
                }
            } catch (IOException notThere) {
                // The next one may be.
            }
        }
        return List.of();
    }

    @Test
    void theServiceSetsWhatTheProgramKnows() throws IOException {
        Pattern variable = Pattern.compile("(?m)^(?:#|Environment=)?([A-Z][A-Z_]+)=");
        List<String> variables = new ArrayList<>();
        for (Path file : List.of(UNIT, PACKAGING.resolve("deb/langsong.default"))) {
            variable.matcher(Files.readString(file)).results().forEach(found -> variables.add(found.group(1)));
        }

        assertThat(variables)
                .contains("LANGSONG_DATA_DIR", "LANGSONG_JAVA_OPTS")
                .allMatch(this::isSetting);
    }

    /** Also what stands there behind a #, to be taken out by people. */
    @Test
    void theSettingsOfThePackageAreSettings() throws IOException {
        String text = Files.readString(PACKAGING.resolve("deb/application.yml"));
        String open = text.replaceAll("(?m)^#(?! \\S)", "");
        YamlPropertiesFactoryBean reader = new YamlPropertiesFactoryBean();
        reader.setResources(
                new ByteArrayResource(open.replaceAll("(?m)^# .*$", "").getBytes("UTF-8")));
        Properties settings = reader.getObject();

        assertThat(settings.stringPropertyNames())
                .contains("server.address", "langsong.polling.interval", "spring.datasource.url")
                .allMatch(this::isSetting);
    }

    @Test
    void theServiceHasNoMoreRightsThanItsWorkNeeds() throws IOException {
        assertThat(UNIT)
                .content()
                .contains(
                        "User=langsong",
                        "CapabilityBoundingSet=CAP_NET_RAW CAP_NET_BIND_SERVICE\n",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=strict",
                        "PrivateTmp=yes",
                        "SystemCallFilter=@system-service",
                        "StateDirectory=langsong",
                        "MemoryMax=");
    }

    /** The configuration for nginx in the document, with its paths and ports moved to a folder of the test. */
    @Test
    void nginxUnderstandsTheDocument(@TempDir Path folder) throws Exception {
        Path nginx = Peers.require("nginx", "nginx-light");
        String block = Pattern.compile("(?s)```nginx\\n(.*?)```")
                .matcher(Files.readString(Path.of("docs/how-to/https.md")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        assertThat(run(
                        folder,
                        List.of(
                                "openssl",
                                "req",
                                "-x509",
                                "-newkey",
                                "ec",
                                "-pkeyopt",
                                "ec_paramgen_curve:P-256",
                                "-nodes",
                                "-days",
                                "2",
                                "-keyout",
                                "privkey.pem",
                                "-out",
                                "fullchain.pem",
                                "-subj",
                                "/CN=x")))
                .isZero();
        Files.writeString(
                folder.resolve("nginx.conf"),
                "pid %s/pid; error_log stderr; events {} http { access_log off; %s }"
                        .formatted(
                                folder,
                                block.replace("/etc/ssl/langsong", folder.toString())
                                        .replace("listen 443", "listen 127.0.0.1:18443")
                                        .replace("listen 80", "listen 127.0.0.1:18080")));

        assertThat(run(folder, List.of(nginx.toString(), "-t", "-p", folder.toString(), "-c", "nginx.conf")))
                .as(Files.readString(folder.resolve("said")))
                .isZero();
    }

    private static int run(Path folder, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    static Stream<Path> scripts() throws IOException {
        List<Path> scripts = new ArrayList<>();
        for (String folder : List.of("bin", "deb/control", "docker")) {
            try (Stream<Path> files = Files.list(PACKAGING.resolve(folder))) {
                files.filter(PackagingTest::isScript).forEach(scripts::add);
            }
        }
        return scripts.stream();
    }

    private static boolean isScript(Path file) {
        try {
            return Files.readString(file).startsWith("#!/bin/sh");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void everyScriptIsOne(Path script) throws Exception {
        Process process =
                new ProcessBuilder("sh", "-n", script.toString()).inheritIO().start();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Files.isExecutable(script)).isTrue();
        assertThat(Pattern.compile("\\bLANGSONG_[A-Z_]+")
                        .matcher(Files.readString(script))
                        .results()
                        .map(MatchResult::group))
                .allMatch(this::isSetting);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() throws IOException {
        try (InputStream in = Files.newInputStream(Path.of("docker-compose.yml"))) {
            Map<String, Object> file = new Yaml().load(in);
            return (Map<String, Map<String, Object>>) file.get("services");
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> of, String name) {
        return (Map<String, Object>) of.get(name);
    }
}
