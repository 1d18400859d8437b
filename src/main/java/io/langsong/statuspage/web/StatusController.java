package io.langsong.statuspage.web;

import io.langsong.statuspage.PublicStatus;
import io.langsong.statuspage.StatusBoard;
import io.langsong.statuspage.StatusPageProperties;
import io.langsong.web.ApiCall;
import io.langsong.web.Cookieless;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The same as the page that everybody may see, for programs. */
@RestController
@Cookieless
class StatusController {
    private static final CacheControl SHORTLY =
            CacheControl.maxAge(Duration.ofSeconds(5)).cachePublic();

    private final StatusBoard board;
    private final StatusPageProperties settings;

    StatusController(StatusBoard board, StatusPageProperties settings) {
        this.board = board;
        this.settings = settings;
    }

    /** @param state {@code up}, {@code partly}, {@code widely} or {@code unknown} */
    record StatusView(Instant at, String state, List<VillageView> villages, List<WorkView> work) {}

    /** @param state {@code up}, {@code partly}, {@code down}, {@code planned}, {@code unknown} or {@code absent} */
    record VillageView(String id, String name, String state, List<DayView> days) {}

    record DayView(LocalDate date, String state, long outMinutes) {}

    /** @param kind {@code work} or {@code power-cut} */
    record WorkView(String kind, List<String> villages, Instant from, Instant until) {}

    @ApiCall(value = "How the public Wi-Fi of each village is; without a token.", problems = 404)
    @GetMapping("/api/v1/status")
    ResponseEntity<StatusView> status() {
        StatusPages.requireOn(settings);
        return ResponseEntity.ok().cacheControl(SHORTLY).body(view(board.now()));
    }

    private static StatusView view(PublicStatus status) {
        return new StatusView(
                status.at(),
                status.overall().code(),
                status.villages().stream()
                        .map(village -> new VillageView(
                                village.id(),
                                village.name(),
                                village.state().code(),
                                village.days().stream()
                                        .map(day -> new DayView(
                                                day.date(), day.state().code(), day.outMinutes()))
                                        .toList()))
                        .toList(),
                status.work().stream()
                        .map(work -> new WorkView(work.kind().code(), work.villages(), work.from(), work.until()))
                        .toList());
    }
}
