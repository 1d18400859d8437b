package io.langsong.outage.web;

import io.langsong.access.AuditTrail;
import io.langsong.access.Refused;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.PowerArea;
import io.langsong.inventory.Site;
import io.langsong.outage.AreaProposal;
import io.langsong.outage.AreaProposals;
import io.langsong.web.SeenInventory;
import io.langsong.web.SignedIn;
import io.langsong.web.Words;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Power areas that outages show: everybody looks, administrators confirm or reject. */
@Controller
@RequestMapping("/danh-muc/_khu-vuc-dien-de-xuat")
class AreaPages {
    private static final String PATH = "/danh-muc/_khu-vuc-dien-de-xuat";
    private static final int MOST_DATES = 12;
    private static final int MOST_TYPED = 300;

    private final AreaProposals proposals;
    private final SeenInventory inventory;
    private final Words words;

    AreaPages(AreaProposals proposals, SeenInventory inventory, Words words) {
        this.proposals = proposals;
        this.inventory = inventory;
        this.words = words;
    }

    /**
     * One proposal with names.
     *
     * @param inArea whether the site is in the area already
     */
    record Place(String name, String village, boolean inArea) {}

    /**
     * @param area that the others join; null for a new one
     * @param suggested name of a new one
     * @param dates the newest; {@code more} are not shown
     */
    record Row(
            String key,
            List<Place> places,
            @Nullable String area,
            String suggested,
            int times,
            List<Instant> dates,
            int more) {}

    /** What stood in a form that was refused. */
    record Given(String key, String name) {}

    @GetMapping
    String list(Model model) {
        InventorySnapshot seen = inventory.snapshot();
        model.addAttribute(
                "rows",
                proposals.find(seen).stream()
                        .map(proposal -> row(proposal, seen))
                        .toList());
        if (!model.containsAttribute("given")) {
            model.addAttribute("given", new Given("", ""));
        }
        return "outage/areas";
    }

    private Row row(AreaProposal proposal, InventorySnapshot seen) {
        List<Site> sites =
                proposal.sites().stream().flatMap(id -> seen.site(id).stream()).toList();
        List<Instant> together = proposal.together();
        int shown = Math.min(MOST_DATES, together.size());
        return new Row(
                proposal.key(),
                sites.stream().map(site -> place(site, seen)).toList(),
                area(proposal, seen).orElse(null),
                words.message(
                        "outage.areas.suggested", place(sites.get(0), seen).village()),
                together.size(),
                together.subList(0, shown),
                together.size() - shown);
    }

    private static Place place(Site site, InventorySnapshot seen) {
        String village = seen.village(site.village()).map(one -> one.name()).orElse("");
        return new Place(site.name(), village, site.powerArea() != null);
    }

    private static Optional<String> area(AreaProposal proposal, InventorySnapshot seen) {
        return seen.powerAreas().stream()
                .filter(one -> one.id().equals(proposal.area()))
                .map(PowerArea::name)
                .findFirst();
    }

    @PostMapping("/nhan")
    String accept(
            @RequestParam(name = "diem", defaultValue = "") String key,
            @RequestParam(name = "ten", defaultValue = "") String name,
            RedirectAttributes flash) {
        try {
            proposals.accept(key, name, inventory.snapshot(), inventory::apply);
            flash.addFlashAttribute("notice", "outage.areas.accepted");
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
            flash.addFlashAttribute(
                    "given", new Given(key, name.length() > MOST_TYPED ? name.substring(0, MOST_TYPED) : name));
        } catch (InventoryRefused changed) {
            // Somebody else changed one of the sites meanwhile.
            flash.addFlashAttribute("errors", Map.of("sites", words.message("outage.refused.area")));
        }
        return "redirect:" + PATH;
    }

    @PostMapping("/tu-choi")
    String reject(@RequestParam(name = "diem", defaultValue = "") String key, RedirectAttributes flash) {
        SignedIn who = SignedIn.current();
        try {
            proposals.reject(key, inventory.snapshot(), who == null ? AuditTrail.NOBODY : who.name());
            flash.addFlashAttribute("notice", "outage.areas.rejected");
        } catch (Refused refused) {
            flash.addFlashAttribute("errors", Map.of(refused.field(), words.refusal(refused)));
        }
        return "redirect:" + PATH;
    }
}
