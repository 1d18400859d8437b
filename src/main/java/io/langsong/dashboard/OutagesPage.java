package io.langsong.dashboard;

import io.langsong.dashboard.OutageList.Entry;
import io.langsong.inventory.Device;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.web.AskedPeriod;
import io.langsong.web.ListPage;
import io.langsong.web.WebProperties;
import io.langsong.web.Words;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The outage record as a list: what failed, with what hid behind it; and the same as a file. */
@Controller
class OutagesPage {
    private final Sources sources;
    private final Words words;
    private final ZoneId zone;

    OutagesPage(Sources sources, Words words, WebProperties settings) {
        this.sources = sources;
        this.words = words;
        this.zone = settings.zone();
    }

    /** @param asked as {@link OutageFilter} reads it */
    @GetMapping(OutageFilter.PATH)
    String list(@RequestParam Map<String, String> asked, Model model) {
        Look look = sources.look();
        OutageFilter filter = OutageFilter.of(asked, look);
        List<Entry> found = find(look, filter);
        ListPage<Entry> page = ListPage.of(found, asked.getOrDefault("trang", ""));
        model.addAttribute("filter", filter);
        model.addAttribute("periods", AskedPeriod.OFFERED);
        model.addAttribute("kinds", OutageFilter.KINDS);
        model.addAttribute("causes", OutageFilter.CAUSES);
        model.addAttribute("villages", look.inventory().villages());
        model.addAttribute(
                "device",
                Refs.device(filter.device())
                        .flatMap(look.inventory()::device)
                        .map(Device::name)
                        .orElse(""));
        model.addAttribute("page", page);
        model.addAttribute(
                "lasting",
                page.rows().stream().filter(entry -> entry.to() == null).toList());
        model.addAttribute(
                "lastingCount",
                found.stream().filter(entry -> entry.to() == null).count());
        model.addAttribute(
                "over", page.rows().stream().filter(entry -> entry.to() != null).toList());
        model.addAttribute("refresh", true);
        return "dashboard/outages";
    }

    @GetMapping(OutageFilter.PATH + ".csv")
    ResponseEntity<byte[]> file(@RequestParam Map<String, String> asked) {
        Look look = sources.look();
        OutageFilter filter = OutageFilter.of(asked, look);
        String name = "gian-doan-%s.csv".formatted(words.there(look.at()).toLocalDate());
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(new OutageCsv(look, words).write(find(look, filter)).getBytes(StandardCharsets.UTF_8));
    }

    private List<Entry> find(Look look, OutageFilter filter) {
        Instant from = filter.begin(look.at(), zone);
        Instant until = filter.end(look.at(), zone);
        if (!from.isBefore(until)) {
            return List.of();
        }
        ObjectRef device = Refs.device(filter.device()).map(ObjectRef::of).orElse(null);
        List<Outage> record = sources.outagesBetween(from, until, device);
        // Of one device also what hid behind another, which is not in this list, is its outage.
        List<Entry> all = device == null ? OutageList.roots(look, record) : OutageList.each(look, record);
        return all.stream().filter(entry -> filter.wants(entry, look)).toList();
    }
}
