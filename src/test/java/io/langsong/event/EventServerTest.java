package io.langsong.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.langsong.inventory.Inventory;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.testkit.FreePort;
import io.langsong.testkit.WholeServer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The ports in the whole server: one that is taken, what is found by program, and figures that add up. */
@WholeServer
class EventServerTest {
    private static final int SYSLOG = FreePort.tcp();
    private static final ServerSocket TAKEN = taken();

    @DynamicPropertySource
    static void ports(DynamicPropertyRegistry settings) {
        settings.add("langsong.event.address", () -> "127.0.0.1");
        settings.add("langsong.event.syslog-udp-port", () -> SYSLOG);
        settings.add("langsong.event.syslog-tcp-port", TAKEN::getLocalPort);
    }

    private static ServerSocket taken() {
        try {
            return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Value("${local.server.port}")
    private int port;

    @Autowired
    private Inventory inventory;

    @Autowired
    private EventReceiver receiver;

    @Autowired
    private MeterRegistry meters;

    private final HttpClient program = HttpClient.newHttpClient();

    @Test
    void takesWhatItCanTellsOfTheRestAndCountsAll() throws Exception {
        inventory.apply(List.of(
                new Village(new VillageId("man"), "Thôn Man", 1, 100, null, null),
                new Site(
                        new SiteId("nvh"),
                        new VillageId("man"),
                        "Nhà văn hóa",
                        Site.Kind.CULTURE_HOUSE,
                        null,
                        null,
                        null),
                TestReceiver.device("ap1", "127.0.0.1")));
        assertThat(receiver.closedPorts())
                .singleElement()
                .satisfies(closed -> assertThat(closed.setting()).isEqualTo("langsong.event.syslog-tcp-port"));
        send("<27>Oct 11 22:14:15 x hostapd: station \u202e left");
        send("<27>Oct 11 22:14:16 x hostapd: station \u202e left");
        send("<30>Oct 11 22:14:16 x dnsmasq: ready");

        await().untilAsserted(() -> assertThat(messages("?device=ap1").size()).isEqualTo(2));
        JsonNode one = messages("?text=STATION&severity=error&kind=syslog").path(0);
        assertThat(one.path("text").asString("")).isEqualTo("station ? left");
        assertThat(one.path("name").asString("")).isEqualTo("hostapd");
        assertThat(one.path("times").asLong(0)).isEqualTo(2);
        assertThat(one.path("lastAt").asString("")).endsWith("+07:00");
        assertThat(messages("?severity=critical").size()).isZero();
        assertThat(messages("?to=2020-01-01T00:00:00Z").size()).isZero();
        for (String wrong : List.of("?kind=x", "?severity=bad", "?device=A_", "?size=0", "?text=%00", "?nix=1")) {
            assertThat(get("/api/v1/messages" + wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(meters.get("langsong.event.received").functionCounter().count())
                .isEqualTo(3);
        assertThat(meters.get("langsong.event.messages").functionCounters().stream()
                        .mapToDouble(FunctionCounter::count)
                        .sum())
                .isEqualTo(3);
    }

    private static void send(String text) throws Exception {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.send(new DatagramPacket(octets, octets.length, InetAddress.getByName("127.0.0.1"), SYSLOG));
        }
    }

    private JsonNode messages(String query) throws Exception {
        HttpResponse<String> response = get("/api/v1/messages" + query);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return program.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .header("Authorization", "Bearer " + WholeServer.TOKEN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
