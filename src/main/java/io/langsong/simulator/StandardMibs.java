package io.langsong.simulator;

import static io.langsong.simulator.Values.counter;
import static io.langsong.simulator.Values.counter64;
import static io.langsong.simulator.Values.gauge;
import static io.langsong.simulator.Values.integer;
import static io.langsong.simulator.Values.text;
import static io.langsong.simulator.Values.ticks;

import io.langsong.simulator.Commune.Make;
import io.langsong.simulator.Hardware.PortSpec;
import io.langsong.simulator.Hardware.Role;
import org.snmp4j.smi.OID;
import org.snmp4j.smi.OctetString;
import org.snmp4j.smi.Variable;

/** SNMPv2-MIB, IF-MIB, HOST-RESOURCES-MIB, UCD-SNMP-MIB and SNMP-FRAMEWORK-MIB, as far as pollers read them. */
final class StandardMibs {
    private static final String SYSTEM = "1.3.6.1.2.1.1.";
    private static final String IF_ENTRY = "1.3.6.1.2.1.2.2.1.";
    private static final String IF_X_ENTRY = "1.3.6.1.2.1.31.1.1.1.";
    private static final String HOST = "1.3.6.1.2.1.25.";
    private static final String UCD = "1.3.6.1.4.1.2021.";
    private static final String ENGINE = "1.3.6.1.6.3.10.2.1.";

    private static final int UP = 1;
    private static final int DOWN = 2;
    private static final long MAX_GAUGE = 0xffffffffL;
    private static final int IN_PACKET_OCTETS = 700;
    private static final int OUT_PACKET_OCTETS = 520;
    /** Octets between two damaged frames on a sound line. */
    private static final long OCTETS_PER_ERROR = 4_000_000_000L;

    private StandardMibs() {}

    static void system(Mib.Builder mib, Hardware hardware) {
        Variable descr = text(hardware.descr());
        Variable objectId = new OID(hardware.objectId());
        Variable contact = text("LangSong simulator, not a real device");
        mib.scalar(SYSTEM + "1", (box, at) -> descr);
        mib.scalar(SYSTEM + "2", (box, at) -> objectId);
        mib.scalar(SYSTEM + "3", (box, at) -> ticks(box.sysUpTime(at)));
        mib.scalar(SYSTEM + "4", (box, at) -> contact);
        mib.scalar(SYSTEM + "5", (box, at) -> text(box.device.id()));
        mib.scalar(SYSTEM + "6", (box, at) -> text(box.site.name()));
        mib.scalar(SYSTEM + "7", (box, at) -> integer(72));
    }

    static void interfaces(Mib.Builder mib, Hardware hardware) {
        int count = hardware.ports().size();
        mib.scalar("1.3.6.1.2.1.2.1", (box, at) -> integer(count));
        mib.scalar("1.3.6.1.2.1.31.1.5", (box, at) -> ticks(0));
        for (int place = 0; place < count; place++) {
            ifEntry(mib, hardware.ports().get(place), place);
            ifXEntry(mib, hardware.ports().get(place), place);
        }
    }

    private static void ifEntry(Mib.Builder mib, PortSpec spec, int place) {
        int index = spec.ifIndex();
        Variable name = text(spec.name());
        long speed = Math.min(MAX_GAUGE, spec.speedMbps() * 1_000_000L);
        int mtu = spec.role() == Role.LOOPBACK ? 65_536 : 1500;
        mib.cell(IF_ENTRY + "1", index, (box, at) -> integer(index));
        mib.cell(IF_ENTRY + "2", index, (box, at) -> name);
        mib.cell(IF_ENTRY + "3", index, (box, at) -> integer(spec.type()));
        mib.cell(IF_ENTRY + "4", index, (box, at) -> integer(mtu));
        mib.cell(IF_ENTRY + "5", index, (box, at) -> gauge(speed));
        mib.cell(
                IF_ENTRY + "6",
                index,
                (box, at) ->
                        spec.role() == Role.LOOPBACK ? new OctetString() : new OctetString(Values.mac(box, index)));
        mib.cell(IF_ENTRY + "7", index, (box, at) -> integer(UP));
        mib.cell(
                IF_ENTRY + "8", index, (box, at) -> integer(box.ports.get(place).up() ? UP : DOWN));
        mib.cell(
                IF_ENTRY + "9",
                index,
                (box, at) -> sinceAgentStart(box, box.ports.get(place).changedAt()));
        mib.cell(
                IF_ENTRY + "10",
                index,
                (box, at) -> counter(box.ports.get(place).inOctets32(at)));
        mib.cell(
                IF_ENTRY + "11",
                index,
                (box, at) -> counter(box.ports.get(place).inOctets(at) / IN_PACKET_OCTETS));
        mib.cell(IF_ENTRY + "13", index, (box, at) -> counter(0));
        mib.cell(
                IF_ENTRY + "14",
                index,
                (box, at) -> counter(box.ports.get(place).inOctets(at) / OCTETS_PER_ERROR));
        mib.cell(
                IF_ENTRY + "16",
                index,
                (box, at) -> counter(box.ports.get(place).outOctets32(at)));
        mib.cell(
                IF_ENTRY + "17",
                index,
                (box, at) -> counter(box.ports.get(place).outOctets(at) / OUT_PACKET_OCTETS));
        mib.cell(
                IF_ENTRY + "19",
                index,
                (box, at) -> counter(box.ports.get(place).outOctets(at) / OCTETS_PER_ERROR / 3));
        mib.cell(IF_ENTRY + "20", index, (box, at) -> counter(0));
    }

    private static void ifXEntry(Mib.Builder mib, PortSpec spec, int place) {
        int index = spec.ifIndex();
        Variable name = text(spec.name());
        boolean physical = spec.role() != Role.BRIDGE && spec.role() != Role.LOOPBACK;
        mib.cell(IF_X_ENTRY + "1", index, (box, at) -> name);
        mib.cell(
                IF_X_ENTRY + "2",
                index,
                (box, at) -> counter(box.ports.get(place).inOctets(at) / 90_000));
        mib.cell(
                IF_X_ENTRY + "3",
                index,
                (box, at) -> counter(box.ports.get(place).inOctets(at) / 120_000));
        mib.counter64(
                IF_X_ENTRY + "6",
                index,
                (box, at) -> counter64(box.ports.get(place).inOctets(at)));
        mib.counter64(
                IF_X_ENTRY + "7",
                index,
                (box, at) -> counter64(box.ports.get(place).inOctets(at) / IN_PACKET_OCTETS));
        mib.counter64(
                IF_X_ENTRY + "10",
                index,
                (box, at) -> counter64(box.ports.get(place).outOctets(at)));
        mib.counter64(
                IF_X_ENTRY + "11",
                index,
                (box, at) -> counter64(box.ports.get(place).outOctets(at) / OUT_PACKET_OCTETS));
        mib.cell(IF_X_ENTRY + "14", index, (box, at) -> integer(UP));
        mib.cell(IF_X_ENTRY + "15", index, (box, at) -> gauge(spec.speedMbps()));
        mib.cell(IF_X_ENTRY + "17", index, (box, at) -> integer(physical ? 1 : 2));
        mib.cell(IF_X_ENTRY + "18", index, (box, at) -> text(box.ports.get(place).alias));
        mib.cell(
                IF_X_ENTRY + "19",
                index,
                (box, at) -> sinceAgentStart(box, box.ports.get(place).jumpedAt()));
    }

    /** What happened before the agent started shows as 0 (RFC 2863, ifLastChange). */
    private static Variable sinceAgentStart(Box box, long instant) {
        return ticks((instant - box.life.agentAt()) / 10);
    }

    /** snmpEngine group of SNMP-FRAMEWORK-MIB. */
    static void engine(Mib.Builder mib) {
        mib.scalar(ENGINE + "1", (box, at) -> new OctetString(box.engineId));
        mib.scalar(ENGINE + "2", (box, at) -> integer(box.life.engineBoots()));
        mib.scalar(ENGINE + "3", (box, at) -> integer(box.engineTime(at)));
        mib.scalar(ENGINE + "4", (box, at) -> integer(Messages.MAX_SIZE));
    }

    static void host(Mib.Builder mib, Hardware hardware) {
        boolean routerOs = hardware.make() == Make.MIKROTIK;
        int memory = hardware.memoryKb();
        mib.scalar(HOST + "1.1", (box, at) -> ticks(box.hostUpTime(at)));
        mib.scalar(HOST + "2.2", (box, at) -> integer(memory));
        if (routerOs) {
            storage(mib, 65_536, "2", "main memory", 1024, memory, Values::memoryUsedKb);
            storage(mib, 131_072, "4", "system disk", 1024, 16_384, (box, at) -> 9_400 + box.fixed(40, 900));
        } else {
            storage(
                    mib,
                    1,
                    "2",
                    "Physical memory",
                    1024,
                    memory,
                    (box, at) -> Values.memoryUsedKb(box, at) + memory / 5);
            storage(mib, 6, "1", "Memory buffers", 1024, memory, (box, at) -> memory / 25);
            storage(mib, 7, "1", "Cached memory", 1024, memory, (box, at) -> memory / 5 - memory / 25);
            storage(mib, 31, "4", "/", 1024, 7_168, (box, at) -> 2_100 + box.fixed(40, 900));
        }
        int cores = routerOs ? 2 : 1;
        for (int core = 0; core < cores; core++) {
            int salt = core;
            mib.cell(
                    HOST + "3.3.1.2",
                    (routerOs ? 1 : 196_608) + core,
                    (box, at) ->
                            integer(Math.max(1, Values.cpu(box, at) + Math.round(4 * box.wobble(at, 50 + salt, 61)))));
        }
    }

    private interface Amount {
        int read(Box box, long at);
    }

    private static void storage(
            Mib.Builder mib, int index, String type, String descr, int unit, int size, Amount used) {
        Variable typeOid = new OID(HOST + "2.1." + type);
        Variable name = text(descr);
        String entry = HOST + "2.3.1.";
        mib.cell(entry + "1", index, (box, at) -> integer(index));
        mib.cell(entry + "2", index, (box, at) -> typeOid);
        mib.cell(entry + "3", index, (box, at) -> name);
        mib.cell(entry + "4", index, (box, at) -> integer(unit));
        mib.cell(entry + "5", index, (box, at) -> integer(size));
        mib.cell(entry + "6", index, (box, at) -> integer(used.read(box, at)));
    }

    static void ucd(Mib.Builder mib, Hardware hardware) {
        int memory = hardware.memoryKb();
        mib.scalar(UCD + "4.5", (box, at) -> integer(memory));
        mib.scalar(UCD + "4.6", (box, at) -> integer(memory - memory / 5 - Values.memoryUsedKb(box, at)));
        mib.scalar(UCD + "4.14", (box, at) -> integer(memory / 25));
        mib.scalar(UCD + "4.15", (box, at) -> integer(memory / 5 - memory / 25));
        int[] minutes = {1, 5, 15};
        for (int row = 1; row <= minutes.length; row++) {
            int period = minutes[row - 1];
            int index = row;
            mib.cell(UCD + "10.1.1", row, (box, at) -> integer(index));
            mib.cell(UCD + "10.1.2", row, (box, at) -> text("Load-" + period));
            mib.cell(UCD + "10.1.3", row, (box, at) -> {
                long load = load(box, at, period);
                return text("%d.%02d".formatted(load / 100, load % 100));
            });
            mib.cell(UCD + "10.1.5", row, (box, at) -> integer(load(box, at, period)));
        }
        mib.scalar(UCD + "11.9", (box, at) -> integer(Values.cpu(box, at) * 2L / 3));
        mib.scalar(UCD + "11.10", (box, at) -> integer(Values.cpu(box, at) - Values.cpu(box, at) * 2L / 3));
        mib.scalar(UCD + "11.11", (box, at) -> integer(100 - Values.cpu(box, at)));
        // Hundredths of a second of CPU time since boot: busy a tenth, and more with traffic.
        mib.scalar(UCD + "11.50", (box, at) -> counter(busyTicks(box, at) * 2 / 3));
        mib.scalar(UCD + "11.51", (box, at) -> counter(0));
        mib.scalar(UCD + "11.52", (box, at) -> counter(busyTicks(box, at) / 3));
        mib.scalar(UCD + "11.53", (box, at) -> counter((at - box.life.bootAt()) / 10 - busyTicks(box, at)));
        mib.scalar(UCD + "11.54", (box, at) -> counter(0));
    }

    private static long load(Box box, long at, int minutes) {
        return Math.max(1, Values.cpu(box, at) + Math.round(8 * box.wobble(at, 60, minutes * 60)));
    }

    private static long busyTicks(Box box, long at) {
        double seconds = (at - box.life.bootAt()) / 1000.0;
        double active = box.flow.volume(at) - box.flow.volume(box.life.bootAt());
        return (long) (100 * (0.08 * seconds + 0.38 * active));
    }
}
