package io.langsong.discovery;

import io.langsong.polling.SnmpFault;
import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Recogniser;
import io.langsong.polling.profile.Recognition;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.WalkLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks one address that answered what it is: its family, its names, its own ports. On the engine's loop. */
final class Identification {
    private static final Oid SYS_NAME = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final Oid SYS_LOCATION = Oid.parse("1.3.6.1.2.1.1.6.0");
    private static final Oid SYS_SERVICES = Oid.parse("1.3.6.1.2.1.1.7.0");
    private static final Oid IP_FORWARDING = Oid.parse("1.3.6.1.2.1.4.1.0");
    /** SNMP-FRAMEWORK-MIB, RFC 3411. */
    private static final Oid SNMP_ENGINE_ID = Oid.parse("1.3.6.1.6.3.10.2.1.1.0");

    private static final Oid IF_DESCR = Oid.parse("1.3.6.1.2.1.2.2.1.2");
    private static final Oid IF_PHYS_ADDRESS = Oid.parse("1.3.6.1.2.1.2.2.1.6");
    private static final Oid IF_NAME = Oid.parse("1.3.6.1.2.1.31.1.1.1.1");
    private static final List<Oid> PORTS = List.of(IF_DESCR, IF_PHYS_ADDRESS, IF_NAME);
    private static final WalkLimits LIMITS = new WalkLimits(6_000, 300, Duration.ofSeconds(20));

    private static final Marks NO_MARKS = new Marks(null, null, null, Set.of());

    private static final int LONGEST = 255;
    private static final int MOST_MACS = 256;

    private final SnmpEngine engine;
    private final Profiles profiles;
    private final SnmpTarget first;
    private final int credential;
    private final Consumer<Result> done;
    private final List<VarBind> answers = new ArrayList<>();

    /**
     * @param target as it is asked further
     * @param ports names by ifIndex
     */
    record Result(Answer answer, SnmpTarget target, Map<Integer, String> ports, Marks marks) {}

    Identification(SnmpEngine engine, Profiles profiles, SnmpTarget first, int credential, Consumer<Result> done) {
        this.engine = engine;
        this.profiles = profiles;
        this.first = first;
        this.credential = credential;
        this.done = done;
    }

    void start() {
        Recogniser.recognise(engine, first, profiles, recognition -> {
            if (recognition instanceof Recognition.Recognised recognised) {
                askNames(recognised);
            } else if (recognition instanceof Recognition.NotRead notRead) {
                done.accept(new Result(
                        Answer.unread(first.address(), SnmpFault.of(notRead.reply())), first, Map.of(), NO_MARKS));
            }
        });
    }

    private void askNames(Recognition.Recognised recognised) {
        Profile profile = recognised.profile();
        SnmpTarget target = new SnmpTarget(
                first.address(),
                first.credentials(),
                first.timeout(),
                first.retries(),
                profile.maxRepetitions(),
                profile.maxVarBinds());
        PollPlan plan = profile.identityPlan();
        Set<Oid> scalars = new LinkedHashSet<>(plan.get());
        scalars.addAll(List.of(SYS_NAME, SYS_LOCATION, SYS_SERVICES, IP_FORWARDING, SNMP_ENGINE_ID));
        List<List<Oid>> walks = new ArrayList<>(plan.walks());
        walks.add(PORTS);
        Recogniser.getAll(engine, target, List.copyOf(scalars), reply -> {
            take(reply);
            walk(target, walks, 0, recognised);
        });
    }

    private void walk(SnmpTarget target, List<List<Oid>> walks, int next, Recognition.Recognised recognised) {
        if (next == walks.size()) {
            done.accept(understood(target, recognised));
            return;
        }
        engine.walk(target, walks.get(next), LIMITS, reply -> {
            take(reply);
            walk(target, walks, next + 1, recognised);
        });
    }

    private void take(SnmpReply reply) {
        if (reply instanceof SnmpReply.Answered answered) {
            answers.addAll(answered.varBinds());
        }
    }

    /** An exception on the loop would leave the scan waiting for ever. */
    private Result understood(SnmpTarget target, Recognition.Recognised recognised) {
        try {
            return result(target, recognised);
        } catch (RuntimeException unforeseen) {
            SnmpFault fault = new SnmpFault("malformed", "could not be understood: " + unforeseen);
            return new Result(Answer.unread(first.address(), fault), first, Map.of(), NO_MARKS);
        }
    }

    private Result result(SnmpTarget target, Recognition.Recognised recognised) {
        Map<Oid, SnmpValue> values = new HashMap<>();
        answers.stream()
                .filter(answer -> answer.value().isPresent())
                .forEach(answer -> values.putIfAbsent(answer.oid(), answer.value()));
        Map<Integer, String> ports = new HashMap<>();
        Set<MacAddress> macs = new LinkedHashSet<>();
        values.forEach((oid, value) -> {
            if (oid.startsWith(IF_DESCR) && oid.length() == IF_DESCR.length() + 1) {
                name(oid, value, ports, false);
            } else if (oid.startsWith(IF_NAME) && oid.length() == IF_NAME.length() + 1) {
                name(oid, value, ports, true);
            } else if (oid.startsWith(IF_PHYS_ADDRESS) && macs.size() < MOST_MACS) {
                MacAddress.of(value).ifPresent(macs::add);
            }
        });
        Profile.Identified found = recognised.profile().identify(answers);
        Answer answer = new Answer(
                target.address(),
                credential,
                null,
                new Recognition.Recognised(
                        recognised.profile(),
                        recognised.reasons(),
                        orEmpty(DeviceText.kept(recognised.sysDescr(), LONGEST)),
                        recognised.sysObjectId()),
                new Profile.Identified(
                        DeviceText.kept(found.vendor(), LONGEST),
                        DeviceText.kept(found.model(), LONGEST),
                        DeviceText.kept(found.firmware(), LONGEST),
                        DeviceText.kept(found.serial(), LONGEST)),
                DeviceText.kept(values.get(SYS_NAME), LONGEST),
                DeviceText.kept(values.get(SYS_LOCATION), LONGEST),
                engineId(values.get(SNMP_ENGINE_ID)),
                integer(values.get(SYS_SERVICES)),
                integer(values.get(IP_FORWARDING)) == 1,
                macs.stream().map(MacAddress::toString).sorted().toList());
        return new Result(
                answer,
                target,
                ports,
                new Marks(answer.sysName(), answer.identified().serial(), answer.engineId(), macs));
    }

    private static void name(Oid oid, SnmpValue value, Map<Integer, String> ports, boolean better) {
        String name = DeviceText.kept(value, 60);
        int ifIndex = (int) oid.arc(oid.length() - 1);
        if (name != null && (better || !ports.containsKey(ifIndex))) {
            ports.put(ifIndex, name);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int integer(@Nullable SnmpValue value) {
        return value instanceof SnmpValue.Int number ? number.value() : 0;
    }

    /** RFC 3411 section 5: 5 to 32 octets. */
    private static @Nullable String engineId(@Nullable SnmpValue value) {
        if (!(value instanceof SnmpValue.Octets octets)) {
            return null;
        }
        int length = octets.bytes().length;
        return length >= 5 && length <= 32 ? HexFormat.of().formatHex(octets.bytes()) : null;
    }
}
