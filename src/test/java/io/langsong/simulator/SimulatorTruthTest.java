package io.langsong.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.simulator.Commune.Device;
import io.langsong.simulator.TruthInterval.State;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The truth log against a prober that knows nothing of the simulator: bytes out, bytes in, and a watch. */
class SimulatorTruthTest {
    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final Duration ROUND = Duration.ofMillis(200);
    private static final Duration WATCHED = Duration.ofSeconds(9);

    private static final String SCENARIO = """
            faults:
              - {fault: power-cut, area: dien-thon-01, at: 1s, for: 3s, stagger: 1s, ups: 1500ms}
              - {fault: uplink-cut, device: thon-mau-04-router, at: 2s, for: 3s}
              - {fault: uplink-cut, device: thon-mau-05-switch, at: 2500ms, for: 2s}
              - {fault: device-crash, device: thon-mau-06-ap1, at: 1500ms, for: 2500ms}
              - {fault: device-crash, device: thon-mau-04-ap2, at: 3s, for: 4s}
              - {fault: reboot, device: thon-mau-07-ap2, at: 3s, for: 2s}
              - {fault: agent-restart, device: thon-mau-07-router, at: 4s, for: 1500ms}
              - {fault: wrong-community, device: thon-mau-08-ap2, at: 3s, for: 2s}
              - {fault: slow, device: thon-mau-09-router, at: 1s, for: 5s, latency: 60ms}
              - {fault: flapping, device: thon-mau-10-ap1, at: 1s, for: 6s, period: 3s}
              - {fault: uplink-cut, device: xa-core, at: 3s, for: 2s}
            """;

    /** One question: when it was asked and whether an answer came within {@link #PATIENCE}. */
    private record Probe(String device, Instant at, boolean answered) {}

    @Test
    void isWhatAProberSees(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("truth.jsonl");
        SimulatorOptions options = Asker.somewhere()
                .withVillages(12)
                .withScenario(Scenario.parse("short", SCENARIO))
                .withTruth(file);
        List<Probe> probes;
        List<TruthInterval> truth;
        try (Simulator simulator = new Simulator(options, Clock.systemUTC())) {
            simulator.start();
            probes = watch(simulator.commune().devices());
            truth = simulator.truth();
        }

        int silent = 0;
        int answered = 0;
        for (Probe probe : probes) {
            List<State> during = truth.stream()
                    .filter(interval -> interval.object().equals("device:" + probe.device()))
                    .filter(interval -> interval.from().isBefore(probe.at().plus(PATIENCE)))
                    .filter(interval -> interval.to() == null
                            || interval.to().isAfter(probe.at().minusMillis(1)))
                    .map(TruthInterval::state)
                    .collect(Collectors.toList());
            if (during.stream().allMatch(State::silent)) {
                assertThat(probe.answered()).as("%s while %s", probe, during).isFalse();
                silent++;
            } else if (during.stream().noneMatch(State::silent)) {
                assertThat(probe.answered()).as("%s while %s", probe, during).isTrue();
                answered++;
            }
        }
        assertThat(silent).isGreaterThan(100);
        assertThat(answered).isGreaterThan(500);
        assertThat(read(file))
                .containsAll(truth.stream()
                        .filter(interval -> interval.to() != null)
                        .map(interval ->
                                interval.object() + " " + interval.state().code() + " " + interval.from())
                        .toList());
    }

    /** Asks all devices with a community again and again. */
    private static List<Probe> watch(List<Device> devices) throws Exception {
        Map<Integer, String> names = new HashMap<>();
        Map<Integer, Instant> asked = new HashMap<>();
        Map<Integer, Instant> answered = new HashMap<>();
        ByteBuffer in = ByteBuffer.allocate(2000);
        int id = 1 << 16;
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.configureBlocking(false);
            long end = System.nanoTime() + WATCHED.toNanos();
            long nextRound = System.nanoTime();
            while (System.nanoTime() - end < PATIENCE.toNanos()) {
                if (System.nanoTime() - nextRound >= 0 && System.nanoTime() - end < 0) {
                    nextRound += ROUND.toNanos();
                    for (Device device : devices) {
                        if (device.access().version().equals("2c")) {
                            names.put(++id, device.id());
                            asked.put(id, Instant.now());
                            channel.send(question(id), new InetSocketAddress(device.address(), device.port()));
                        }
                    }
                }
                while (channel.receive(in.clear()) != null) {
                    answered.putIfAbsent(requestId(in.flip()), Instant.now());
                }
                java.util.concurrent.locks.LockSupport.parkNanos(500_000);
            }
        }
        List<Probe> probes = new ArrayList<>();
        asked.forEach((number, at) -> {
            Instant heard = answered.get(number);
            probes.add(new Probe(names.get(number), at, heard != null && heard.isBefore(at.plus(PATIENCE))));
        });
        return probes;
    }

    /** A GET of sysUpTime.0 in version 2c, byte by byte; the request id takes four octets. */
    private static ByteBuffer question(int id) {
        byte[] community = CommunePlan.COMMUNITY.getBytes(StandardCharsets.US_ASCII);
        byte[] oid = {0x06, 0x08, 0x2b, 6, 1, 2, 1, 1, 3, 0};
        ByteBuffer out = ByteBuffer.allocate(100);
        int pdu = 6 + 3 + 3 + 2 + 2 + oid.length + 2;
        out.put((byte) 0x30).put((byte) (3 + 2 + community.length + 2 + pdu));
        out.put(new byte[] {2, 1, 1, 4, (byte) community.length}).put(community);
        out.put((byte) 0xA0).put((byte) pdu).put((byte) 2).put((byte) 4).putInt(id);
        out.put(new byte[] {2, 1, 0, 2, 1, 0, 0x30, (byte) (oid.length + 4), 0x30, (byte) (oid.length + 2)});
        return out.put(oid).put(new byte[] {5, 0}).flip();
    }

    /** The integer behind the tag of the response. */
    private static int requestId(ByteBuffer answer) {
        int at = 2 + 3 + 2 + CommunePlan.COMMUNITY.length();
        assertThat(answer.get(at) & 0xff).isEqualTo(0xA2);
        int length = answer.get(at + 3);
        int id = 0;
        for (int octet = 0; octet < length; octet++) {
            id = (id << 8) | (answer.get(at + 4 + octet) & 0xff);
        }
        return id;
    }

    /** Every interval of the file that has an end. */
    private static List<String> read(Path file) throws Exception {
        JsonMapper json = JsonMapper.shared();
        List<String> ended = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode node = json.readTree(line);
            if (node.has("to")) {
                assertThat(node.get("from").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
                ended.add(
                        node.get("object").asString() + " " + node.get("state").asString() + " "
                                + Instant.parse(node.get("from").asString()));
            }
        }
        return ended;
    }
}
