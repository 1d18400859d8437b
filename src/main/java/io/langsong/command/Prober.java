package io.langsong.command;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Reading;
import io.langsong.polling.profile.Recogniser;
import io.langsong.polling.profile.Recognition;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.WalkLimits;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out what a device is and reads it once. Calls may come from any thread; results come on the engine's loop. */
final class Prober {
    private static final Oid SYS_NAME = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final DeviceId ANY = new DeviceId("device");
    private static final WalkLimits LIMITS = new WalkLimits(20_000, 2_000, Duration.ofSeconds(30));

    private final SnmpEngine engine;
    private final Profiles profiles;
    private final Clock clock;
    private final SnmpOptions.Patience patience;

    Prober(SnmpEngine engine, Profiles profiles, Clock clock, SnmpOptions.Patience patience) {
        this.engine = engine;
        this.profiles = profiles;
        this.clock = clock;
        this.patience = patience;
    }

    /** What came of one device. */
    sealed interface Outcome {
        Origin origin();
    }

    /**
     * What was read.
     *
     * @param address of a device; of a recording its file
     * @param port 0 of a recording
     */
    record Origin(String address, int port) {
        static Origin of(Target target) {
            return new Origin(target.address(), target.port());
        }

        @Override
        public String toString() {
            return port == 0 ? address : address + ":" + port;
        }
    }

    /** @param notes what of the reading is missing, for a person */
    record Read(
            Origin origin,
            Recognition.Recognised recognised,
            Profile.Identified identified,
            @Nullable String sysName,
            Reading reading,
            List<String> notes)
            implements Outcome {}

    record NotRead(Origin origin, Replies.Fault fault) implements Outcome {}

    /** @param done called once; on the caller's thread when the address is no good */
    void probe(Target target, Consumer<Outcome> done) {
        SnmpTarget first;
        try {
            first = target.resolve(patience.timeout, patience.retries(3), patience.maxRepetitions(60), 20);
        } catch (UnknownHostException unknown) {
            done.accept(new NotRead(
                    Origin.of(target),
                    new Replies.Fault("unreachable", "there is no host of this name; check it or give its address")));
            return;
        }
        Recogniser.recognise(engine, first, profiles, recognition -> {
            if (recognition instanceof Recognition.Recognised recognised) {
                new Run(target, first, chosen(target, recognised), done).start();
            } else if (recognition instanceof Recognition.NotRead notRead) {
                done.accept(new NotRead(Origin.of(target), Replies.fault(notRead.reply())));
            }
        });
    }

    /** The profile that the targets file names goes before the one found out. */
    private Recognition.Recognised chosen(Target target, Recognition.Recognised found) {
        return profiles.byName(target.profile())
                .map(named -> new Recognition.Recognised(
                        named, "named in the targets file", found.sysDescr(), found.sysObjectId()))
                .orElse(found);
    }

    /** One device: its scalars, then its tables one after the other, so that a small device is not flooded. */
    private final class Run {
        private final Target target;
        private final Recognition.Recognised recognised;
        private final SnmpTarget asked;
        private final PollPlan plan;
        private final Consumer<Outcome> done;
        private final List<VarBind> answers = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int nextWalk;

        Run(Target target, SnmpTarget first, Recognition.Recognised recognised, Consumer<Outcome> done) {
            Profile profile = recognised.profile();
            this.target = target;
            this.recognised = recognised;
            this.asked = new SnmpTarget(
                    first.address(),
                    first.credentials(),
                    first.timeout(),
                    first.retries(),
                    patience.maxRepetitions(profile.maxRepetitions()),
                    profile.maxVarBinds());
            this.plan = profile.fullPlan();
            this.done = done;
        }

        void start() {
            Recogniser.getAll(engine, asked, plan.get(), reply -> {
                take(reply, "the single objects");
                walkNext();
            });
        }

        private void walkNext() {
            if (nextWalk == plan.walks().size()) {
                finish();
                return;
            }
            List<Oid> roots = plan.walks().get(nextWalk++);
            engine.walk(asked, roots, LIMITS, reply -> {
                take(reply, "the table at " + roots.get(0));
                walkNext();
            });
        }

        private void take(SnmpReply reply, String what) {
            if (!(reply instanceof SnmpReply.Answered answered)) {
                notes.add(what + ": " + Replies.fault(reply).message());
                return;
            }
            answers.addAll(answered.varBinds());
            if (!answered.complete()) {
                notes.add(what + " is cut short: " + answered.note());
            }
        }

        private void finish() {
            Outcome outcome;
            try {
                outcome = read(Origin.of(target), recognised, answers, notes, clock);
            } catch (RuntimeException unforeseen) {
                // An exception on the loop would leave the caller waiting for ever.
                outcome = new NotRead(
                        Origin.of(target), new Replies.Fault("malformed", "could not be understood: " + unforeseen));
            }
            done.accept(outcome);
        }
    }

    /** Reads a recording as if its device had answered with it, by the profile that it would get. */
    static Read replay(Origin origin, List<VarBind> recorded, Profiles profiles, Clock clock) {
        Recognition.Recognised recognised = Recogniser.recognise(profiles, recorded);
        return read(origin, recognised, recorded, List.of(), clock);
    }

    private static Read read(
            Origin origin, Recognition.Recognised recognised, List<VarBind> answers, List<String> notes, Clock clock) {
        Profile profile = recognised.profile();
        return new Read(
                origin,
                recognised,
                profile.identify(answers),
                sysName(answers),
                Reading.of(profile, ANY, clock.instant(), answers),
                notes);
    }

    private static @Nullable String sysName(List<VarBind> answers) {
        return answers.stream()
                .filter(varBind -> varBind.oid().equals(SYS_NAME))
                .map(VarBind::value)
                .filter(SnmpValue.Octets.class::isInstance)
                .map(value -> ((SnmpValue.Octets) value).asText())
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
