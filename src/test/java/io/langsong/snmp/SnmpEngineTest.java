package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.langsong.snmp.SnmpReply.Answered;
import io.langsong.snmp.SnmpReply.TimedOut;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

/** The engine against agents of version 1 and 2c that behave in every way agents do. */
class SnmpEngineTest {
    /** Whose answers fit into the receive buffer that Linux gives without being asked. */
    private static final int FEW = 50;

    private static final Oid UPTIME = Oid.parse("1.3.6.1.2.1.1.3.0");
    private static final Oid NAME = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final Oid COLUMN = Oid.parse("1.3.6.1.2.1.2.2.1.2");
    private static final Oid OTHER_COLUMN = Oid.parse("1.3.6.1.2.1.2.2.1.3");
    private static final Duration SOON = Duration.ofMillis(300);
    private static final SnmpValue ONE = new SnmpValue.Int(1);

    final SnmpEngine engine = new SnmpEngine();

    @BeforeEach
    void start() {
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    SnmpReply get(SnmpTarget target, Oid... oids) {
        CompletableFuture<SnmpReply> reply = new CompletableFuture<>();
        engine.get(target, List.of(oids), reply::complete);
        return reply.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private SnmpReply walk(SnmpTarget target, WalkLimits limits, Oid... roots) {
        CompletableFuture<SnmpReply> reply = new CompletableFuture<>();
        engine.walk(target, List.of(roots), limits, reply::complete);
        return reply.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static List<SnmpValue> values(SnmpReply reply) {
        assertThat(reply).isInstanceOf(Answered.class);
        return ((Answered) reply).varBinds().stream().map(VarBind::value).toList();
    }

    static SnmpTarget version1(FakeAgent agent) {
        SnmpTarget two = agent.target();
        return new SnmpTarget(
                two.address(),
                new SnmpCredentials.Community(SnmpCredentials.Version.V1, "public"),
                two.timeout(),
                two.retries(),
                two.maxRepetitions(),
                two.maxVarBinds());
    }

    @Test
    void answersInTheOrderAskedWhateverTheAgentsOrder() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            response.get(0).setVariable(new Integer32(10));
            response.get(1).setVariable(new Integer32(20));
            Collections.reverse(response.getVariableBindings());
            return response;
        })) {
            SnmpReply reply = get(agent.target(), UPTIME, NAME);

            assertThat(reply)
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.varBinds())
                                    .containsExactly(
                                            new VarBind(UPTIME, new SnmpValue.Int(10)),
                                            new VarBind(NAME, new SnmpValue.Int(20))));
        }
    }

    @Test
    void aMissingVariableShiftsNoValue() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            response.remove(0);
            return response;
        })) {
            List<SnmpValue> values = values(get(agent.target(), UPTIME, NAME));

            assertThat(values.get(0)).isInstanceOf(SnmpValue.Malformed.class);
            assertThat(values.get(1)).isEqualTo(ONE);
        }
    }

    @Test
    void anAnswerFromAnotherAddressOrPortIsNone() throws Exception {
        try (DatagramSocket otherPort = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket otherAddress = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
                FakeAgent agent = new FakeAgent((self, request) -> {
                    byte[] message = request.message(request.response());
                    otherPort.send(new DatagramPacket(message, message.length, request.from()));
                    otherAddress.send(new DatagramPacket(message, message.length, request.from()));
                })) {
            assertThat(get(agent.target(SOON), UPTIME)).isEqualTo(new TimedOut(SOON.multipliedBy(2), 2));
            assertThat(engine.counts().wrongSource()).isEqualTo(4);
        }
    }

    @Test
    void wrongIdVersionCommunityOrTypeIsNoAnswerAndTheRightOneStillCounts() throws Exception {
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            PDU otherId = request.response();
            otherId.setRequestID(new Integer32(request.pdu().getRequestID().getValue() ^ 1));
            self.send(request.message(otherId), request.from());
            self.send(FakeAgent.encode(0, "public", request.response()), request.from());
            self.send(FakeAgent.encode(1, "secret", request.response()), request.from());
            self.send(FakeAgent.encode(1, "public", request.pdu()), request.from());
            self.send(new byte[] {0x47, 0x45, 0x54}, request.from());
            self.send(request.message(request.response()), request.from());
            self.send(request.message(request.response()), request.from());
        })) {
            assertThat(values(get(agent.target(), UPTIME))).containsExactly(ONE);

            await().until(() -> engine.counts().late() == 1);
            assertThat(engine.counts().unmatched()).isEqualTo(3);
            assertThat(engine.counts().undecodable()).isEqualTo(2);
            assertThatCountsAddUp();
        }
    }

    private void assertThatCountsAddUp() {
        SnmpEngine.Counts counts = engine.counts();
        assertThat(counts.requests())
                .isEqualTo(counts.answered()
                        + counts.timedOut()
                        + counts.refused()
                        + counts.notAuthenticated()
                        + counts.malformed()
                        + counts.notSent()
                        + counts.pending());
        assertThat(counts.received())
                .isEqualTo(counts.accepted()
                        + counts.wrongSource()
                        + counts.late()
                        + counts.unmatched()
                        + counts.undecodable());
    }

    @Test
    void onlyNonsenseFromTheAddressAskedIsMalformed() throws Exception {
        try (FakeAgent agent = new FakeAgent(
                (self, request) -> self.send("HTTP/1.1 400".getBytes(StandardCharsets.US_ASCII), request.from()))) {
            assertThat(get(agent.target(SOON), UPTIME)).isInstanceOf(SnmpReply.Malformed.class);
        }
    }

    @Test
    void theAnswerToAnEarlierTryCounts() throws Exception {
        List<byte[]> first = new ArrayList<>();
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            first.add(request.message(request.response()));
            if (request.number() == 2) {
                self.send(first.get(0), request.from());
            }
        })) {
            assertThat(get(agent.target(SOON), UPTIME)).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.attempts()).isEqualTo(2);
                assertThat(answered.roundTrip()).isGreaterThanOrEqualTo(SOON);
            });
            assertThat(agent.asked.get(0).getRequestID())
                    .isNotEqualTo(agent.asked.get(1).getRequestID());
        }
    }

    @Test
    void longListsAreSplitAndJoined() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            response.getVariableBindings()
                    .forEach(bound ->
                            bound.setVariable(new Integer32(bound.getOid().last())));
            return response;
        })) {
            Oid[] oids = IntStream.range(0, 50).mapToObj(COLUMN::append).toArray(Oid[]::new);

            List<SnmpValue> values = values(get(agent.target(), oids));

            assertThat(agent.askedSizes()).containsExactly(20, 20, 10);
            assertThat(values)
                    .isEqualTo(IntStream.range(0, 50)
                            .<SnmpValue>mapToObj(SnmpValue.Int::new)
                            .toList());
        }
    }

    @Test
    void tooBigIsHalved() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            if (response.size() > 2) {
                response.setErrorStatus(1);
                response.setVariableBindings(new ArrayList<>());
            }
            return response;
        })) {
            Oid[] oids = IntStream.range(0, 8).mapToObj(COLUMN::append).toArray(Oid[]::new);

            assertThat(values(get(agent.target(), oids))).hasSize(8).containsOnly(ONE);
            assertThat(agent.askedSizes()).containsExactly(8, 4, 2, 2, 4, 2, 2);
        }
    }

    @Test
    void tooBigForEverythingIsRefusedInBoundedTime() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            response.setErrorStatus(1);
            response.setVariableBindings(new ArrayList<>());
            return response;
        })) {
            assertThat(get(agent.target(), UPTIME, NAME, COLUMN, OTHER_COLUMN)).isEqualTo(new SnmpReply.Refused(1, 0));
            assertThat(agent.asked).hasSizeLessThanOrEqualTo(8);
        }
    }

    @Test
    void version1LeavesOutNamesThatAreNotThere() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            for (int i = 0; i < response.size(); i++) {
                if (response.get(i).getOid().equals(new OID(UPTIME.toIntArray()))) {
                    response.setErrorStatus(2);
                    response.setErrorIndex(i + 1);
                }
            }
            return response;
        })) {
            assertThat(values(get(version1(agent), NAME, UPTIME, COLUMN)))
                    .containsExactly(ONE, new SnmpValue.NoSuchObject(), ONE);
        }
    }

    @Test
    void anErrorIsARefusalAndANonsensicalOneMalformed() throws Exception {
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            PDU response = request.response();
            response.setErrorStatus(request.number() == 1 ? 16 : -5);
            response.setErrorIndex(2);
            self.send(request.message(response), request.from());
        })) {
            assertThat(get(agent.target(), UPTIME, NAME)).isEqualTo(new SnmpReply.Refused(16, 2));
            assertThat(get(agent.target(), UPTIME, NAME)).isInstanceOf(SnmpReply.Malformed.class);
        }
    }

    @Test
    void aLoopThatStoodStillReadsBeforeItJudges() throws Exception {
        CountDownLatch answered = new CountDownLatch(FEW);
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            self.send(request.message(request.response()), request.from());
            answered.countDown();
        })) {
            List<SnmpReply> replies = Collections.synchronizedList(new ArrayList<>());
            engine.execute(() -> {
                for (int i = 0; i < FEW; i++) {
                    engine.get(agent.target(SOON).withRetries(0), List.of(UPTIME), replies::add);
                }
                // Behind the flush, and longer than the timeout: as after SIGSTOP and SIGCONT.
                engine.execute(() -> {
                    try {
                        answered.await(10, TimeUnit.SECONDS);
                        Thread.sleep(2 * SOON.toMillis());
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
            });
            await().until(() -> replies.size() == FEW);

            assertThat(replies).allMatch(reply -> reply instanceof Answered);
        }
    }

    @Test
    void aBatchLargerThanTheReceiveBufferLosesNothing() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> response)) {
            List<SnmpReply> replies = Collections.synchronizedList(new ArrayList<>());
            SnmpTarget target =
                    new SnmpTarget(agent.address(), agent.target().credentials(), Duration.ofSeconds(5), 5, 10, 20);
            engine.execute(() -> {
                for (int i = 0; i < 5_000; i++) {
                    engine.get(target, List.of(UPTIME), replies::add);
                }
            });
            await().atMost(Duration.ofSeconds(30)).until(() -> replies.size() == 5_000);

            assertThat(replies).allMatch(reply -> reply instanceof Answered);
            assertThatCountsAddUp();
            assertThat(engine.counts().pending()).isZero();
        }
    }

    @Test
    void silentDevicesDoNotHoldUpOthers() throws Exception {
        try (FakeAgent silent = new FakeAgent((self, request) -> {});
                FakeAgent agent = FakeAgent.answering(response -> response)) {
            List<SnmpReply> replies = Collections.synchronizedList(new ArrayList<>());
            SnmpTarget dead =
                    new SnmpTarget(silent.address(), silent.target().credentials(), Duration.ofSeconds(60), 0, 10, 20);
            engine.execute(() -> {
                for (int i = 0; i < 5_000; i++) {
                    engine.get(dead, List.of(UPTIME), unused -> {});
                }
                engine.get(agent.target(), List.of(UPTIME), replies::add);
            });
            await().atMost(Duration.ofSeconds(20)).until(() -> replies.size() == 1);

            assertThat(replies.get(0)).isInstanceOf(Answered.class);
        }
    }

    @Test
    void aCallbackThatThrowsHurtsNobody() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> response)) {
            engine.get(agent.target(), List.of(UPTIME), reply -> {
                throw new IllegalStateException("meant to be logged by this test");
            });
            engine.execute(() -> {
                throw new IllegalStateException("meant to be logged by this test");
            });

            assertThat(get(agent.target(), UPTIME)).isInstanceOf(Answered.class);
        }
    }

    @Test
    void whatIsInFlightEndsWithTheEngine() throws Exception {
        try (FakeAgent agent = new FakeAgent((self, request) -> {})) {
            CompletableFuture<SnmpReply> reply = new CompletableFuture<>();
            engine.get(agent.target(), List.of(UPTIME), reply::complete);
            engine.close();

            assertThat(reply).isCompletedWithValueMatching(end -> end instanceof SnmpReply.NotSent);
            assertThat(get(agent.target(), UPTIME)).isInstanceOf(SnmpReply.NotSent.class);
            assertThatThrownBy(() -> engine.get(agent.target(), List.of(), unused -> {}))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void asksOverIpv6WhereTheHostHasIt() throws Exception {
        InetAddress ipv6Loopback =
                InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        DatagramSocket socket;
        try {
            socket = new DatagramSocket(new InetSocketAddress(ipv6Loopback, 0));
        } catch (java.net.SocketException noIpv6) {
            org.junit.jupiter.api.Assumptions.abort("this host has no IPv6");
            return;
        }
        try (socket) {
            SnmpTarget target = new SnmpTarget(
                    new InetSocketAddress(ipv6Loopback, socket.getLocalPort()),
                    new SnmpCredentials.Community(SnmpCredentials.Version.V2C, "public"),
                    Duration.ofMillis(200),
                    0,
                    10,
                    20);
            engine.get(target, List.of(UPTIME), unused -> {});
            DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
            socket.setSoTimeout(5_000);
            socket.receive(packet);

            assertThat(packet.getLength()).isGreaterThan(30);
        }
    }

    // ---- walks ----

    /** Rows .1 to .{@code rows} below each column; then whatever lies behind. */
    private static FakeAgent.Behaviour table(int rows) {
        return (self, request) -> {
            PDU response = request.response();
            response.setVariableBindings(new ArrayList<>());
            int repetitions =
                    request.pdu().getType() == PDU.GETBULK ? request.pdu().getMaxRepetitions() : 1;
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                for (VariableBinding bound : request.pdu().getVariableBindings()) {
                    Oid asked = Oid.of(bound.getOid().getValue());
                    boolean atRoot = asked.length() == COLUMN.length();
                    int row = (atRoot ? 0 : bound.getOid().last()) + repetition;
                    Oid column = Oid.of(java.util.Arrays.copyOf(asked.toIntArray(), COLUMN.length()));
                    response.add(
                            row <= rows
                                    ? new VariableBinding(
                                            new OID(column.append(row).toIntArray()), new Integer32(row))
                                    : new VariableBinding(new OID("1.3.6.1.2.1.99.1"), new Integer32(0)));
                }
            }
            self.send(request.message(response), request.from());
        };
    }

    @Test
    void walksColumnsSideBySide() throws Exception {
        try (FakeAgent agent = new FakeAgent(table(25))) {
            SnmpReply reply = walk(agent.target(), WalkLimits.DEFAULT, COLUMN, OTHER_COLUMN);

            assertThat(reply).isInstanceOfSatisfying(Answered.class, answered -> {
                assertThat(answered.complete()).isTrue();
                assertThat(answered.varBinds()).hasSize(50);
                assertThat(answered.varBinds().get(0).oid()).isEqualTo(COLUMN.append(1));
                assertThat(answered.varBinds().get(1).oid()).isEqualTo(OTHER_COLUMN.append(1));
            });
            assertThat(agent.asked).hasSize(3);
        }
    }

    @Test
    void walksWithGetNextWhenToldTo() throws Exception {
        try (FakeAgent agent = new FakeAgent(table(5))) {
            SnmpTarget target =
                    new SnmpTarget(agent.address(), agent.target().credentials(), Duration.ofSeconds(1), 1, 0, 20);

            assertThat(values(walk(target, WalkLimits.DEFAULT, COLUMN))).hasSize(5);
            assertThat(agent.asked).allMatch(pdu -> pdu.getType() == PDU.GETNEXT);
        }
    }

    @Test
    void version1EndsAColumnWithNoSuchName() throws Exception {
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            PDU response = request.response();
            int row = response.get(0).getOid().size() == COLUMN.length()
                    ? 1
                    : response.get(0).getOid().last() + 1;
            if (row > 3) {
                response.setErrorStatus(2);
                response.setErrorIndex(1);
            } else {
                response.get(0).setOid(new OID(COLUMN.append(row).toIntArray()));
            }
            self.send(request.message(response), request.from());
        })) {
            SnmpReply reply = walk(version1(agent), WalkLimits.DEFAULT, COLUMN);

            assertThat(values(reply)).hasSize(3);
            assertThat(((Answered) reply).complete()).isTrue();
        }
    }

    @Test
    void endOfMibViewEndsAWalkAndWhatFollowsIsIgnored() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            response.setVariableBindings(new ArrayList<>());
            response.add(new VariableBinding(new OID(COLUMN.append(1).toIntArray()), new Integer32(1)));
            response.add(new VariableBinding(new OID(COLUMN.append(1).toIntArray()), Null.endOfMibView));
            response.add(new VariableBinding(new OID(COLUMN.append(2).toIntArray()), new Integer32(2)));
            return response;
        })) {
            SnmpReply reply = walk(agent.target(), WalkLimits.DEFAULT, COLUMN);

            assertThat(values(reply)).containsExactly(ONE);
            assertThat(((Answered) reply).complete()).isTrue();
        }
    }

    @Test
    void aLoopingAgentIsLeftAtTheFirstStepBack() throws Exception {
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            PDU response = request.response();
            response.setVariableBindings(new ArrayList<>());
            response.add(new VariableBinding(
                    new OID(COLUMN.append(1 + (request.number() - 1) % 3).toIntArray()), new Integer32(1)));
            self.send(request.message(response), request.from());
        })) {
            assertThat(walk(agent.target(), WalkLimits.DEFAULT, COLUMN))
                    .isInstanceOfSatisfying(Answered.class, answered -> {
                        assertThat(answered.complete()).isFalse();
                        assertThat(answered.note()).contains("not increasing");
                        assertThat(answered.varBinds()).hasSize(3);
                    });
            assertThat(agent.asked).hasSize(4);
        }
    }

    @Test
    void anEndlessTableIsCutAtTheLimit() throws Exception {
        try (FakeAgent agent = new FakeAgent(table(Integer.MAX_VALUE))) {
            assertThat(walk(agent.target(), new WalkLimits(95, 1_000, Duration.ofSeconds(10)), COLUMN))
                    .isInstanceOfSatisfying(Answered.class, answered -> {
                        assertThat(answered.complete()).isFalse();
                        assertThat(answered.varBinds()).hasSize(95);
                    });
            assertThat(walk(agent.target(), new WalkLimits(1_000, 4, Duration.ofSeconds(10)), COLUMN))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.varBinds()).hasSize(40));
        }
    }

    @Test
    void anEmptyAnswerEndsAWalk() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            response.setVariableBindings(new ArrayList<>());
            return response;
        })) {
            assertThat(walk(agent.target(), WalkLimits.DEFAULT, COLUMN))
                    .isInstanceOfSatisfying(
                            Answered.class,
                            answered -> assertThat(answered.complete()).isFalse());
            assertThat(agent.asked).hasSize(1);
        }
    }

    @Test
    void tooBigHalvesTheRepetitions() throws Exception {
        FakeAgent.Behaviour table = table(12);
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            if (request.pdu().getMaxRepetitions() > 2) {
                PDU response = request.response();
                response.setErrorStatus(1);
                response.setVariableBindings(new ArrayList<>());
                self.send(request.message(response), request.from());
            } else {
                table.on(self, request);
            }
        })) {
            assertThat(values(walk(agent.target(), WalkLimits.DEFAULT, COLUMN))).hasSize(12);
        }
    }

    @Test
    void silenceAmidAWalkKeepsWhatCameAndSilenceAtItsStartIsATimeout() throws Exception {
        FakeAgent.Behaviour table = table(100);
        AtomicBoolean silent = new AtomicBoolean();
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            if (request.pdu().get(0).getOid().last() < 20 && !silent.get()) {
                table.on(self, request);
            }
        })) {
            assertThat(walk(agent.target(SOON), WalkLimits.DEFAULT, COLUMN))
                    .isInstanceOfSatisfying(Answered.class, answered -> {
                        assertThat(answered.varBinds()).hasSize(20);
                        assertThat(answered.complete()).isFalse();
                        assertThat(answered.note()).isEqualTo("timed out");
                    });
            silent.set(true);
            assertThat(walk(agent.target(SOON), WalkLimits.DEFAULT, COLUMN)).isInstanceOf(TimedOut.class);
        }
    }
}
