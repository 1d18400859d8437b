package io.langsong.report;

import io.langsong.alert.Severity;
import io.langsong.incident.Incident;
import io.langsong.incident.Incidents;
import io.langsong.incident.Part;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Service;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of incidents, and what they come to by cause. */
record IncidentLines(
        List<IncidentLine> lines,
        List<CauseLine> causes,
        @Nullable Long meanAcknowledgeSeconds,
        @Nullable BigDecimal withinTarget) {
    /** The same point by the same cause within so long is the same fault again. */
    private static final Duration AGAIN = Duration.ofDays(30);

    static IncidentLines of(
            Incidents incidents,
            InventorySnapshot there,
            Map<ServiceId, ExpectedUsers> expected,
            ReportPeriod period,
            Rules rules,
            Instant now) {
        Maker maker = new Maker(there, expected, period, rules, now);
        List<IncidentLine> lines = new ArrayList<>();
        Map<String, IncidentLine> last = new HashMap<>();
        for (Incidents.Whole whole : incidents.between(period.from().minus(AGAIN), period.until())) {
            IncidentLine line = maker.line(whole, last);
            last.put(line.object() + " " + line.cause(), line);
            if (touches(line, period)) {
                lines.add(line);
            }
        }
        return new IncidentLines(lines, causes(lines), acknowledged(lines), inTime(lines));
    }

    private static boolean touches(IncidentLine line, ReportPeriod period) {
        Instant end = line.endedAt();
        return line.beganAt().isBefore(period.until()) && (end == null || end.isAfter(period.from()));
    }

    private static List<CauseLine> causes(List<IncidentLine> lines) {
        Map<Cause, CauseLine> causes = new EnumMap<>(Cause.class);
        for (IncidentLine line : lines) {
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

    private static @Nullable Long acknowledged(List<IncidentLine> lines) {
        List<Long> times = lines.stream()
                .map(IncidentLine::acknowledgedSeconds)
                .filter(Objects::nonNull)
                .<Long>map(Objects::requireNonNull)
                .toList();
        return times.isEmpty()
                ? null
                : times.stream().mapToLong(Long::longValue).sum() / times.size();
    }

    private static @Nullable BigDecimal inTime(List<IncidentLine> lines) {
        long judged = lines.stream().filter(line -> line.withinTarget() != null).count();
        long met = lines.stream()
                .filter(line -> Boolean.TRUE.equals(line.withinTarget()))
                .count();
        return judged == 0
                ? null
                : Measures.plain(
                        Optional.of(BigDecimal.valueOf(met).divide(BigDecimal.valueOf(judged), 12, RoundingMode.DOWN)));
    }

    /** Makes the line of one incident. */
    private record Maker(
            InventorySnapshot there,
            Map<ServiceId, ExpectedUsers> expected,
            ReportPeriod period,
            Rules rules,
            Instant now) {

        /** @param last of each point and cause the last line before it */
        IncidentLine line(Incidents.Whole whole, Map<String, IncidentLine> last) {
            Incident incident = whole.incident();
            Instant end = end(whole.parts());
            // What lasts beyond the period is told as it stood at its end: the report does not grow by a day each
            // night.
            Instant until = end != null ? end : now.isBefore(period.until()) ? now : period.until();
            long seconds = seconds(incident.beganAt(), until);
            long inside = seconds(
                    later(incident.beganAt(), period.from()), until.isBefore(period.until()) ? until : period.until());
            int people = people(whole.parts());
            long allowed = incident.severity() == Severity.CRITICAL
                    ? rules.restoreCriticalSeconds()
                    : rules.restoreWarningSeconds();
            IncidentLine before = last.get(incident.object() + " " + incident.cause());
            String repeats = incident.cause() != Cause.UNKNOWN
                            && before != null
                            && !before.beganAt().plus(AGAIN).isBefore(incident.beganAt())
                    ? before.number()
                    : null;
            return new IncidentLine(
                    incident.number().toString(),
                    incident.object(),
                    name(incident.object()),
                    places(incident),
                    incident.severity(),
                    (int) whole.parts().stream().map(Part::object).distinct().count(),
                    incident.beganAt(),
                    end,
                    seconds,
                    inside,
                    acknowledged(incident),
                    people,
                    people * inside / 60,
                    incident.cause(),
                    incident.standing().cause() != null,
                    incident.standing().fix(),
                    worker(incident),
                    end == null && seconds <= allowed ? null : (Boolean) (seconds <= allowed),
                    repeats);
        }

        /** Null while anything of it lasts. */
        private static @Nullable Instant end(List<Part> parts) {
            return parts.isEmpty() || parts.stream().anyMatch(Part::lasts)
                    ? null
                    : parts.stream()
                            .map(Part::endedAt)
                            .filter(Objects::nonNull)
                            .<Instant>map(Objects::requireNonNull)
                            .max(Comparator.naturalOrder())
                            .orElse(null);
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        private static long seconds(Instant from, Instant until) {
            return from.isBefore(until) ? Measures.seconds(Duration.between(from, until)) : 0;
        }

        private static @Nullable Long acknowledged(Incident incident) {
            Instant taken = incident.acknowledgedAt();
            return taken == null ? null : seconds(incident.openedAt(), taken);
        }

        private static @Nullable String worker(Incident incident) {
            var owner = incident.standing().acknowledged();
            return owner == null ? incident.standing().assignee() : owner.who();
        }

        /** Those expected at services that were out, of each village once. */
        private int people(List<Part> parts) {
            Map<VillageId, Double> byVillage = new HashMap<>();
            for (Part part : parts) {
                if (part.object().kind() == ObjectRef.Kind.SERVICE) {
                    ServiceId id = new ServiceId(part.object().id());
                    ExpectedUsers users = expected.get(id);
                    VillageId village = there.service(id)
                            .flatMap(service -> there.site(service.site()))
                            .map(Site::village)
                            .orElse(null);
                    if (users != null && village != null) {
                        byVillage.merge(village, users.at(part.beganAt()), Math::max);
                    }
                }
            }
            return (int) Math.round(
                    byVillage.values().stream().mapToDouble(Double::doubleValue).sum());
        }

        private List<String> places(Incident incident) {
            return incident.villages().stream()
                    .flatMap(id -> there.village(id).stream())
                    .sorted(Comparator.comparingInt(Village::position))
                    .map(Village::name)
                    .toList();
        }

        private String name(ObjectRef object) {
            Optional<String> name = switch (object.kind()) {
                case DEVICE -> there.device(new DeviceId(object.id())).map(Device::name);
                case LINK -> there.link(new LinkId(object.id())).map(Link::name);
                case SERVICE -> there.service(new ServiceId(object.id())).map(Service::name);
                case COLLECTOR -> Optional.empty();
            };
            return name.orElse(object.id());
        }
    }
}
