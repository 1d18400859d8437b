package io.langsong.dashboard;

import io.langsong.dashboard.DevicePages.DayView;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.ServiceId;
import io.langsong.inventory.VillageId;
import io.langsong.outage.Condition;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.outage.Outages.Stretch;
import io.langsong.web.WebProperties;
import io.langsong.web.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * Every part that pages are made of, in every state, side by side and with invented content: for those who change the pages.
 * It draws the fragments of the real pages, so it can not show anything else than they do.
 */
@Controller
class PatternsPage {
    private static final List<String> STATES = List.of("up", "degraded", "down", "maintenance", "unknown", "masked");
    private static final String LONG_NAME = "Trung tâm Phục vụ hành chính công xã Bá Thước";
    private static final String PLACE = "Thôn Chiềng Lẫm – Nhà văn hóa thôn";

    private final Clock clock;
    private final Words words;
    private final WebProperties settings;

    PatternsPage(Clock clock, Words words, WebProperties settings) {
        this.clock = clock;
        this.words = words;
        this.settings = settings;
    }

    @GetMapping("/mau")
    String page(Model model) {
        Instant now = clock.instant();
        model.addAttribute("states", STATES);
        model.addAttribute("cards", cards(now));
        model.addAttribute(
                "weak",
                new NowView.Weak(device("ap2"), named("AP 2 " + LONG_NAME), PLACE, "lossy", now.minusSeconds(2400)));
        model.addAttribute(
                "recovered",
                new NowView.Recovered(
                        device("ap3"),
                        named("AP 3"),
                        PLACE,
                        now.minusSeconds(900),
                        Duration.ofMinutes(12),
                        Outage.Cause.LINK));
        model.addAttribute("tiles", tiles(""));
        model.addAttribute("oldTiles", tiles("old-"));
        model.addAttribute("rows", rows(now));
        model.addAttribute("services", services());
        model.addAttribute("outages", outages(now));
        model.addAttribute("log", log(now));
        model.addAttribute("day", DayView.of(stretches(now), now.minus(Duration.ofDays(1)), now));
        model.addAttribute("days", DayBar.of(days(now), now, settings.zone()));
        model.addAttribute("noDays", DayBar.of(List.of(), now, settings.zone()));
        model.addAttribute("charts", charts(now));
        model.addAttribute("fresh", new Freshness(now.minusSeconds(4), 109, 3, 112, false));
        model.addAttribute("old", new Freshness(now.minusSeconds(312), 109, 3, 112, true));
        return "dashboard/patterns";
    }

    private static ObjectRef device(String id) {
        return ObjectRef.of(new DeviceId(id));
    }

    private static Look.Named named(String name) {
        return new Look.Named(name, "/thiet-bi");
    }

    private static List<NowView.Card> cards(Instant now) {
        return List.of(
                card(1, "Bộ định tuyến " + LONG_NAME, "down", now.minusSeconds(7500), Outage.Cause.POWER, 14),
                card(2, "AP 1", "down", now.minusSeconds(40), Outage.Cause.UNKNOWN, 0),
                card(3, "Bộ định tuyến Thôn Đắm", "masked", now.minusSeconds(260_000), Outage.Cause.UPSTREAM, 1));
    }

    private static NowView.Card card(
            long id, String name, String state, Instant since, Outage.Cause cause, int masked) {
        List<String> hidden = new ArrayList<>();
        for (int i = 1; i <= masked; i++) {
            hidden.add("AP " + i + " " + LONG_NAME);
        }
        return new NowView.Card(
                id,
                device("d" + id),
                named(name),
                PLACE,
                state,
                since,
                cause,
                List.of(
                        new Fact(Evidence.LAST_GOOD, since.minusSeconds(20), "", ""),
                        new Fact("port-down", since.minusSeconds(2), "ether5", "Bộ định tuyến xã")),
                hidden,
                masked > 1 ? List.of("Wi-Fi công cộng " + LONG_NAME) : List.of(),
                Set.of(new VillageId("v1"), new VillageId("v2")),
                420);
    }

    private static List<VillageTile> tiles(String prefix) {
        List<VillageTile> tiles = new ArrayList<>();
        for (String state : STATES) {
            tiles.add(new VillageTile(
                    prefix + state, "Thôn Man", tiles.size() + 1, state, false, 2, 3, Duration.ofMinutes(12)));
        }
        tiles.add(new VillageTile(prefix + "empty", "Thôn Vèn", 7, "unknown", true, 0, 0, Duration.ZERO));
        tiles.add(new VillageTile(prefix + "long", LONG_NAME, 8, "down", false, 0, 12, Duration.ofHours(9)));
        return tiles;
    }

    private static List<DeviceRow> rows(Instant now) {
        List<DeviceRow> rows = new ArrayList<>();
        for (String state : STATES) {
            rows.add(row("AP nhà văn hóa", state, now, false, ""));
        }
        rows.add(row("AP chờ xác nhận", "up", now, true, ""));
        rows.add(row("Switch", "unknown", now, false, "paused"));
        rows.add(row("Bộ lưu điện", "unknown", now, false, "no-snmp"));
        rows.add(row("Bộ phát Wi-Fi sân trước " + LONG_NAME, "down", now, false, ""));
        return rows;
    }

    private static DeviceRow row(String name, String state, Instant now, boolean suspect, String unwatched) {
        return new DeviceRow(
                "d", name, PLACE, "access-point", state, "", now.minusSeconds(7500), suspect, unwatched, 0, 1);
    }

    private static List<VillagePages.ServiceRow> services() {
        return List.of(
                new VillagePages.ServiceRow("Wi-Fi công cộng", "public-wifi", "up", null),
                new VillagePages.ServiceRow(
                        "Đường truyền " + LONG_NAME, "office-line", "down", named("Bộ định tuyến xã")));
    }

    private static List<OutageList.Entry> outages(Instant now) {
        OutageList.Entry hidden = outage(device("ap9"), "AP 9", "masked", now.minusSeconds(7400), null, List.of());
        OutageList.Entry service = outage(
                ObjectRef.of(new ServiceId("wifi")),
                "Wi-Fi công cộng",
                "masked",
                now.minusSeconds(7400),
                null,
                List.of());
        return List.of(
                outage(
                        device("r1"),
                        "Bộ định tuyến " + LONG_NAME,
                        "down",
                        now.minusSeconds(7500),
                        null,
                        List.of(hidden, service)),
                outage(device("r2"), "AP 1", "masked", now.minusSeconds(90_000), now.minusSeconds(88_000), List.of()),
                outage(device("r3"), "AP 2", "down", now.minusSeconds(90_100), now.minusSeconds(90_070), List.of()));
    }

    private static OutageList.Entry outage(
            ObjectRef object,
            String name,
            String state,
            Instant from,
            @Nullable Instant to,
            List<OutageList.Entry> hidden) {
        return new OutageList.Entry(
                1,
                object,
                named(name),
                PLACE,
                state,
                from,
                to,
                Duration.between(from, to == null ? from.plusSeconds(7500) : to),
                state.equals("masked") ? Outage.Cause.UPSTREAM : Outage.Cause.POWER,
                state.equals("masked") ? Outage.Confidence.CERTAIN : Outage.Confidence.LIKELY,
                List.of(new OutageList.Part(
                        state, from, to, state.equals("masked") ? named("Bộ định tuyến xã") : null)),
                List.of(new Fact(Evidence.LAST_GOOD, from.minusSeconds(15), "", "")),
                hidden,
                Set.of());
    }

    private static List<DeviceLog.Entry> log(Instant now) {
        List<DeviceLog.Entry> log = new ArrayList<>();
        outages(now).stream().map(DeviceLog.Entry::of).forEach(log::add);
        for (String state : List.of("delivered", "sent", "queued", "failed", "no-recipient")) {
            log.add(DeviceLog.Entry.of(
                    now.minusSeconds(7460),
                    new DeviceLog.Told("Mất kết nối: Bộ định tuyến " + LONG_NAME, state, 1, 2)));
        }
        log.add(DeviceLog.Entry.of(
                now.minus(Duration.ofDays(2)),
                new DeviceLog.Changed(
                        "thang.hv",
                        "inventory.device.change",
                        List.of(
                                new DeviceLog.FieldChange("Địa chỉ", "10.60.4.11", "10.60.4.12"),
                                new DeviceLog.FieldChange("Ghi chú", null, LONG_NAME)))));
        log.add(DeviceLog.Entry.of(
                now.minus(Duration.ofDays(3)), new DeviceLog.Changed("system", "inventory.photo.add", List.of())));
        log.add(DeviceLog.Entry.added(now.minus(Duration.ofDays(29))));
        return log;
    }

    /** A day with every condition. */
    private static List<Stretch> stretches(Instant now) {
        Instant from = now.minus(Duration.ofDays(1));
        List<Stretch> day = new ArrayList<>();
        Condition[] conditions = {
            Condition.UP, Condition.DEGRADED, Condition.DOWN, Condition.UP, Condition.UNREACHABLE, Condition.UNKNOWN
        };
        Instant at = from;
        for (Condition condition : conditions) {
            Instant next = condition == Condition.UNKNOWN ? now : at.plus(Duration.ofHours(4));
            day.add(new Stretch(condition, at, next));
            at = next;
        }
        return day;
    }

    /** Ninety days: unknown at first, then with short and long outages. */
    private List<Stretch> days(Instant now) {
        List<Stretch> days = new ArrayList<>();
        Instant at = DayBar.from(now, settings.zone());
        for (int day = 0; at.isBefore(now); day++) {
            Instant next = at.plus(Duration.ofDays(1));
            if (day < 12) {
                days.add(new Stretch(Condition.UNKNOWN, at, next));
            } else {
                Duration out =
                        day % 17 == 0 ? Duration.ofHours(5) : day % 11 == 0 ? Duration.ofMinutes(20) : Duration.ZERO;
                if (!out.isZero()) {
                    days.add(new Stretch(Condition.DOWN, at, at.plus(out)));
                }
                days.add(new Stretch(Condition.UP, at.plus(out), next));
            }
            at = next;
        }
        return Stretches.within(days, DayBar.from(now, settings.zone()), now);
    }

    private List<Chart> charts(Instant now) {
        Duration step = Duration.ofMinutes(5);
        List<Double> in = new ArrayList<>();
        List<Double> out = new ArrayList<>();
        for (int i = 0; i < 288; i++) {
            boolean gap = i > 130 && i < 150;
            in.add(gap ? Double.NaN : 4e6 * (1.2 + Math.sin(i / 30.0) + .2 * Math.sin(i * 1.7)));
            out.add(gap ? Double.NaN : 9e5 * (1.2 + Math.cos(i / 25.0)));
        }
        Instant from = now.minus(Duration.ofDays(1));
        return List.of(Chart.of(
                words.message("dashboard.chart.traffic"),
                "bit/s",
                Duration.ofHours(6),
                List.of(words.message("dashboard.chart.in"), words.message("dashboard.chart.out")),
                List.of(new Curve(from, step, in), new Curve(from, step, out)),
                stretches(now),
                words));
    }
}
