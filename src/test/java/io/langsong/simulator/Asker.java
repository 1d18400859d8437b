package io.langsong.simulator;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.snmp4j.CommunityTarget;
import org.snmp4j.PDU;
import org.snmp4j.Snmp;
import org.snmp4j.event.ResponseEvent;
import org.snmp4j.mp.SnmpConstants;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.UdpAddress;
import org.snmp4j.smi.VariableBinding;
import org.snmp4j.transport.DefaultUdpTransportMapping;

/** Asks simulated devices through SNMP4J, which shares no code of ours. */
final class Asker implements AutoCloseable {
    static final String SYS_UP_TIME = "1.3.6.1.2.1.1.3.0";
    static final String HR_SYSTEM_UPTIME = "1.3.6.1.2.1.25.1.1.0";
    static final String IF_ENTRY = "1.3.6.1.2.1.2.2.1.";
    static final String IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1.";

    private final Snmp snmp;

    Asker() {
        try {
            snmp = new Snmp(new DefaultUdpTransportMapping());
            snmp.listen();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Somewhere on loopback that no other test is likely to use at the same time. */
    static SimulatorOptions somewhere() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return SimulatorOptions.usual()
                .withAddress("127.%d.0.0".formatted(random.nextInt(40, 250)))
                .withPort(random.nextInt(20_000, 60_000));
    }

    static Commune.Device device(Simulator simulator, String id) {
        return simulator.commune().devicesById().get(id);
    }

    /** @return null without an answer within 400 ms */
    PDU ask(Commune.Device device, int type, String... oids) {
        PDU pdu = new PDU();
        pdu.setType(type);
        for (String oid : oids) {
            pdu.add(new VariableBinding(new OID(oid)));
        }
        return send(device, pdu);
    }

    PDU send(Commune.Device device, PDU pdu) {
        CommunityTarget<UdpAddress> target = new CommunityTarget<>(
                new UdpAddress(device.address() + "/" + device.port()), new OctetString(CommunePlan.COMMUNITY));
        target.setVersion(device.access().version().equals("1") ? SnmpConstants.version1 : SnmpConstants.version2c);
        target.setTimeout(400);
        target.setRetries(0);
        try {
            ResponseEvent<UdpAddress> event = snmp.send(pdu, target);
            return event.getResponse();
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Of a device that lives; on a busy machine an answer may be late. */
    List<? extends VariableBinding> bulk(Commune.Device device, int nonRepeaters, int maxRepetitions, String... oids) {
        PDU pdu = new PDU();
        pdu.setType(PDU.GETBULK);
        pdu.setNonRepeaters(nonRepeaters);
        pdu.setMaxRepetitions(maxRepetitions);
        for (String oid : oids) {
            pdu.add(new VariableBinding(new OID(oid)));
        }
        for (int tries = 0; tries < 5; tries++) {
            PDU answer = send(device, new PDU(pdu));
            if (answer != null) {
                return answer.getVariableBindings();
            }
        }
        throw new IllegalStateException("no answer to five tries of " + device.id());
    }

    boolean answers(Commune.Device device) {
        return ask(device, PDU.GET, SYS_UP_TIME) != null;
    }

    /** @return empty without an answer */
    OptionalLong number(Commune.Device device, String oid) {
        PDU answer = ask(device, PDU.GET, oid);
        return answer == null
                ? OptionalLong.empty()
                : OptionalLong.of(answer.get(0).getVariable().toLong());
    }

    /** Of a device that answers: on a busy machine it may take more than one try. */
    long mustNumber(Commune.Device device, String oid) {
        return IntStream.range(0, 10)
                .mapToObj(again -> number(device, oid))
                .flatMapToLong(OptionalLong::stream)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        snmp.close();
    }
}
