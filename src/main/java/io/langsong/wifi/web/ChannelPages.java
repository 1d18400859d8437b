package io.langsong.wifi.web;

import io.langsong.access.Refused;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.inventory.VillageId;
import io.langsong.web.SeenInventory;
import io.langsong.web.Words;
import io.langsong.wifi.Band;
import io.langsong.wifi.ChannelConflict;
import io.langsong.wifi.ChannelPlans;
import io.langsong.wifi.ChannelPlans.Radio;
import io.langsong.wifi.ChannelPlans.Wish;
import io.langsong.wifi.Spectrum;
import io.langsong.wifi.WifiRadio;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Channels of a village: how they are wanted and heard, what stands in each other's way, and a plan to look at before it is saved. */
@Controller
@RequestMapping(ChannelPages.PATH)
class ChannelPages {
    static final String PATH = WifiPages.PATH + "/kenh";
    private static final String ONE = "wifi/channels";

    private final ChannelPlans plans;
    private final SeenInventory inventory;
    private final Words words;

    ChannelPages(ChannelPlans plans, SeenInventory inventory, Words words) {
        this.plans = plans;
        this.inventory = inventory;
        this.words = words;
    }

    /**
     * One radio in the form.
     *
     * @param key of its fields, {@code thon-man-ap1/2.4}
     * @param channel as typed, as {@code width} and {@code power}
     * @param notes what is worth knowing of the channel
     * @param conflicts names of the radios that it is in conflict with
     */
    record Row(
            String key,
            String place,
            String site,
            Band band,
            String name,
            String channel,
            String width,
            String power,
            List<Integer> heard,
            List<Spectrum.Note> notes,
            List<String> conflicts) {
        public List<Integer> channels() {
            return Spectrum.channels(band);
        }

        public List<Integer> widths() {
            return Spectrum.widths(band);
        }
    }

    /** @param weight {@code site} when they stand at one site, else {@code village} */
    record ConflictRow(String one, String other, String weight, String kind) {}

    @GetMapping
    String villages(Model model) {
        model.addAttribute("villages", WifiPage.villages(inventory.snapshot()));
        return "wifi/villages";
    }

    /** @param propose whether the fields hold a plan instead of what is kept */
    @GetMapping("/{village}")
    String one(
            @PathVariable String village,
            @RequestParam(name = "de-xuat", defaultValue = "false") boolean propose,
            Model model) {
        Village there = require(village);
        List<Radio> radios = plans.of(there.id());
        List<Radio> shown = propose ? ChannelPlans.proposed(radios) : radios;
        model.addAttribute("proposed", propose);
        if (propose) {
            model.addAttribute("before", ChannelPlans.conflicts(radios).size());
        }
        return form(model, there, shown, Map.of());
    }

    private Village require(String village) {
        if (!Ids.isOne(village)) {
            throw WifiPage.missing();
        }
        return inventory.snapshot().village(new VillageId(village)).orElseThrow(WifiPage::missing);
    }

    /** @param typed fields as they were typed, by key; where there is none, as the radio is */
    private String form(Model model, Village village, List<Radio> radios, Map<String, String> typed) {
        InventorySnapshot known = inventory.snapshot();
        WifiWords said = new WifiWords(words, known);
        List<ChannelConflict> conflicts = ChannelPlans.conflicts(radios);
        Map<String, String> names = new HashMap<>();
        radios.forEach(
                radio -> names.put(radio.place().id().value(), radio.place().name()));
        List<Row> rows = new ArrayList<>();
        for (Radio radio : radios) {
            String key = key(radio);
            rows.add(new Row(
                    key,
                    radio.place().name(),
                    site(known, radio.place().site()),
                    radio.band(),
                    said.band(radio.band()),
                    typed.getOrDefault(key + "/channel", Integer.toString(radio.channel())),
                    typed.getOrDefault(key + "/width", Integer.toString(radio.width())),
                    typed.getOrDefault(key + "/power", Integer.toString(radio.powerDbm())),
                    radio.heard(),
                    radio.onAir().stream()
                            .flatMap(on -> Spectrum.notes(on.band(), on.channel(), on.width()).stream())
                            .toList(),
                    conflicts.stream()
                            .filter(conflict -> is(conflict.one(), radio) || is(conflict.other(), radio))
                            .map(conflict -> is(conflict.one(), radio) ? conflict.other() : conflict.one())
                            .map(other -> names.getOrDefault(other.accessPoint().value(), ""))
                            .toList()));
        }
        model.addAttribute("village", village);
        model.addAttribute("rows", rows);
        model.addAttribute(
                "conflicts",
                conflicts.stream()
                        .map(conflict -> new ConflictRow(
                                name(conflict.one(), names, said),
                                name(conflict.other(), names, said),
                                conflict.sameSite() ? "site" : "village",
                                conflict.sameChannel() ? "same" : "overlap"))
                        .toList());
        return ONE;
    }

    private static String key(Radio radio) {
        return radio.place().id() + "/" + radio.band().code();
    }

    private static String site(InventorySnapshot known, SiteId id) {
        return known.site(id).map(Site::name).orElse(id.value());
    }

    private static boolean is(WifiRadio one, Radio radio) {
        return one.accessPoint().equals(radio.place().id()) && one.band() == radio.band();
    }

    /** {@code Thôn Man AP 1, 2,4 GHz, kênh 6} */
    private String name(WifiRadio radio, Map<String, String> names, WifiWords said) {
        return words.message(
                "wifi.channels.radio",
                names.getOrDefault(radio.accessPoint().value(), ""),
                said.band(radio.band()),
                Integer.toString(radio.channel()));
    }

    /** The conflicts that there would be with what is typed; nothing is kept. */
    @PostMapping("/{village}/_xem")
    Object look(@PathVariable String village, @RequestParam MultiValueMap<String, String> typed, Model model) {
        Village there = require(village);
        try {
            return form(model, there, plans.draft(there.id(), wishes(there, typed)), Map.of());
        } catch (Refused refused) {
            return refused(model, there, typed, refused);
        }
    }

    @PostMapping("/{village}")
    Object save(
            @PathVariable String village,
            @RequestParam MultiValueMap<String, String> typed,
            Model model,
            RedirectAttributes flash) {
        Village there = require(village);
        try {
            String reason = words.message("wifi.channels.reason", there.name());
            plans.save(there.id(), wishes(there, typed), reason, WifiPage.who());
            flash.addFlashAttribute("notice", "wifi.done.channels");
            return "redirect:" + PATH + "/" + there.id();
        } catch (Refused refused) {
            return refused(model, there, typed, refused);
        }
    }

    private Object refused(Model model, Village village, MultiValueMap<String, String> typed, Refused refused) {
        Map<String, String> fields = new HashMap<>();
        typed.keySet().stream()
                .filter(name -> name.contains("/"))
                .forEach(name -> fields.put(name, WifiPage.one(typed, name)));
        return WifiPage.refused(form(model, village, plans.of(village.id()), fields), model, refused, words);
    }

    private List<Wish> wishes(Village village, MultiValueMap<String, String> typed) {
        List<Wish> wishes = new ArrayList<>();
        for (Radio radio : plans.of(village.id())) {
            String key = key(radio);
            if (typed.containsKey(key + "/channel")) {
                wishes.add(new Wish(
                        radio.place().id().value(),
                        radio.band().code(),
                        number(typed, key + "/channel", 0),
                        number(typed, key + "/width", radio.width()),
                        number(typed, key + "/power", radio.powerDbm())));
            }
        }
        return wishes;
    }

    private static int number(MultiValueMap<String, String> typed, String field, int usual) {
        Integer number = WifiPage.number(field, WifiPage.one(typed, field));
        return number == null ? usual : number;
    }
}
