package io.langsong.polling;

import io.langsong.inventory.DeviceId;
import io.langsong.polling.profile.PollPlan;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Reading;
import io.langsong.polling.profile.Reason;
import io.langsong.polling.profile.Recogniser;
import io.langsong.polling.profile.Recognition;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpEngine;
import io.langsong.snmp.SnmpReply;
import io.langsong.snmp.SnmpTarget;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBind;
import io.langsong.snmp.WalkLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds out what a device is and reads it once. Calls may come from any thread; results come on the engine's loop. */
public final class Prober {
    private static final Oid SYS_NAME = Oid.parse("1.3.6.1.2.1.1.5.0");
    private static final DeviceId ANY = new DeviceId("device");
    private static final WalkLimits LIMITS = new WalkLimits(20_000, 2_000, Duration.ofSeconds(30));

    private final SnmpEngine engine;
    private final Profiles profiles;
    private final Clock clock;
    private final IntUnaryOperator maxRepetitions;

    /** As the profiles say how many rows a family of devices can give at once. */
    public Prober(SnmpEngine engine, Profiles profiles, Clock clock) {
        this(engine, profiles, clock, IntUnaryOperator.identity());
    }

    /** @param maxRepetitions from what a profile says to the rows that are asked for in one GETBULK; 0 for GETNEXT */
    public Prober(SnmpEngine engine, Profiles profiles, Clock clock, IntUnaryOperator maxRepetitions) {
        this.engine = engine;
        this.profiles = profiles;
        this.clock = clock;
        this.maxRepetitions = maxRepetitions;
    }

    /** What came of one device. */
    public sealed interface Outcome {
        Origin origin();
    }

    /**
     * What was read.
     *
     * @param address of a device; of a recording its file
     * @param port 0 of a recording
     */
    public record Origin(String address, int port) {
        @Override
        public String toString() {
            return port == 0 ? address : address + ":" + port;
        }
    }

    /**
     * A device to read.
     *
     * @param profile name of the one given by hand, which goes before the one found out; null or of nobody: found out
     * @param given who gave it, for the reason: {@code named in the inventory}
     */
    public record Question(
            Origin origin, SnmpTarget target, @Nullable String profile, String given) {}

    /**
     * @param answers as they came, to all that was asked
     * @param notes what of the reading is missing, for a person
     */
    public record Read(
            Origin origin,
            Recognition.Recognised recognised,
            Profile.Identified identified,
            @Nullable String sysName,
            Reading reading,
            List<VarBind> answers,
            List<String> notes)
            implements Outcome {
        public Read {
            answers = List.copyOf(answers);
            notes = List.copyOf(notes);
        }
    }

    public record NotRead(Origin origin, SnmpFault fault) implements Outcome {}

    /** @param done called once */
    public void probe(Question question, Consumer<Outcome> done) {
        Recogniser.recognise(engine, question.target(), profiles, recognition -> {
            if (recognition instanceof Recognition.Recognised recognised) {
                new Run(question, chosen(question, recognised), done).start();
            } else if (recognition instanceof Recognition.NotRead notRead) {
                done.accept(new NotRead(question.origin(), SnmpFault.of(notRead.reply())));
            }
        });
    }

    private Recognition.Recognised chosen(Question question, Recognition.Recognised found) {
        String named = question.profile();
        return named == null
                ? found
                : profiles.byName(named)
                        .map(profile -> new Recognition.Recognised(
                                profile,
                                List.of(Reason.given(question.given())),
                                found.sysDescr(),
                                found.sysObjectId()))
                        .orElse(found);
    }

    /** One device: its scalars, then its tables one after the other, so that a small device is not flooded. */
    private final class Run {
        private final Origin origin;
        private final Recognition.Recognised recognised;
        private final SnmpTarget asked;
        private final PollPlan plan;
        private final Consumer<Outcome> done;
        private final List<VarBind> answers = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private int nextWalk;

        Run(Question question, Recognition.Recognised recognised, Consumer<Outcome> done) {
            Profile profile = recognised.profile();
            SnmpTarget first = question.target();
            this.origin = question.origin();
            this.recognised = recognised;
            this.asked = new SnmpTarget(
                    first.address(),
                    first.credentials(),
                    first.timeout(),
                    first.retries(),
                    maxRepetitions.applyAsInt(profile.maxRepetitions()),
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
                notes.add(what + ": " + SnmpFault.of(reply).message());
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
                outcome = read(origin, recognised, answers, notes, clock);
            } catch (RuntimeException unforeseen) {
                // An exception on the loop would leave the caller waiting for ever.
                outcome = new NotRead(origin, new SnmpFault("malformed", "could not be understood: " + unforeseen));
            }
            done.accept(outcome);
        }
    }

    /** Reads a recording as if its device had answered with it, by the profile that it would get. */
    public static Read replay(Origin origin, List<VarBind> recorded, Profiles profiles, Clock clock) {
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
                answers,
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
