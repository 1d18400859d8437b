package io.langsong.snmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snmp4j.PDU;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.VariableBinding;

class PreparedWalkTest {
    private static final Oid PORTS = Oid.parse("1.3.6.1.2.1.2.2.1.2");
    private static final Oid STATES = Oid.parse("1.3.6.1.2.1.2.2.1.8");
    private static final Oid PROCESSORS = Oid.parse("1.3.6.1.2.1.25.3.3.1.2");
    private static final Oid SENSORS = Oid.parse("1.3.6.1.2.1.99.1.1.1.4");
    private static final int GEN_ERR = 5;

    private final SnmpEngine engine = new SnmpEngine();
    private final Map<Oid, Integer> rowsOf = new TreeMap<>(Map.of(PORTS, 12, STATES, 12, PROCESSORS, 2, SENSORS, 0));
    private volatile Oid broken = Oid.parse("1.3.9");
    private volatile boolean saysWhich = true;
    private volatile int mostVariables = 1_000;
    private volatile int dropsAbove = 65_535;

    @BeforeEach
    void start() {
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.close();
    }

    private record Walked(
            List<VarBind> rows, BitSet broken, @Nullable SnmpReply end) {}

    /** Walks once more, and answers what came. */
    private final class Walks implements PreparedWalk.Observer {
        private final PreparedWalk walk;
        private final List<VarBind> rows = new CopyOnWriteArrayList<>();
        private volatile CompletableFuture<Walked> next = new CompletableFuture<>();

        Walks(FakeAgent agent, Oid... roots) {
            this(agent, agent.target().timeout(), roots);
        }

        Walks(FakeAgent agent, Duration timeout, Oid... roots) {
            SnmpTarget target = new SnmpTarget(agent.address(), agent.target().credentials(), timeout, 1, 60, 60);
            walk = engine.prepareWalk(target, List.of(roots), WalkLimits.DEFAULT, this);
        }

        Walked again() {
            rows.clear();
            next = new CompletableFuture<>();
            engine.execute(walk::ask);
            return next.orTimeout(20, TimeUnit.SECONDS).join();
        }

        @Override
        public void rows(VarBinds some) {
            rows.addAll(some);
        }

        @Override
        public void walked(BitSet brokenRoots) {
            next.complete(new Walked(List.copyOf(rows), (BitSet) brokenRoots.clone(), null));
        }

        @Override
        public void ended(SnmpReply reply) {
            next.complete(new Walked(List.of(), new BitSet(), reply));
        }
    }

    /** An agent with these columns, in the order of their names. */
    private void serve(FakeAgent self, FakeAgent.Request request) throws IOException {
        PDU response = request.response();
        List<VariableBinding> asked = new ArrayList<>(response.getVariableBindings());
        for (int i = 0; i < asked.size(); i++) {
            if (Oid.parse(asked.get(i).getOid().toDottedString()).startsWith(broken)) {
                response.setErrorStatus(GEN_ERR);
                response.setErrorIndex(saysWhich ? i + 1 : 0);
                self.send(request.message(response), request.from());
                return;
            }
        }
        List<VariableBinding> rows = new ArrayList<>();
        for (int repetition = 0; repetition < request.pdu().getMaxRepetitions(); repetition++) {
            for (int i = 0; i < asked.size(); i++) {
                VariableBinding row = after(Oid.parse(asked.get(i).getOid().toDottedString()));
                asked.set(i, row);
                rows.add(row);
            }
        }
        if (rows.size() > mostVariables) {
            response.setErrorStatus(1);
        } else {
            response.setVariableBindings(rows);
        }
        byte[] message = request.message(response);
        if (message.length <= dropsAbove) {
            self.send(message, request.from());
        }
    }

    private VariableBinding after(Oid name) {
        for (Map.Entry<Oid, Integer> column : rowsOf.entrySet()) {
            for (int row = 1; row <= column.getValue(); row++) {
                Oid next = column.getKey().append(row);
                if (next.compareTo(name) > 0) {
                    return new VariableBinding(new OID(next.toIntArray()), new Integer32(row));
                }
            }
        }
        return new VariableBinding(new OID(name.toIntArray()), Null.endOfMibView);
    }

    @Test
    void packsWhatItKnowsToBeShort() throws Exception {
        try (FakeAgent agent = new FakeAgent(this::serve)) {
            Walks walks = new Walks(agent, PORTS, STATES, PROCESSORS, SENSORS);
            Walked first = walks.again();
            assertThat(first.rows()).hasSize(26);
            assertThat(first.broken().isEmpty()).isTrue();
            int untilNow = agent.asked.size();

            Walked second = walks.again();

            assertThat(second.rows()).containsExactlyInAnyOrderElementsOf(first.rows());
            // Of the longest all rows and one to see the end.
            assertThat(agent.asked.subList(untilNow, agent.asked.size()))
                    .extracting(pdu -> pdu.size() + " x " + pdu.getMaxRepetitions())
                    .containsExactly("4 x 13");
        }
    }

    @Test
    void findsRowsThatAreNew() throws Exception {
        try (FakeAgent agent = new FakeAgent(this::serve)) {
            Walks walks = new Walks(agent, PORTS, SENSORS);
            assertThat(walks.again().rows()).hasSize(12);
            rowsOf.put(SENSORS, 150);
            rowsOf.put(PORTS, 14);

            assertThat(walks.again().rows()).hasSize(164);

            rowsOf.put(SENSORS, 1);
            assertThat(walks.again().rows()).hasSize(15);
        }
    }

    @Test
    void aColumnThatIsRefusedCostsNoOther() throws Exception {
        broken = PROCESSORS;
        for (boolean tells : new boolean[] {true, false}) {
            saysWhich = tells;
            try (FakeAgent agent = new FakeAgent(this::serve)) {
                Walks walks = new Walks(agent, PORTS, PROCESSORS, STATES);
                for (int round = 0; round < 3; round++) {
                    Walked walked = walks.again();

                    assertThat(walked.rows()).hasSize(24);
                    assertThat(walked.broken()).isEqualTo(BitSet.valueOf(new long[] {0b10}));
                }
                // Known since the first: one question for the two, one for the refused.
                assertThat(agent.asked.subList(agent.asked.size() - 2, agent.asked.size()))
                        .extracting(PDU::size)
                        .containsExactlyInAnyOrder(1, 2);
            }
        }
    }

    @Test
    void whatWasTooBigIsNotTriedAgain() throws Exception {
        mostVariables = 8;
        try (FakeAgent agent = new FakeAgent(this::serve)) {
            Walks walks = new Walks(agent, PORTS, STATES, PROCESSORS);
            assertThat(walks.again().rows()).hasSize(26);
            int untilNow = agent.asked.size();

            assertThat(walks.again().rows()).hasSize(26);

            assertThat(agent.asked.subList(untilNow, agent.asked.size()))
                    .allSatisfy(pdu ->
                            assertThat(pdu.size() * pdu.getMaxRepetitions()).isLessThanOrEqualTo(8));
        }
    }

    /** An agent that drops what is longer than 300 octets and says nothing; it answers other questions, its user says so. */
    @Test
    void whatIsTooLargeForASilentAgentIsAskedInHalves() throws Exception {
        dropsAbove = 300;
        try (FakeAgent agent = new FakeAgent(this::serve)) {
            Walks walks = new Walks(agent, Duration.ofMillis(200), PORTS, STATES, PROCESSORS, SENSORS);
            int polls = 0;
            Walked walked;
            do {
                walked = walks.again();
                engine.execute(walks.walk::wasThere);
            } while (walked.rows().size() < 26 && ++polls < 20);

            assertThat(walked.rows()).hasSize(26);
            assertThat(walked.broken().isEmpty()).isTrue();
            assertThat(polls).isLessThanOrEqualTo(6);
            int untilNow = agent.asked.size();
            assertThat(walks.again().rows()).hasSize(26);
            assertThat(agent.asked.subList(untilNow, agent.asked.size())).hasSizeBetween(2, 8);
        }
    }

    /** It bears 200 octets, and any number after an update that nobody told of. */
    @Test
    void onceADayMoreIsTriedAndNoRowIsLostToIt() throws Exception {
        dropsAbove = 200;
        int day = PreparedGet.TRY_LARGER_AFTER;
        try (FakeAgent agent = new FakeAgent(this::serve)) {
            Walks walks = new Walks(agent, Duration.ofMillis(300), PORTS, STATES, PROCESSORS, SENSORS);
            int none = AgentLimits.NO_LIMIT;
            engine.execute(() -> walks.walk.limit(new AgentLimits(none, 8, none, none, Map.of(), Set.of())));
            for (int walk = 1; walk <= 2 * day; walk++) {
                agent.asked.clear();
                if (walk == day + 1) {
                    dropsAbove = 65_535;
                }
                Walked walked = walks.again();

                assertThat(walked.rows()).as("walk %d", walk).hasSize(26).doesNotHaveDuplicates();
                assertThat(walked.broken().isEmpty()).isTrue();
                List<Integer> sizes = agent.asked.stream()
                        .map(pdu -> pdu.size() * pdu.getMaxRepetitions())
                        .toList();
                if (walk % day == 0) {
                    assertThat(sizes).anyMatch(size -> size > 8);
                } else {
                    assertThat(sizes).allMatch(size -> size <= 8);
                }
                if (walk == day) {
                    assertThat(walks.walk.limits(none, false).walkVariables()).isEqualTo(8);
                    assertThat(sizes.get(sizes.size() - 1)).isLessThanOrEqualTo(8);
                }
            }
            assertThat(walks.walk.limits(none, false).walkVariables()).isEqualTo(16);
        }
    }

    @Test
    void aRefusalOfEverythingIsARefusal() throws Exception {
        broken = Oid.parse("1.3.6");
        try (FakeAgent agent = new FakeAgent(this::serve)) {
            assertThat(new Walks(agent, PORTS, STATES).again().end())
                    .isInstanceOfSatisfying(
                            SnmpReply.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(GEN_ERR));
        }
    }
}
