package io.langsong.provisioning.web;

import io.langsong.access.Refused;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Backups;
import io.langsong.provisioning.Backups.Hit;
import io.langsong.provisioning.Backups.Latest;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The newest running configuration of each access point, and a search in all of them. */
@Controller
class BackupSearchPage {
    private final AccessPoints accessPoints;
    private final Backups backups;
    private final SeenInventory inventory;
    private final Words words;

    BackupSearchPage(AccessPoints accessPoints, Backups backups, SeenInventory inventory, Words words) {
        this.accessPoints = accessPoints;
        this.backups = backups;
        this.inventory = inventory;
        this.words = words;
    }

    /** Lines that were found in one of them. */
    record Found(String name, Hit first, List<Hit> lines) {}

    record Row(String name, Latest latest) {}

    /** @param sought empty: nothing is */
    @GetMapping(OverviewPage.PATH + "/ban-sao")
    String show(@RequestParam(name = "tim", defaultValue = "") String sought, Model model) {
        PlaceNames names = new PlaceNames(inventory.snapshot(), accessPoints.all(), words);
        model.addAttribute("sought", sought);
        if (!sought.isBlank()) {
            search(sought, names, model);
        }
        model.addAttribute(
                "latest",
                backups.latest().stream()
                        .map(one -> new Row(names.accessPoint(one.place()), one))
                        .toList());
        return "provisioning/backup-search";
    }

    private void search(String sought, PlaceNames names, Model model) {
        try {
            Map<String, List<Hit>> hits = new LinkedHashMap<>();
            backups.search(sought)
                    .forEach(hit -> hits.computeIfAbsent(hit.place().value(), any -> new ArrayList<>())
                            .add(hit));
            model.addAttribute(
                    "found",
                    hits.values().stream()
                            .map(lines ->
                                    new Found(names.accessPoint(lines.get(0).place()), lines.get(0), lines))
                            .toList());
        } catch (Refused refused) {
            model.addAttribute("errors", Map.of("tim", words.refusal(refused)));
        }
    }
}
