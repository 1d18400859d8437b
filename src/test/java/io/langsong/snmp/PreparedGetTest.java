package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;

/** A prepared GET does whatever a GET does, and can be asked again. */
class PreparedGetTest extends SnmpEngineTest {
    private static final Oid UPTIME = Oid.parse("1.3.6.1.2.1.1.3.0");

    @Override
    SnmpReply get(SnmpTarget target, Oid... oids) {
        CompletableFuture<SnmpReply> reply = new CompletableFuture<>();
        PreparedGet prepared = engine.prepareGet(target, List.of(oids), new Copying(reply::complete));
        if (engine.counts() == SnmpEngine.Counts.NONE) {
            prepared.ask();
        } else {
            engine.execute(prepared::ask);
        }
        return reply.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** The answer lies in the receive buffer, so it is copied in the call. */
    private record Copying(Consumer<SnmpReply> done) implements PreparedGet.Observer {
        @Override
        public void answered(List<VarBind> varBinds, long roundTripNanos, int attempts) {
            done.accept(new SnmpReply.Answered(
                    varBinds.stream().toList(), Duration.ofNanos(roundTripNanos), attempts, true, ""));
        }

        @Override
        public void ended(SnmpReply reply) {
            done.accept(reply);
        }
    }

    @Test
    void isAskedAgainAlsoAfterSilence() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            int number = asked.incrementAndGet();
            PDU response = request.response();
            response.get(0).setVariable(new Integer32(number));
            // The second question and its retry are lost.
            if (number != 2 && number != 3) {
                self.send(request.message(response), request.from());
            }
        })) {
            CompletableFuture<SnmpReply>[] replies = futures(4);
            AtomicInteger next = new AtomicInteger();
            PreparedGet prepared = engine.prepareGet(
                    agent.target(Duration.ofMillis(300)),
                    List.of(UPTIME),
                    new Copying(reply -> replies[next.getAndIncrement()].complete(reply)));
            for (CompletableFuture<SnmpReply> reply : replies) {
                engine.execute(prepared::ask);
                SnmpReply unused = reply.orTimeout(20, TimeUnit.SECONDS).join();
            }

            assertThat(number(replies[0].join())).isEqualTo(1);
            assertThat(replies[1].join()).isEqualTo(new SnmpReply.TimedOut(Duration.ofMillis(600), 2));
            assertThat(number(replies[2].join())).isEqualTo(4);
            assertThat(number(replies[3].join())).isEqualTo(5);
            assertThat(engine.counts().pending()).isZero();
        }
    }

    /** An agent whose messages hold three variables at most is asked for no more from then on. */
    @Test
    void whatWasTooBigIsNotTriedAgain() throws Exception {
        List<Integer> asked = new CopyOnWriteArrayList<>();
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            PDU response = request.response();
            asked.add(response.size());
            if (response.size() > 3) {
                response.setErrorStatus(PDU.tooBig);
            } else {
                response.getVariableBindings().forEach(one -> one.setVariable(new Integer32(7)));
            }
            self.send(request.message(response), request.from());
        })) {
            List<Oid> oids = IntStream.rangeClosed(1, 10)
                    .mapToObj(row -> Oid.parse("1.3.6.1.2.1.2.2.1.10." + row))
                    .toList();
            AtomicReference<CompletableFuture<SnmpReply>> next = new AtomicReference<>(new CompletableFuture<>());
            PreparedGet prepared = engine.prepareGet(
                    agent.target(), oids, new Copying(reply -> next.get().complete(reply)));
            engine.execute(prepared::ask);
            SnmpReply first = next.get().orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(asked).startsWith(10, 5);

            asked.clear();
            next.set(new CompletableFuture<>());
            engine.execute(prepared::ask);
            SnmpReply second = next.get().orTimeout(20, TimeUnit.SECONDS).join();

            assertThat(asked).containsExactly(3, 3, 3, 1);
            assertThat(((SnmpReply.Answered) second).varBinds())
                    .hasSize(10)
                    .isEqualTo(((SnmpReply.Answered) first).varBinds());
        }
    }

    /** It bears 150 octets, and 400 after an update that nobody told of. */
    @Test
    void onceADayMoreIsTriedAndNoPollIsLostToIt() throws Exception {
        AtomicInteger most = new AtomicInteger(150);
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            byte[] answer = request.message(request.response());
            if (answer.length <= most.get()) {
                self.send(answer, request.from());
            }
        })) {
            List<Oid> oids = IntStream.rangeClosed(1, 16)
                    .mapToObj(row -> Oid.parse("1.3.6.1.2.1.2.2.1.10." + row))
                    .toList();
            AtomicReference<CompletableFuture<SnmpReply>> next = new AtomicReference<>();
            PreparedGet prepared = engine.prepareGet(
                    agent.target(Duration.ofMillis(300)),
                    oids,
                    new Copying(reply -> next.get().complete(reply)));
            engine.execute(() -> prepared.limit(new AgentLimits(
                    4, AgentLimits.NO_LIMIT, AgentLimits.NO_LIMIT, AgentLimits.NO_LIMIT, Map.of(), Set.of())));
            for (int poll = 1; poll <= 3 * PreparedGet.TRY_LARGER_AFTER + 1; poll++) {
                agent.asked.clear();
                if (poll == PreparedGet.TRY_LARGER_AFTER + 1) {
                    most.set(400);
                }
                next.set(new CompletableFuture<>());
                engine.execute(prepared::ask);
                SnmpReply reply = next.get().orTimeout(20, TimeUnit.SECONDS).join();

                assertThat(reply).as("poll %d", poll).isInstanceOf(SnmpReply.Answered.class);
                List<Integer> sizes = switch (poll / PreparedGet.TRY_LARGER_AFTER) {
                    case 0 -> List.of(4, 4, 4, 4);
                    // In vain, with a retry; the rest of that poll and all until the next day are as before.
                    case 1 -> poll == PreparedGet.TRY_LARGER_AFTER ? List.of(8, 8, 4, 4, 4, 4) : List.of(4, 4, 4, 4);
                    case 2 -> List.of(8, 8);
                    default -> List.of(16);
                };
                assertThat(agent.askedSizes()).as("poll %d", poll).isEqualTo(sizes);
            }
            assertThat(prepared.mostVariables()).isEqualTo(AgentLimits.NO_LIMIT);
        }
    }

    /** RFC 1157 section 4.1.2: one error for the whole request, however many names the agent does have. */
    @Test
    void whatAnAgentOfVersion1DoesNotHaveIsLeftOutForAWhile() throws Exception {
        List<Oid> oids = IntStream.rangeClosed(1, 6)
                .mapToObj(row -> Oid.parse("1.3.6.1.2.1.2.2.1.10." + row))
                .toList();
        Set<String> lacking = ConcurrentHashMap.newKeySet();
        lacking.addAll(Set.of(oids.get(1).toString(), oids.get(4).toString()));
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            PDU response = request.response();
            for (int i = 0; i < response.size(); i++) {
                if (lacking.contains(response.get(i).getOid().toDottedString())) {
                    response = new PDU(request.pdu());
                    response.setType(PDU.RESPONSE);
                    response.setErrorStatus(PDU.noSuchName);
                    response.setErrorIndex(i + 1);
                    break;
                }
                int last = response.get(i).getOid().last();
                response.get(i).setVariable(new Integer32(last));
            }
            self.send(request.message(response), request.from());
        })) {
            AtomicReference<CompletableFuture<SnmpReply>> next = new AtomicReference<>();
            PreparedGet prepared = engine.prepareGet(
                    version1(agent), oids, new Copying(reply -> next.get().complete(reply)));
            for (int poll = 1; poll <= 2 * PreparedGet.LOOK_AGAIN_AFTER; poll++) {
                agent.asked.clear();
                if (poll == PreparedGet.LOOK_AGAIN_AFTER - 1) {
                    lacking.remove(oids.get(1).toString());
                }
                next.set(new CompletableFuture<>());
                engine.execute(prepared::ask);
                SnmpReply reply = next.get().orTimeout(20, TimeUnit.SECONDS).join();

                boolean looksAgain = poll >= PreparedGet.LOOK_AGAIN_AFTER;
                assertThat(agent.askedSizes())
                        .as("poll %d", poll)
                        .isEqualTo(
                                poll == 1
                                        ? List.of(6, 5, 4)
                                        : poll % PreparedGet.LOOK_AGAIN_AFTER == 0
                                                ? List.of(6, 5)
                                                : looksAgain ? List.of(5) : List.of(4));
                assertThat(((SnmpReply.Answered) reply).varBinds())
                        .containsExactlyElementsOf(IntStream.range(0, 6)
                                .mapToObj(i -> new VarBind(
                                        oids.get(i),
                                        i == 4 || (i == 1 && !looksAgain)
                                                ? new SnmpValue.NoSuchObject()
                                                : new SnmpValue.Int(i + 1)))
                                .toList());
            }
        }
    }

    @Test
    void anAgentOfVersion1ThatHasNothingIsAskedForOneVariable() throws Exception {
        try (FakeAgent agent = FakeAgent.answering(response -> {
            response.setErrorStatus(PDU.noSuchName);
            response.setErrorIndex(1);
            return response;
        })) {
            AtomicReference<CompletableFuture<SnmpReply>> next = new AtomicReference<>();
            PreparedGet prepared = engine.prepareGet(
                    version1(agent),
                    List.of(UPTIME, UPTIME.append(1), UPTIME.append(2)),
                    new Copying(reply -> next.get().complete(reply)));
            for (List<Integer> sizes : List.of(List.of(3, 2, 1), List.of(1), List.of(1))) {
                agent.asked.clear();
                next.set(new CompletableFuture<>());
                engine.execute(prepared::ask);
                SnmpReply reply = next.get().orTimeout(20, TimeUnit.SECONDS).join();

                assertThat(agent.askedSizes()).isEqualTo(sizes);
                assertThat(((SnmpReply.Answered) reply).varBinds())
                        .extracting(VarBind::value)
                        .containsOnly(new SnmpValue.NoSuchObject())
                        .hasSize(3);
            }
        }
    }

    /** An agent that drops what is longer than 150 octets and says nothing. */
    @Test
    void whatIsTooLargeForASilentAgentIsAskedInHalves() throws Exception {
        List<Integer> asked = new CopyOnWriteArrayList<>();
        try (FakeAgent agent = new FakeAgent((self, request) -> {
            asked.add(request.pdu().size());
            byte[] answer = request.message(request.response());
            if (answer.length <= 150) {
                self.send(answer, request.from());
            }
        })) {
            List<Oid> oids = IntStream.rangeClosed(1, 16)
                    .mapToObj(row -> Oid.parse("1.3.6.1.2.1.2.2.1.10." + row))
                    .toList();
            AtomicReference<CompletableFuture<SnmpReply>> next = new AtomicReference<>();
            PreparedGet prepared = engine.prepareGet(
                    agent.target(Duration.ofMillis(300)),
                    oids,
                    new Copying(reply -> next.get().complete(reply)));
            for (int poll = 1; poll <= 5; poll++) {
                asked.clear();
                next.set(new CompletableFuture<>());
                engine.execute(prepared::ask);
                SnmpReply reply = next.get().orTimeout(20, TimeUnit.SECONDS).join();
                engine.execute(prepared::wasThere);

                if (poll <= 4) {
                    // Two polls each, and a retry in each.
                    assertThat(asked).containsOnly(poll <= 2 ? 16 : 8);
                    assertThat(reply).isInstanceOf(SnmpReply.TimedOut.class);
                } else {
                    assertThat(asked).containsExactly(4, 4, 4, 4);
                    assertThat(reply)
                            .isInstanceOfSatisfying(
                                    SnmpReply.Answered.class,
                                    answered -> assertThat(answered.varBinds())
                                            .extracting(VarBind::oid)
                                            .isEqualTo(oids));
                }
            }
        }
    }

    /** Nobody saw it answer: it may as well be off. */
    @Test
    void aDeviceThatIsOffIsAskedAsBefore() throws Exception {
        try (FakeAgent agent = new FakeAgent((self, request) -> {})) {
            AtomicReference<CompletableFuture<SnmpReply>> next = new AtomicReference<>();
            PreparedGet prepared = engine.prepareGet(
                    agent.target(Duration.ofMillis(50)),
                    List.of(UPTIME, UPTIME.append(1)),
                    new Copying(reply -> next.get().complete(reply)));
            for (int poll = 0; poll < 12; poll++) {
                next.set(new CompletableFuture<>());
                engine.execute(prepared::ask);
                SnmpReply unused = next.get().orTimeout(20, TimeUnit.SECONDS).join();
            }
            assertThat(agent.askedSizes()).containsOnly(2);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generics
    private static CompletableFuture<SnmpReply>[] futures(int count) {
        CompletableFuture<SnmpReply>[] futures = new CompletableFuture[count];
        for (int i = 0; i < count; i++) {
            futures[i] = new CompletableFuture<>();
        }
        return futures;
    }

    private static int number(SnmpReply reply) {
        assertThat(reply).isInstanceOf(SnmpReply.Answered.class);
        SnmpValue value = ((SnmpReply.Answered) reply).varBinds().get(0).value();
        return ((SnmpValue.Int) value).value();
    }
}
