package io.langsong.dashboard;

import io.langsong.dashboard.Charts.Window;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.outage.Evidence;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outages.Stretch;
import io.langsong.web.WebProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    private static final Duration OUTAGES_SHOWN = Duration.ofDays(30);

    private static final Duration DAY = Duration.ofHours(24);

    private final Sources sources;
    private final Charts charts;
    private final LiveValues liveValues;
    private final LastPorts lastPorts;
    private final WebProperties settings;

    DevicePages(Sources sources, Charts charts, LiveValues liveValues, LastPorts lastPorts, WebProperties settings) {
        this.sources = sources;
        this.charts = charts;
        this.liveValues = liveValues;
        this.lastPorts = lastPorts;
        this.settings = settings;
    }

    @GetMapping("/thiet-bi")
    String list(
            @RequestParam(name = "tim", defaultValue = "") String query,
            @RequestParam(name = "trang-thai", defaultValue = "") String state,
            Model model) {
        Look look = sources.look();
        model.addAttribute("query", query);
        model.addAttribute("state", state);
        model.addAttribute("states", List.of("down", "masked", "degraded", "unknown", "up"));
        model.addAttribute("devices", DeviceRow.search(look, query, state));
        model.addAttribute("freshness", Freshness.of(look, settings.staleAfter()));
        return "dashboard/devices";
    }

    @GetMapping("/thiet-bi/{id}")
    String device(@PathVariable String id, @RequestParam(name = "gio", defaultValue = "0") int hours, Model model) {
        Look look = sources.look();
        Device device = device(look, id);
        fillState(look, device, model);
        fillHistory(look, device, hours, model);
        fillValues(look, device, model);
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
    String history(@PathVariable String id, @RequestParam(name = "gio", defaultValue = "0") int hours, Model model) {
        Look look = sources.look();
        fillHistory(look, device(look, id), hours, model);
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
        model.addAttribute("upstream", upstream(look, device));
        model.addAttribute("behind", look.inventory().allBehind(device.id()).size());
        model.addAttribute("profile", sources.profileOf(device.id()).orElse(null));
        model.addAttribute("interval", sources.intervalOf(device));
        model.addAttribute("ports", lastPorts.of(device.id()));
        model.addAttribute("freshness", Freshness.of(look, settings.staleAfter()));
    }

    private void fillValues(Look look, Device device, Model model) {
        model.addAttribute("device", device);
        model.addAttribute("values", liveValues.of(device, look.of(device), look.at()));
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
    private static List<DeviceRow> upstream(Look look, Device device) {
        Set<DeviceId> seen = new LinkedHashSet<>();
        List<DeviceRow> path = new ArrayList<>();
        Device at = device;
        while (seen.add(at.id()) && !at.uplinks().isEmpty()) {
            List<Device> uplinks = at.uplinks().stream()
                    .flatMap(id -> look.inventory().device(id).stream())
                    .toList();
            if (uplinks.isEmpty()) {
                break;
            }
            at = uplinks.stream()
                    .filter(uplink -> Look.serves(look.of(uplink).condition()))
                    .findFirst()
                    .orElse(uplinks.get(0));
            if (!seen.contains(at.id())) {
                path.add(DeviceRow.of(look, at));
            }
        }
        return path;
    }

    private void fillHistory(Look look, Device device, int hours, Model model) {
        model.addAttribute("device", device);
        Instant now = look.at();
        ObjectRef object = ObjectRef.of(device.id());
        List<Stretch> day = sources.timeline(object, now.minus(DAY), now);
        model.addAttribute("bar", Chart.bands(day, now.minus(DAY), now));
        model.addAttribute("outsNumber", runs(day));
        model.addAttribute("outsTotal", total(day, Condition.DOWN).plus(total(day, Condition.UNREACHABLE)));
        model.addAttribute("unknownTotal", total(day, Condition.UNKNOWN));
        model.addAttribute("dayBegan", now.minus(DAY));
        Instant begun = day.stream()
                .filter(stretch -> stretch.condition() != Condition.UNKNOWN)
                .findFirst()
                .map(Stretch::from)
                .orElse(now);
        Window window = Window.of(hours, Duration.between(begun, now));
        model.addAttribute("window", window);
        model.addAttribute("windows", Window.values());
        model.addAttribute("charts", charts.of(device.id(), window, now, day));
        model.addAttribute(
                "outages", OutageList.each(look, sources.outagesBetween(now.minus(OUTAGES_SHOWN), now, object)));
    }

    /** Runs of DOWN or UNREACHABLE; what is unknown between two of them does not part them. */
    private static long runs(List<Stretch> day) {
        long runs = 0;
        boolean out = false;
        for (Stretch stretch : day) {
            if (Look.serves(stretch.condition())) {
                out = false;
            } else if (stretch.condition() != Condition.UNKNOWN && !out) {
                out = true;
                runs++;
            }
        }
        return runs;
    }

    private static Duration total(List<Stretch> day, Condition condition) {
        return day.stream()
                .filter(stretch -> stretch.condition() == condition)
                .map(stretch -> Duration.between(stretch.from(), stretch.until()))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
