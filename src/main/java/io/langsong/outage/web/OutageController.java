package io.langsong.outage.web;

import io.langsong.outage.Bound;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outages;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class OutageController {
    /** What is shown when no window is asked for. */
    private static final Duration WINDOW = Duration.ofDays(31);

    private final Outages outages;
    private final Clock clock;
    private final ZoneId zone;

    OutageController(Outages outages, Clock clock, @Value("${langsong.web.zone:Asia/Ho_Chi_Minh}") ZoneId zone) {
        this.outages = outages;
        this.clock = clock;
        this.zone = zone;
    }

    /** Outages that touch the window, newest first. */
    @GetMapping("/api/v1/outages")
    List<OutageJson> between(
            @RequestParam(required = false) @Nullable OffsetDateTime from,
            @RequestParam(required = false) @Nullable OffsetDateTime to,
            @RequestParam(required = false) @Nullable String object) {
        Instant until = to == null ? clock.instant() : to.toInstant();
        Instant since = from == null ? until.minus(WINDOW) : from.toInstant();
        if (!since.isBefore(until)) {
            throw refused("from " + from + " is not before to " + to);
        }
        return refs(object).stream()
                .flatMap(one -> outages.between(since, until, one).stream())
                .map(this::json)
                .toList();
    }

    @GetMapping("/api/v1/outages/{id}")
    OutageJson one(@PathVariable long id) {
        return outages.find(id)
                .map(this::json)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No outage has the id " + id));
    }

    /** {@code kind:id}, or an id alone, which may be that of a device, a link or a service. */
    private static List<@Nullable ObjectRef> refs(@Nullable String object) {
        if (object == null) {
            return Arrays.asList((ObjectRef) null);
        }
        if (object.length() > 100) {
            throw refused("object is longer than 100 characters");
        }
        if (object.contains(":")) {
            try {
                return Arrays.asList(ObjectRef.parse(object));
            } catch (IllegalArgumentException wrong) {
                throw refused(String.valueOf(wrong.getMessage()));
            }
        }
        return Arrays.stream(ObjectRef.Kind.values())
                .<@Nullable ObjectRef>map(kind -> new ObjectRef(kind, object))
                .toList();
    }

    private static ResponseStatusException refused(String why) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, why);
    }

    private OutageJson json(Outage outage) {
        Bound to = outage.to();
        return new OutageJson(
                outage.id(),
                outage.object().toString(),
                outage.condition().name(),
                outage.root().toString(),
                json(outage.from()),
                to == null ? null : json(to),
                outage.cause().name(),
                outage.evidence().stream()
                        .map(one -> new EvidenceJson(one.kind(), at(one.at()), one.detail()))
                        .toList());
    }

    private BoundJson json(Bound bound) {
        return new BoundJson(at(bound.best()), at(bound.earliest()), at(bound.latest()));
    }

    private OffsetDateTime at(Instant instant) {
        return instant.atZone(zone).toOffsetDateTime();
    }

    record OutageJson(
            long id,
            String object,
            String condition,
            String root,
            BoundJson from,
            @Nullable BoundJson to,
            String cause,
            List<EvidenceJson> evidence) {}

    record BoundJson(OffsetDateTime best, OffsetDateTime earliest, OffsetDateTime latest) {}

    /** As {@link Evidence}. */
    record EvidenceJson(String kind, OffsetDateTime at, String detail) {}
}
