package io.langsong.uptime.web;

import io.langsong.availability.Interval;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.uptime.Affected;
import io.langsong.uptime.Figures;
import io.langsong.uptime.Uptime;
import io.langsong.uptime.UptimeCalendar;
import io.langsong.uptime.UptimeCalendars;
import io.langsong.uptime.UptimeProperties;
import io.langsong.web.CsvDownload;
import io.langsong.web.Words;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** From the figure of the commune down to the intervals that one object's was counted from. */
@Controller
class UptimePages {
    static final String PATH = "/thoi-gian-hoat-dong";

    private final SeenUptime seen;
    private final UptimeCalendars calendars;
    private final UptimeProperties settings;
    private final Words words;
    private final Clock clock;

    UptimePages(SeenUptime seen, UptimeCalendars calendars, UptimeProperties settings, Words words, Clock clock) {
        this.seen = seen;
        this.calendars = calendars;
        this.settings = settings;
        this.words = words;
        this.clock = clock;
    }

    /** What was asked for, and what there is of it. @param calendar null: of each its own */
    private record Answer(
            AskedUptime asked,
            @Nullable UptimeCalendar calendar,
            List<SeenObject> objects,
            Map<ObjectRef, Uptime> uptimes,
            Map<ObjectRef, Affected> affected) {
        List<SeenObject> of(VillageId village) {
            return objects.stream().filter(one -> village.equals(one.village())).toList();
        }

        Map<VillageId, List<SeenObject>> byVillage() {
            Map<VillageId, List<SeenObject>> byVillage = new LinkedHashMap<>();
            for (SeenObject one : objects) {
                VillageId village = one.village();
                if (village != null) {
                    byVillage.computeIfAbsent(village, id -> new ArrayList<>()).add(one);
                }
            }
            return byVillage;
        }
    }

    private AskedUptime asked(Map<String, String> parameters) {
        return AskedUptime.of(
                parameters,
                settings,
                calendars.all().stream().map(UptimeCalendar::id).toList(),
                clock.instant());
    }

    private Optional<UptimeCalendar> calendar(AskedUptime asked) {
        return asked.calendar().isEmpty() ? Optional.empty() : calendars.find(asked.calendar());
    }

    private Answer answer(AskedUptime asked, @Nullable VillageId village) {
        UptimeCalendar calendar = calendar(asked).orElse(null);
        List<SeenObject> objects = seen.objects(asked.period()).stream()
                .filter(one -> village == null || village.equals(one.village()))
                .toList();
        Map<ObjectRef, Uptime> uptimes = seen.uptimes(objects, asked.period(), calendar);
        return new Answer(asked, calendar, objects, uptimes, seen.affected(uptimes));
    }

    @GetMapping(PATH)
    String commune(@RequestParam Map<String, String> parameters, Model model) {
        Answer answer = answer(asked(parameters), null);
        Map<VillageId, List<SeenObject>> byVillage = answer.byVillage();
        List<UptimeRow> rows = new ArrayList<>();
        for (Village village : seen.inventory().villages()) {
            Group group = Group.of(
                    byVillage.getOrDefault(village.id(), List.of()), answer.uptimes(), answer.affected(), settings);
            rows.add(UptimeRow.of(
                    village.name(), answer.asked().address(PATH + "/thon/" + village.id()), group, settings));
        }
        frame(model, answer, PATH);
        model.addAttribute(
                "total",
                UptimeRow.of(
                        "", "", Group.of(answer.objects(), answer.uptimes(), answer.affected(), settings), settings));
        model.addAttribute("rows", rows);
        model.addAttribute("csv", answer.asked().address(PATH + ".csv"));
        return "uptime/commune";
    }

    private void frame(Model model, Answer answer, String path) {
        Instant now = clock.instant();
        Interval period = answer.asked().period();
        model.addAttribute("asked", answer.asked());
        model.addAttribute("here", path);
        model.addAttribute("months", answer.asked().offered(settings.monthOf(now)));
        model.addAttribute("calendars", calendars.all());
        model.addAttribute("from", period.from());
        model.addAttribute("until", period.until());
        model.addAttribute("lasts", period.until().isAfter(now) && period.from().isBefore(now));
        model.addAttribute("toCome", !period.from().isBefore(now));
        model.addAttribute("now", now);
        model.addAttribute("target", settings.targetShare());
        model.addAttribute("enough", settings.enoughCoverage().movePointLeft(2));
        model.addAttribute("estimated", answer.uptimes().values().stream().anyMatch(Uptime::estimated));
    }

    @GetMapping(PATH + "/thon/{id}")
    String village(@PathVariable String id, @RequestParam Map<String, String> parameters, Model model) {
        Village village = villageOf(id);
        Answer answer = answer(asked(parameters), village.id());
        frame(model, answer, PATH + "/thon/" + village.id());
        model.addAttribute("village", village);
        model.addAttribute(
                "total",
                UptimeRow.of(
                        "", "", Group.of(answer.objects(), answer.uptimes(), answer.affected(), settings), settings));
        model.addAttribute("services", rows(answer, ObjectRef.Kind.SERVICE));
        model.addAttribute("links", rows(answer, ObjectRef.Kind.LINK));
        model.addAttribute("devices", rows(answer, ObjectRef.Kind.DEVICE));
        model.addAttribute("back", answer.asked().address(PATH));
        model.addAttribute("csv", answer.asked().address(PATH + "/thon/" + village.id() + ".csv"));
        return "uptime/village";
    }

    private Village villageOf(String id) {
        try {
            return seen.inventory()
                    .village(new VillageId(id))
                    .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        } catch (IllegalArgumentException notAnId) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, null, notAnId);
        }
    }

    /** Those of which there is a figure or that are there still. */
    private List<UptimeRow> rows(Answer answer, ObjectRef.Kind kind) {
        return answer.objects().stream()
                .filter(one -> one.ref().kind() == kind)
                .filter(one -> !one.retired() || answer.uptimes().containsKey(one.ref()))
                .map(one -> {
                    Uptime uptime = answer.uptimes().get(one.ref());
                    return UptimeRow.of(
                            one,
                            answer.asked().address(one.path()),
                            note(one),
                            uptime == null ? null : Figures.of(uptime, settings.blip()),
                            answer.affected().get(one.ref()),
                            settings);
                })
                .toList();
    }

    private String note(SeenObject one) {
        String type = words.message("dashboard.kind." + one.type());
        String place = one.place().isEmpty() ? type : type + " – " + one.place();
        return one.retired() ? place + " – " + words.message("uptime.retired") : place;
    }

    @GetMapping(PATH + "/{kind:service|link|device}/{id}")
    String object(
            @PathVariable String kind,
            @PathVariable String id,
            @RequestParam Map<String, String> parameters,
            Model model) {
        AskedUptime asked = asked(parameters);
        SeenObject object = seen.find(ObjectRef.parse(kind + ":" + id), asked.period())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        UptimeCalendar calendar = calendar(asked).orElse(null);
        Map<ObjectRef, Uptime> uptimes = seen.uptimes(List.of(object), asked.period(), calendar);
        Answer answer = new Answer(asked, calendar, List.of(object), uptimes, seen.affected(uptimes));
        frame(model, answer, object.path());
        Uptime uptime = uptimes.get(object.ref());
        model.addAttribute("object", object);
        model.addAttribute("note", note(object));
        model.addAttribute(
                "view",
                uptime == null
                        ? null
                        : ObjectView.of(
                                uptime,
                                seen.outages(uptime),
                                answer.affected().get(object.ref()),
                                seen.inventory(),
                                settings));
        model.addAttribute(
                "versions",
                uptime == null
                        ? List.of()
                        : VersionView.of(
                                seen.versions(object.ref(), asked.period()),
                                uptime,
                                Figures.of(uptime, settings.blip())));
        VillageId village = object.village();
        model.addAttribute("back", asked.address(village == null ? PATH : PATH + "/thon/" + village));
        model.addAttribute(
                "backName",
                village == null
                        ? words.message("uptime.title")
                        : seen.inventory().village(village).map(Village::name).orElse(words.message("uptime.title")));
        return "uptime/object";
    }

    @GetMapping(PATH + ".csv")
    void file(@RequestParam Map<String, String> parameters, HttpServletResponse response) throws IOException {
        write(answer(asked(parameters), null), response);
    }

    @GetMapping(PATH + "/thon/{id}.csv")
    void file(@PathVariable String id, @RequestParam Map<String, String> parameters, HttpServletResponse response)
            throws IOException {
        write(answer(asked(parameters), villageOf(id).id()), response);
    }

    private void write(Answer answer, HttpServletResponse response) throws IOException {
        String first = words.there(answer.asked().period().from()).toLocalDate().toString();
        String last = words.there(answer.asked().period().until().minus(Duration.ofSeconds(1)))
                .toLocalDate()
                .toString();
        try (CsvDownload table = new CsvDownload(response, "thoi-gian-hoat-dong-%s-%s.csv".formatted(first, last))) {
            UptimeCsv csv = new UptimeCsv(words, settings);
            table.row(csv.columns());
            for (SeenObject one : answer.objects()) {
                Uptime uptime = answer.uptimes().get(one.ref());
                if (uptime != null) {
                    table.row(csv.cells(
                            one,
                            Optional.ofNullable(one.village())
                                    .flatMap(seen.inventory()::village)
                                    .map(Village::name)
                                    .orElse(""),
                            Objects.requireNonNull(uptime),
                            answer.affected().get(one.ref())));
                }
            }
        }
    }
}
