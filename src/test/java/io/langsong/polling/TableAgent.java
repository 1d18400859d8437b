package io.langsong.polling;

import io.langsong.snmp.FakeAgent;
import io.langsong.snmp.SnmpTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.snmp4j.PDU;
import org.snmp4j.smi.Counter32;
import org.snmp4j.smi.Counter64;
import org.snmp4j.smi.Integer32;
import org.snmp4j.smi.Null;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.TimeTicks;
import org.snmp4j.smi.Variable;
import org.snmp4j.smi.VariableBinding;

/** An agent with a few ports and some memory, that can be made to keep silent or to answer wrongly. */
final class TableAgent implements AutoCloseable {
    static final OID UPTIME = new OID("1.3.6.1.2.1.1.3.0");
    static final OID DESCRIPTION = new OID("1.3.6.1.2.1.1.1.0");
    private static final String IF_ENTRY = "1.3.6.1.2.1.2.2.1.";
    private static final String IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1.";

    final ConcurrentSkipListMap<OID, Variable> values = new ConcurrentSkipListMap<>();
    /** Messages of more octets go lost, those asked and those answered. */
    volatile int dropsAbove = Integer.MAX_VALUE;
    /** A walk that asks from here is not answered. */
    volatile OID silentBelow = new OID("1.3.9");
    /** A walk that asks from here is told what it has had already. */
    volatile OID loopsBelow = new OID("1.3.9");

    /** Answers what no decoder can read where scalars and tables are asked for together. */
    volatile boolean garblesTogether;
    /** What it makes of each answer. */
    volatile Consumer<List<VariableBinding>> change = answer -> {};

    final FakeAgent agent;

    TableAgent(int ports) throws IOException {
        values.put(DESCRIPTION, new OctetString("TestAP, firmware 1"));
        values.put(new OID("1.3.6.1.2.1.1.2.0"), new OID("1.3.6.1.4.1.8072.3.2.10"));
        values.put(UPTIME, new TimeTicks(100_000));
        for (int memory : new int[] {5, 6, 14, 15}) {
            values.put(new OID("1.3.6.1.4.1.2021.4." + memory + ".0"), new Integer32(memory == 5 ? 100_000 : 1_000));
        }
        for (int port = 1; port <= ports; port++) {
            values.put(new OID(IF_ENTRY + "2." + port), new OctetString("eth" + port));
            values.put(new OID(IF_ENTRY + "7." + port), new Integer32(1));
            values.put(new OID(IF_ENTRY + "8." + port), new Integer32(1));
            values.put(new OID(IF_ENTRY + "10." + port), new Counter32(port));
            values.put(new OID(IF_ENTRY + "16." + port), new Counter32(port));
            values.put(new OID(IF_X_ENTRY + "1." + port), new OctetString("eth" + port));
            values.put(new OID(IF_X_ENTRY + "6." + port), new Counter64(1_000_000_000_000L + port));
            values.put(new OID(IF_X_ENTRY + "10." + port), new Counter64(2_000_000_000_000L + port));
        }
        for (int processor = 1; processor <= 2; processor++) {
            values.put(new OID("1.3.6.1.2.1.25.3.3.1.2." + processor), new Integer32(10 * processor));
        }
        agent = new FakeAgent(this::serve);
    }

    SnmpTarget target() {
        return agent.target();
    }

    private void serve(FakeAgent self, FakeAgent.Request request) throws IOException {
        if (request.message(request.pdu()).length > dropsAbove) {
            return;
        }
        PDU response = request.response();
        boolean walk = request.pdu().getType() == PDU.GETBULK;
        if (walk && request.pdu().getNonRepeaters() > 0 && garblesTogether) {
            self.send(new byte[] {0x30, 3, 2, 1}, request.from());
            return;
        }
        List<? extends VariableBinding> asked = request.pdu().getVariableBindings();
        List<VariableBinding> answer = new ArrayList<>();
        OID[] at = asked.stream().map(VariableBinding::getOid).toArray(OID[]::new);
        int once = walk ? request.pdu().getNonRepeaters() : 0;
        for (int row = 0; row < (walk ? Math.max(1, request.pdu().getMaxRepetitions()) : 1); row++) {
            for (int i = row == 0 ? 0 : once; i < at.length; i++) {
                if (walk && at[i].startsWith(silentBelow)) {
                    return;
                }
                VariableBinding next = walk ? after(at[i]) : here(at[i]);
                answer.add(next);
                at[i] = next.getOid();
            }
        }
        change.accept(answer);
        response.setVariableBindings(answer);
        byte[] message = request.message(response);
        if (message.length <= dropsAbove) {
            self.send(message, request.from());
        }
    }

    private VariableBinding here(OID name) {
        Variable value = values.get(name);
        return new VariableBinding(name, value == null ? Null.noSuchObject : value);
    }

    private VariableBinding after(OID name) {
        Map.Entry<OID, Variable> next = values.higherEntry(name);
        if (next == null) {
            return new VariableBinding(name, Null.endOfMibView);
        }
        boolean again = next.getKey().startsWith(loopsBelow) && name.size() > loopsBelow.size();
        return new VariableBinding(again ? name : next.getKey(), next.getValue());
    }

    @Override
    public void close() {
        agent.close();
    }
}
