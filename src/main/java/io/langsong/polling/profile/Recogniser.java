package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a device which family it is of: sysDescr and sysObjectID, then the probes of the families left. */
public final class Recogniser {
    private static final Oid SYS_DESCR = Oid.parse("1.3.6.1.2.1.1.1.0");
    private static final Oid SYS_OBJECT_ID = Oid.parse("1.3.6.1.2.1.1.2.0");

    private Recogniser() {}

    /** @param done called once, on the engine's loop */
    public static void recognise(SnmpEngine engine, SnmpTarget target, Profiles profiles, Consumer<Recognition> done) {
        getAll(engine, target, List.of(SYS_DESCR, SYS_OBJECT_ID, Reading.SYS_UP_TIME), reply -> {
            if (reply instanceof SnmpReply.Answered answered) {
                probe(engine, target, profiles, new Answers(answered.varBinds()), done);
            } else {
                done.accept(new Recognition.NotRead(reply));
            }
        });
    }

    private static void probe(
            SnmpEngine engine, SnmpTarget target, Profiles profiles, Answers answers, Consumer<Recognition> done) {
        String sysDescr = sysDescr(answers);
        Oid sysObjectId = sysObjectId(answers);
        List<Oid> probes = profiles.probes(sysObjectId, sysDescr);
        if (probes.isEmpty()) {
            done.accept(recognised(profiles, sysDescr, sysObjectId, List.of()));
            return;
        }
        // A device that answered a moment ago and not this question is still one of the families without a probe.
        getAll(
                engine,
                target,
                probes,
                reply -> done.accept(recognised(
                        profiles,
                        sysDescr,
                        sysObjectId,
                        reply instanceof SnmpReply.Answered answered ? answered.varBinds() : List.of())));
    }

    /** The family of a device of which all answers are there, a recording's. */
    public static Recognition.Recognised recognise(Profiles profiles, List<VarBind> answers) {
        Answers first = new Answers(answers);
        return recognised(profiles, sysDescr(first), sysObjectId(first), answers);
    }

    private static String sysDescr(Answers answers) {
        return answers.get(SYS_DESCR) instanceof SnmpValue.Octets octets ? octets.asText() : "";
    }

    private static @Nullable Oid sysObjectId(Answers answers) {
        return answers.get(SYS_OBJECT_ID) instanceof SnmpValue.ObjectId oid ? oid.value() : null;
    }

    private static Recognition.Recognised recognised(
            Profiles profiles, String sysDescr, @Nullable Oid sysObjectId, List<VarBind> probed) {
        Profiles.Choice choice = profiles.choose(sysObjectId, sysDescr, probed);
        return new Recognition.Recognised(choice.profile(), choice.reasons(), sysDescr, sysObjectId);
    }

    /**
     * A GET that survives agents which refuse a whole request for one object they can not read (genErr): the objects are
     * then asked one by one.
     *
     * @param done gets what could be read as one answer; the refusal only where every object was refused
     */
    public static void getAll(SnmpEngine engine, SnmpTarget target, List<Oid> oids, Consumer<SnmpReply> done) {
        engine.get(target, oids, reply -> {
            if (reply instanceof SnmpReply.Refused && oids.size() > 1) {
                oneByOne(engine, target, oids, 0, new ArrayList<>(), null, reply, done);
            } else {
                done.accept(reply);
            }
        });
    }

    private static void oneByOne(
            SnmpEngine engine,
            SnmpTarget target,
            List<Oid> oids,
            int next,
            List<VarBind> soFar,
            SnmpReply.@Nullable Answered last,
            SnmpReply refusal,
            Consumer<SnmpReply> done) {
        if (next == oids.size()) {
            done.accept(
                    last == null
                            ? refusal
                            : new SnmpReply.Answered(soFar, last.roundTrip(), last.attempts(), true, ""));
            return;
        }
        engine.get(target, List.of(oids.get(next)), reply -> {
            if (reply instanceof SnmpReply.Answered answered) {
                soFar.addAll(answered.varBinds());
                oneByOne(engine, target, oids, next + 1, soFar, answered, refusal, done);
            } else if (reply instanceof SnmpReply.Refused) {
                oneByOne(engine, target, oids, next + 1, soFar, last, refusal, done);
            } else {
                done.accept(reply);
            }
        });
    }
}
