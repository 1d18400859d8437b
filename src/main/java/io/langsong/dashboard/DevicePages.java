package io.langsong.dashboard;

import io.langsong.dashboard.Charts.Window;
import io.langsong.event.Kinds;
import io.langsong.event.Severity;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outages.Stretch;
import io.langsong.web.ListPage;
import io.langsong.web.PlainText;
import io.langsong.web.WebProperties;
import io.langsong.web.Words;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** All devices with search, and one device with everything known of it. */
@Controller
class DevicePages {
    /** How far back the log of a device goes. */
    private static final Duration LOGGED = Duration.ofDays(30);

    private static final int MESSAGES_LOGGED = 50;
    private static final int CHANGES_LOGGED = 50;
    private static final int SAID_LOGGED = 20;
    private static final int SAID_SHOWN = 10;

    /** Charts that end within this before now are those of now. */
    private static final Duration JUST_NOW = Duration.ofMinutes(2);

    private static final Duration DAY = Duration.ofHours(24);

    private final Sources sources;
    private final Charts charts;
    private final LiveValues liveValues;
    private final LastPorts lastPorts;
    private final WebProperties settings;
    private final Words words;

    DevicePages(
            Sources sources,
            Charts charts,
            LiveValues liveValues,
            LastPorts lastPorts,
            WebProperties settings,
            Words words) {
        this.sources = sources;
        this.charts = charts;
        this.liveValues = liveValues;
        this.lastPorts = lastPorts;
        this.settings = settings;
        this.words = words;
    }

    @GetMapping("/thiet-bi")
    String list(
            @RequestParam(name = "tim", defaultValue = "") String asked,
            @RequestParam(name = "trang-thai", defaultValue = "") String state,
            @RequestParam(name = "trang", defaultValue = "") String page,
            Model model) {
        Look look = sources.look();
        String query = PlainText.searched(asked);
        model.addAttribute("page", ListPage.of(DeviceRow.search(look, query, state), page));
        model.addAttribute("query", query);
        model.addAttribute("state", state);
        model.addAttribute("states", List.of("down", "masked", "degraded", "unknown", "up"));
        model.addAttribute("freshness", Freshness.of(look, settings.staleAfter()));
        return "dashboard/devices";
    }

    @GetMapping("/thiet-bi/{id}")
    String device(
            @PathVariable String id,
            @RequestParam(name = "gio", defaultValue = "") String hours,
            @RequestParam(name = "luc", defaultValue = "") String until,
            Model model,
            Locale language) {
        Look look = sources.look();
        Device device = device(look, id);
        fillState(look, device, model);
        fillHistory(look, device, hours(hours), until, model, language);
        fillValues(look, device, model);
        fillSaid(look, device, model);
        model.addAttribute("refresh", true);
        return "dashboard/device";
    }

    @GetMapping("/thiet-bi/{id}/trang-thai")
    String state(@PathVariable String id, Model model) {
        Look look = sources.look();
        fillState(look, device(look, id), model);
        return "dashboard/device :: state";
    }

    @GetMapping("/thiet-bi/{id}/lich-su")
    String history(
            @PathVariable String id,
            @RequestParam(name = "gio", defaultValue = "") String hours,
            @RequestParam(name = "luc", defaultValue = "") String until,
            Model model,
            Locale language) {
        Look look = sources.look();
        fillHistory(look, device(look, id), hours(hours), until, model, language);
        return "dashboard/device :: history";
    }

    @GetMapping("/thiet-bi/{id}/so-lieu")
    String values(@PathVariable String id, Model model) {
        Look look = sources.look();
        fillValues(look, device(look, id), model);
        return "dashboard/device :: values";
    }

    private static Device device(Look look, String id) {
        return Refs.device(id)
                .flatMap(look.inventory()::device)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private void fillState(Look look, Device device, Model model) {
        State state = look.of(device);
        model.addAttribute("device", device);
        model.addAttribute("row", DeviceRow.of(look, device));
        model.addAttribute("now", state);
        model.addAttribute("neverAnswered", neverAnswered(look, device, state));
        model.addAttribute("root", state.root() == null ? null : look.named(state.root()));
        model.addAttribute("place", look.placeOf(device));
        model.addAttribute("village", look.inventory().villageOf(device).orElse(null));
        Upstream upstream = upstream(look, device);
        model.addAttribute("upstream", upstream.hops());
        model.addAttribute("upstreamUnseen", upstream.unseen());
        model.addAttribute("behind", look.inventory().allBehind(device.id()).size());
        model.addAttribute("profile", sources.profileOf(device.id()).orElse(null));
        model.addAttribute("interval", sources.intervalOf(device));
        model.addAttribute("askedBy", sources.askedBy(device).orElse(null));
        model.addAttribute("agent", sources.saidByAgent(device.id()).orElse(null));
        model.addAttribute("byAgent", device.reachability() == Device.Reachability.AGENT);
        model.addAttribute("ports", lastPorts.of(device.id()));
        model.addAttribute("freshness", Freshness.of(look, settings.staleAfter()));
    }

    private void fillValues(Look look, Device device, Model model) {
        model.addAttribute("device", device);
        model.addAttribute("values", liveValues.of(device, look.of(device), look.at()));
    }

    private void fillSaid(Look look, Device device, Model model) {
        model.addAttribute(
                "said", sources.saidBy(device.id(), Severity.DEBUG, look.at().minus(LOGGED), SAID_SHOWN));
        model.addAttribute("faults", sources.faultsOf(device.id()));
        model.addAttribute("eventKinds", Kinds.ALL);
        model.addAttribute(
                "eventSeverities",
                Arrays.stream(Severity.values()).map(Severity::code).toList());
    }

    /** Not since the start of this server, not before the outage that lasts, and no measurement is kept of it. */
    private boolean neverAnswered(Look look, Device device, State state) {
        ObjectRef object = ObjectRef.of(device.id());
        boolean answeredBefore = look.open().stream()
                .filter(outage -> outage.object().equals(object))
                .flatMap(outage -> outage.evidence().stream())
                .anyMatch(fact -> fact.kind().equals(Evidence.LAST_GOOD));
        return state.lastGood() == null
                && !Look.serves(state.condition())
                && state.condition() != Condition.UNKNOWN
                && !answeredBefore
                && sources.seriesOf(device.id()).stream()
                        .allMatch(series -> series.metric().name().equals("reach.loss"));
    }

    /** What it is reached through, nearest first: with more than one uplink, the one that works. */
    private static Upstream upstream(Look look, Device device) {
        Set<DeviceId> seen = new LinkedHashSet<>();
        List<DeviceRow> path = new ArrayList<>();
        Device at = device;
        while (seen.add(at.id())) {
            List<Device> uplinks = at.uplinks().stream()
                    .flatMap(id -> look.inventory().device(id).stream())
                    .toList();
            Optional<Device> serving = uplinks.stream()
                    .filter(uplink -> Look.serves(look.of(uplink).condition()))
                    .findFirst();
            if (serving.isEmpty() && look.inventory().isCutOff(at.id())) {
                return new Upstream(path, true);
            }
            if (uplinks.isEmpty()) {
                break;
            }
            at = serving.orElse(uplinks.get(0));
            if (!seen.contains(at.id())) {
                path.add(DeviceRow.of(look, at));
            }
        }
        return new Upstream(path, false);
    }

    /** @param unseen the path leads on through a device that who asks may not see */
    private record Upstream(List<DeviceRow> hops, boolean unseen) {}

    private static int hours(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
    }

    private void fillHistory(Look look, Device device, int hours, String until, Model model, Locale language) {
        model.addAttribute("device", device);
        Instant now = look.at();
        ObjectRef object = ObjectRef.of(device.id());
        Instant begun = DayBar.from(now, settings.zone());
        List<Stretch> all = sources.timeline(object, begun, now);
        model.addAttribute("days", DayBar.of(all, now, settings.zone()));
        model.addAttribute("day", DayView.of(Stretches.within(all, now.minus(DAY), now), now.minus(DAY), now));
        fillCharts(device, hours, end(until, begun, now), now, all, model);
        List<OutageList.Entry> outages = OutageList.each(look, sources.outagesBetween(now.minus(LOGGED), now, object));
        DeviceLog log = new DeviceLog();
        log.outages(outages);
        log.messages(sources.messagesAbout(object, now.minus(LOGGED), MESSAGES_LOGGED));
        log.said(sources.saidBy(device.id(), Severity.WARNING, now.minus(LOGGED), SAID_LOGGED));
        log.changes(sources.changesOf(device.id(), now.minus(LOGGED), CHANGES_LOGGED), language);
        look.inventory()
                .addedAt(device.id())
                .filter(at -> at.isAfter(now.minus(LOGGED)))
                .ifPresent(log::added);
        model.addAttribute("log", log.newest());
        model.addAttribute("logMore", log.more());
    }

    private void fillCharts(Device device, int hours, Instant end, Instant now, List<Stretch> all, Model model) {
        Instant began = all.stream()
                .filter(stretch -> stretch.condition() != Condition.UNKNOWN)
                .findFirst()
                .map(Stretch::from)
                .orElse(end);
        Window window = Window.of(hours, Duration.between(began, end));
        boolean past = end.isBefore(now.minus(JUST_NOW));
        model.addAttribute("window", window);
        model.addAttribute("windows", Window.values());
        model.addAttribute("until", past ? words.local(end) : null);
        model.addAttribute("shownUntil", end);
        Instant before = end.minus(window.span());
        model.addAttribute("earlier", before.isBefore(DayBar.from(now, settings.zone())) ? null : words.local(before));
        model.addAttribute(
                "later",
                !past || end.plus(window.span()).isAfter(now.minus(JUST_NOW))
                        ? null
                        : words.local(end.plus(window.span())));
        model.addAttribute("charts", charts.of(device.id(), window, end, all));
    }

    /** @param until local time as {@link Words#local} writes it; whatever else stands there means now */
    private Instant end(String until, Instant earliest, Instant now) {
        try {
            Instant end = LocalDateTime.parse(until).atZone(settings.zone()).toInstant();
            return end.isAfter(now) || end.isBefore(earliest) ? now : end;
        } catch (DateTimeException notATime) {
            return now;
        }
    }

    /**
     * The last day as a bar.
     *
     * @param outs how often it was out, and for how long in all
     * @param unknown for how long nobody looked
     */
    record DayView(List<Chart.Band> bands, long outs, Duration out, Duration unknown, Instant from, Instant until) {
        /** For how long somebody looked. */
        public Duration watched() {
            return Duration.between(from, until).minus(unknown);
        }

        /** Whether less than half of the day is known. */
        public boolean sparse() {
            return watched().multipliedBy(2).compareTo(Duration.between(from, until)) < 0;
        }

        static DayView of(List<Stretch> stretches, Instant from, Instant until) {
            return new DayView(
                    Chart.bands(stretches, from, until),
                    Stretches.runs(stretches),
                    Stretches.out(stretches),
                    Stretches.total(stretches, stretch -> stretch.condition() == Condition.UNKNOWN),
                    from,
                    until);
        }
    }
}
