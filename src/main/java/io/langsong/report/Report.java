package io.langsong.report;

import io.langsong.outage.ObjectRef;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The facts of a period, counted at one instant. Every number of every document, page and sentence comes from here.
 *
 * @param over whether the period was over; of one that lasts the facts are those of what there was by then
 * @param objects services, then lines, then devices, in the order of villages
 * @param places the commune, the groups, the villages in their order, the sites
 * @param causes the most incidents first; one without any is not there
 * @param incidents as they began
 * @param work as it begins
 * @param usage the commune, then the villages in their order
 * @param gaps when nobody was looking at anything: our server was off, or cut off
 * @param meanAcknowledgeSeconds of the incidents that somebody took
 * @param withinTarget share of the incidents that were over in time, of those that ended or are late; null: none is
 */
public record Report(
        ReportPeriod period,
        Instant countedAt,
        boolean over,
        Rules rules,
        List<ObjectLine> objects,
        List<PlaceLine> places,
        List<CauseLine> causes,
        List<IncidentLine> incidents,
        List<WorkLine> work,
        List<UsageLine> usage,
        List<Gap> gaps,
        @Nullable Long meanAcknowledgeSeconds,
        @Nullable BigDecimal withinTarget) {
    public Report {
        objects = List.copyOf(objects);
        places = List.copyOf(places);
        causes = List.copyOf(causes);
        incidents = List.copyOf(incidents);
        work = List.copyOf(work);
        usage = List.copyOf(usage);
        gaps = List.copyOf(gaps);
    }

    public record Gap(Instant from, Instant until) {}

    public PlaceLine commune() {
        return places(PlaceLine.Kind.COMMUNE).get(0);
    }

    public List<PlaceLine> places(PlaceLine.Kind kind) {
        return places.stream().filter(place -> place.kind() == kind).toList();
    }

    /** As it is kept: names in alphabetical order, numbers as they were counted. */
    public JsonNode json() {
        return ReportJson.tree(this);
    }

    public Optional<ObjectLine> object(ObjectRef object) {
        return objects.stream().filter(line -> line.object().equals(object)).findFirst();
    }
}
