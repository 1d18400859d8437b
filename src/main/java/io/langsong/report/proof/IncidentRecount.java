package io.langsong.report.proof;

import io.langsong.alert.Severity;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import io.langsong.report.CauseLine;
import io.langsong.report.IncidentLine;
import io.langsong.report.Measures;
import io.langsong.report.Report;
import io.langsong.report.proof.Comparison.Part;
import io.langsong.report.proof.Proof.Case;
import io.langsong.uptime.ExpectedUsers;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The figures of incidents counted again, from what is known of each. */
final class IncidentRecount {
    /** The same point by the same cause within so long is the same fault again. */
    static final Duration AGAIN = Duration.ofDays(30);

    private final Report facts;
    private final Map<ObjectRef, ExpectedUsers> expected;
    private final Map<ObjectRef, VillageId> villages = new HashMap<>();

    IncidentRecount(Report facts, Map<ObjectRef, ExpectedUsers> expected) {
        this.facts = facts;
        this.expected = expected;
        facts.objects().stream()
                .filter(line -> line.village() != null && !line.retired())
                .forEach(line -> villages.put(line.object(), new VillageId(String.valueOf(line.village()))));
    }

    /** What is counted of one incident. */
    private record Counted(
            String number,
            Cause cause,
            @Nullable Instant endedAt,
            long seconds,
            long inside,
            @Nullable Long acknowledgedSeconds,
            int points,
            int people,
            long peopleMinutes,
            @Nullable Boolean withinTarget,
            @Nullable String repeats) {
        static Counted of(IncidentLine line) {
            return new Counted(
                    line.number(),
                    line.cause(),
                    line.endedAt(),
                    line.seconds(),
                    line.inside(),
                    line.acknowledgedSeconds(),
                    line.points(),
                    line.people(),
                    line.peopleMinutes(),
                    line.withinTarget(),
                    line.repeats());
        }
    }

    void compare(List<Case> cases, Comparison comparison) {
        List<Counted> counted = new ArrayList<>();
        Map<String, Case> last = new HashMap<>();
        for (Case one : cases) {
            Case before = last.put(one.object() + " " + one.cause(), one);
            Counted line = counted(one, before);
            boolean touches = one.beganAt().isBefore(facts.period().until())
                    && (line.endedAt() == null
                            || line.endedAt().isAfter(facts.period().from()));
            if (touches) {
                counted.add(line);
            }
        }
        comparison.compare(
                Part.INCIDENTS, "", "incidents.size", facts.incidents().size(), counted.size());
        for (int i = 0; i < Math.min(counted.size(), facts.incidents().size()); i++) {
            IncidentLine said = facts.incidents().get(i);
            comparison.compare(
                    Part.INCIDENTS, "incident:" + said.number(), "incident", Counted.of(said), counted.get(i));
        }
        comparison.compareAll(Part.CAUSES, "causes", facts.causes(), causes(counted));
        comparison.compare(
                Part.INCIDENTS, "", "meanAcknowledgeSeconds", facts.meanAcknowledgeSeconds(), acknowledged(counted));
        comparison.compare(Part.INCIDENTS, "", "withinTarget", facts.withinTarget(), inTime(counted));
    }

    private Counted counted(Case one, @Nullable Case before) {
        Instant end = one.parts().isEmpty() || one.parts().stream().anyMatch(part -> part.endedAt() == null)
                ? null
                : one.parts().stream()
                        .flatMap(part -> Optional.ofNullable(part.endedAt()).stream())
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        Instant closes = facts.period().until();
        // What lasts is told as it stood when it was counted, and never beyond the period.
        Instant until = end != null ? end : facts.countedAt().isBefore(closes) ? facts.countedAt() : closes;
        Instant from = facts.period().from();
        long seconds = seconds(one.beganAt(), until);
        long inside =
                seconds(one.beganAt().isAfter(from) ? one.beganAt() : from, until.isBefore(closes) ? until : closes);
        int people = people(one);
        long allowed = one.severity() == Severity.CRITICAL
                ? facts.rules().restoreCriticalSeconds()
                : facts.rules().restoreWarningSeconds();
        String repeats = one.cause() != Cause.UNKNOWN
                        && before != null
                        && !before.beganAt().plus(AGAIN).isBefore(one.beganAt())
                ? before.number()
                : null;
        return new Counted(
                one.number(),
                one.cause(),
                end,
                seconds,
                inside,
                one.acknowledgedAt() == null ? null : (Long) seconds(one.openedAt(), one.acknowledgedAt()),
                (int) one.parts().stream().map(Case.Part::object).distinct().count(),
                people,
                people * inside / 60,
                end == null && seconds <= allowed ? null : (Boolean) (seconds <= allowed),
                repeats);
    }

    private static long seconds(Instant from, Instant until) {
        return from.isBefore(until) ? Measures.seconds(Duration.between(from, until)) : 0;
    }

    /** Those expected at services that were out, of each village once. */
    private int people(Case one) {
        Map<VillageId, Double> byVillage = new HashMap<>();
        for (Case.Part part : one.parts()) {
            ExpectedUsers users = expected.get(part.object());
            VillageId village = villages.get(part.object());
            if (users != null && village != null) {
                byVillage.merge(village, users.at(part.beganAt()), Math::max);
            }
        }
        return (int) Math.round(
                byVillage.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    private static List<CauseLine> causes(List<Counted> lines) {
        Map<Cause, CauseLine> causes = new EnumMap<>(Cause.class);
        for (Counted line : lines) {
            causes.merge(
                    line.cause(),
                    new CauseLine(line.cause(), 1, line.inside(), line.points()),
                    (one, other) -> new CauseLine(
                            one.cause(),
                            one.incidents() + other.incidents(),
                            one.seconds() + other.seconds(),
                            one.points() + other.points()));
        }
        return causes.values().stream()
                .sorted(Comparator.comparingInt((CauseLine line) -> -line.incidents())
                        .thenComparing(CauseLine::cause))
                .toList();
    }

    private static @Nullable Long acknowledged(List<Counted> lines) {
        List<Long> times = lines.stream()
                .flatMap(line -> Optional.ofNullable(line.acknowledgedSeconds()).stream())
                .toList();
        return times.isEmpty()
                ? null
                : (Long) (times.stream().mapToLong(Long::longValue).sum() / times.size());
    }

    private static @Nullable BigDecimal inTime(List<Counted> lines) {
        List<Boolean> judged = lines.stream()
                .flatMap(line -> Optional.ofNullable(line.withinTarget()).stream())
                .toList();
        long met = judged.stream().filter(Boolean::booleanValue).count();
        return judged.isEmpty()
                ? null
                : Measures.plain(Optional.of(
                        BigDecimal.valueOf(met).divide(BigDecimal.valueOf(judged.size()), 12, RoundingMode.DOWN)));
    }
}
