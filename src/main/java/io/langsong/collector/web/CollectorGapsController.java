package io.langsong.collector.web;

import io.langsong.collector.CollectorId;
import io.langsong.collector.CollectorLife;
import io.langsong.collector.Collectors;
import io.langsong.collector.Gap;
import io.langsong.collector.Gaps;
import io.langsong.inventory.Ids;
import io.langsong.web.ApiCall;
import io.langsong.web.RequestRefused;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** When nothing came of a collector, and what was made of its own records of that time. */
@RestController
@RequestMapping(path = "/api/v1/collectors/{id}", produces = "application/json")
class CollectorGapsController {
    private static final int MOST = 200;

    private final Collectors collectors;
    private final Gaps gaps;

    CollectorGapsController(Collectors collectors, Gaps gaps) {
        this.collectors = collectors;
        this.gaps = gaps;
    }

    /**
     * @param began when something of it had come last
     * @param ended from when on it came fresh again; null: it lasts
     * @param judgedAt when its records of that time had been judged; null: not yet
     * @param batches of those records
     * @param undated of them, of which nobody can tell when they were
     * @param outagesFound that nobody knew of
     * @param outagesChanged that were known, and began or ended at another time
     */
    record CollectorGapJson(
            Instant began,
            @Nullable Instant ended,
            @Nullable Instant judgedAt,
            long batches,
            long undated,
            long outagesFound,
            long outagesChanged) {
        static CollectorGapJson of(Gap gap) {
            return new CollectorGapJson(
                    gap.began(),
                    gap.ended(),
                    gap.judgedAt(),
                    gap.batches(),
                    gap.undated(),
                    gap.outages(),
                    gap.changed());
        }
    }

    /**
     * @param startedAt by the collector's own clock
     * @param beganAt the same by the server's; null: they were never compared
     * @param heardAt when something of it came in last
     * @param batches that were kept
     * @param missing of those up to the last that came: on their way, or dropped there
     * @param waiting batches that wait to be judged
     */
    record CollectorLifeJson(
            UUID life,
            Instant startedAt,
            @Nullable Instant beganAt,
            Instant heardAt,
            long batches,
            long missing,
            long waiting) {
        static CollectorLifeJson of(CollectorLife life) {
            return new CollectorLifeJson(
                    life.id(),
                    life.startedAt(),
                    life.beganAt(),
                    life.heardAt(),
                    life.batches(),
                    life.newest() - life.batches(),
                    life.waiting());
        }
    }

    @ApiCall(
            "When nothing came of a collector, the newest first, and what its own records said of that time; 200 at most.")
    @GetMapping("/gaps")
    List<CollectorGapJson> gaps(@PathVariable String id) {
        return gaps.of(require(id), MOST).stream().map(CollectorGapJson::of).toList();
    }

    @ApiCall("The runs of a collector, the newest first, with what was kept of each; 200 at most.")
    @GetMapping("/lives")
    List<CollectorLifeJson> lives(@PathVariable String id) {
        return gaps.lives(require(id), MOST).stream().map(CollectorLifeJson::of).toList();
    }

    private CollectorId require(String id) {
        if (!Ids.isOne(id) || collectors.find(new CollectorId(id)).isEmpty()) {
            throw RequestRefused.unknown("id", id, "is no collector", "GET /api/v1/collectors lists them");
        }
        return new CollectorId(id);
    }
}
