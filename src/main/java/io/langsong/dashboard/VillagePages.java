package io.langsong.dashboard;

import io.langsong.inventory.Device;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import io.langsong.outage.Condition;
import io.langsong.outage.Conditions.State;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outages.Stretch;
import io.langsong.web.WebProperties;
import io.langsong.web.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The villages in their official order, and one of them. */
@Controller
class VillagePages {
    private static final String MAP = "ban-do";

    private final Sources sources;
    private final WebProperties settings;
    private final Words words;

    VillagePages(Sources sources, WebProperties settings, Words words) {
        this.sources = sources;
        this.settings = settings;
        this.words = words;
    }

    /** @param view {@code ban-do} for the map, anything else for the matrix */
    @GetMapping("/thon")
    String matrix(@RequestParam(name = "xem", defaultValue = "") String view, Model model) {
        fillMatrix(view, model);
        model.addAttribute("refresh", true);
        return "dashboard/matrix";
    }

    @GetMapping("/thon/o-luoi")
    String tiles(@RequestParam(name = "xem", defaultValue = "") String view, Model model) {
        fillMatrix(view, model);
        return "dashboard/matrix :: tiles";
    }

    private void fillMatrix(String view, Model model) {
        Look look = sources.look();
        Instant midnight = words.there(look.at()).truncatedTo(ChronoUnit.DAYS).toInstant();
        List<VillageTile> tiles = VillageTile.all(look, sources.outagesBetween(midnight, look.at(), null), midnight);
        model.addAttribute("tiles", tiles);
        model.addAttribute("map", view.equals(MAP) ? VillageMap.of(look, tiles) : null);
        model.addAttribute("freshness", Freshness.of(look, settings.staleAfter()));
    }

    @GetMapping("/thon/{id}")
    String village(@PathVariable String id, Model model) {
        Village village = fillVillage(id, model);
        model.addAttribute("bars", bars(village));
        model.addAttribute("refresh", true);
        return "dashboard/village";
    }

    @GetMapping("/thon/{id}/noi-dung")
    String content(@PathVariable String id, Model model) {
        fillVillage(id, model);
        return "dashboard/village :: content";
    }

    /** @param path of the page that opens a service to what its uptime was counted from */
    record Bar(String name, String path, DayBar days) {}

    private List<Bar> bars(Village village) {
        Look look = sources.look();
        List<Service> services = look.inventory().services().stream()
                .filter(service -> look.inventory()
                        .site(service.site())
                        .filter(site -> site.village().equals(village.id()))
                        .isPresent())
                .toList();
        Map<ObjectRef, List<Stretch>> timelines = sources.timelines(
                services.stream().map(service -> ObjectRef.of(service.id())).toList(),
                DayBar.from(look.at(), settings.zone()),
                look.at());
        return services.stream()
                .map(service -> new Bar(
                        service.name(),
                        "/thoi-gian-hoat-dong/service/" + service.id(),
                        DayBar.of(
                                timelines.getOrDefault(ObjectRef.of(service.id()), List.of()),
                                look.at(),
                                settings.zone())))
                .toList();
    }

    private Village fillVillage(String id, Model model) {
        Look look = sources.look();
        Village village = Refs.village(id)
                .flatMap(look.inventory()::village)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("village", village);
        model.addAttribute("contacts", look.inventory().contactsOf(village.id()));
        model.addAttribute("tile", VillageTile.of(look, village, Duration.ZERO));
        model.addAttribute("freshness", Freshness.of(look, settings.staleAfter()));
        model.addAttribute(
                "sites",
                VillageTile.sitesOf(look, village).stream()
                        .map(site -> place(look, site))
                        .toList());
        return village;
    }

    private static Place place(Look look, Site site) {
        List<DeviceRow> devices = look.inventory().devicesAt(site.id()).stream()
                .map((Device device) -> DeviceRow.of(look, device))
                .toList();
        List<ServiceRow> services = look.inventory().services().stream()
                .filter(service -> service.site().equals(site.id()))
                .map(service -> {
                    State state = look.of(ObjectRef.of(service.id()));
                    boolean hidden = state.condition() == Condition.UNREACHABLE;
                    return new ServiceRow(
                            service.name(),
                            service.kind().code(),
                            // To those who use it, it makes no difference where it is broken.
                            hidden ? "down" : Refs.code(state.condition()),
                            hidden && state.root() != null ? look.named(state.root()) : null);
                })
                .toList();
        return new Place(site.name(), site.kind().code(), services, devices);
    }

    record Place(String name, String kind, List<ServiceRow> services, List<DeviceRow> devices) {}

    /** @param because what it is hidden behind, null when it is not */
    record ServiceRow(String name, String kind, String state, Look.@Nullable Named because) {}
}
