package io.langsong.incident.web;

import io.langsong.alert.Severity;
import io.langsong.incident.IncidentWish;
import io.langsong.incident.State;
import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Link;
import io.langsong.inventory.Service;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.VillageId;
import io.langsong.outage.ObjectRef;
import io.langsong.web.PageAddress;
import io.langsong.web.PlainText;
import io.langsong.web.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents somebody wants to see, as the address of the list says it. What can not be is left out.
 *
 * @param state code of a state, {@code dang-mo} for those that are still to be worked, or empty for all
 * @param severity its code, or empty
 * @param village id of one that is seen, or empty
 * @param mine whether only one's own
 * @param text words that are looked for, or empty
 * @param device id, or empty
 */
record IncidentFilter(String state, String severity, String village, boolean mine, String text, String device) {
    static final String PATH = "/su-co";
    static final String LIVE = "dang-mo";
    private static final int LONGEST_TEXT = 100;
    private static final int MOST_OBJECTS = 2000;
    private static final Pattern PLACE = Pattern.compile("([0-3])-([1-9][0-9]{0,17})");

    static IncidentFilter of(Map<String, String> asked, InventorySnapshot inventory) {
        String village = asked.getOrDefault("thon", "");
        String state = asked.getOrDefault("trang-thai", "");
        String device = asked.getOrDefault("thiet-bi", "");
        String text = PlainText.searched(asked.getOrDefault("tim", "")).strip();
        return new IncidentFilter(
                state.equals(LIVE) || state(state) != null ? state : "",
                severity(asked.getOrDefault("muc", "")) == null ? "" : asked.getOrDefault("muc", ""),
                inventory.villages().stream().anyMatch(one -> one.id().value().equals(village)) ? village : "",
                !asked.getOrDefault("cua-toi", "").isEmpty(),
                text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text,
                isSeen(device, inventory) ? device : "");
    }

    private static boolean isSeen(String device, InventorySnapshot inventory) {
        return inventory.devices().stream().anyMatch(one -> one.id().value().equals(device));
    }

    static @Nullable State state(String code) {
        return Arrays.stream(State.values())
                .filter(state -> state.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    static @Nullable Severity severity(String code) {
        return Arrays.stream(Severity.values())
                .filter(severity -> severity.code().equals(code))
                .findFirst()
                .orElse(null);
    }

    /** A row's place as addresses have it; null for the beginning. */
    static IncidentWish.@Nullable Place place(String text) {
        Matcher parts = PLACE.matcher(text);
        return parts.matches()
                ? new IncidentWish.Place(Integer.parseInt(parts.group(1)), Long.parseLong(parts.group(2)))
                : null;
    }

    static String written(IncidentWish.Place place) {
        return place.rank() + "-" + place.id();
    }

    /** Whether it leaves anything out. */
    public boolean narrow() {
        return mine || !(state + severity + village + text + device).isEmpty();
    }

    /** @param who account that {@link #mine} means */
    IncidentWish wish(InventorySnapshot inventory, String who, IncidentWish.@Nullable Place after) {
        State one = state(state);
        return new IncidentWish(
                state.equals(LIVE) ? Set.of(State.OPEN, State.ACKNOWLEDGED) : one == null ? Set.of() : Set.of(one),
                severity(severity),
                village.isEmpty() ? null : new VillageId(village),
                SeenIncidents.villages(),
                mine ? who : null,
                text.isEmpty() ? null : search(text, inventory),
                device.isEmpty() ? null : new ObjectRef(ObjectRef.Kind.DEVICE, device),
                after);
    }

    /** Objects by their names and those of their places, in any case and without marks. */
    static IncidentWish.Search search(String text, InventorySnapshot inventory) {
        String plain = Words.plain(text);
        List<ObjectRef> objects = new ArrayList<>();
        for (Device device : inventory.devices()) {
            if (has(device.name(), plain) || stands(device.site(), plain, inventory)) {
                objects.add(ObjectRef.of(device.id()));
            }
        }
        for (Service service : inventory.services()) {
            if (has(service.name(), plain) || stands(service.site(), plain, inventory)) {
                objects.add(ObjectRef.of(service.id()));
            }
        }
        for (Link link : inventory.links()) {
            if (has(link.name(), plain)) {
                objects.add(ObjectRef.of(link.id()));
            }
        }
        return new IncidentWish.Search(
                text, objects.stream().limit(MOST_OBJECTS).toList());
    }

    private static boolean stands(SiteId site, String plain, InventorySnapshot inventory) {
        return inventory
                .site(site)
                .filter(one -> has(one.name(), plain) || has(village(one, inventory), plain))
                .isPresent();
    }

    private static String village(Site site, InventorySnapshot inventory) {
        return inventory.village(site.village()).map(village -> village.name()).orElse("");
    }

    private static boolean has(String name, String plain) {
        return Words.plain(name).contains(plain);
    }

    /** The same wish as an address. @param after null: from the beginning */
    public String address(@Nullable String after) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("trang-thai", state);
        parameters.put("muc", severity);
        parameters.put("thon", village);
        parameters.put("cua-toi", mine ? "1" : "");
        parameters.put("tim", text);
        parameters.put("thiet-bi", device);
        parameters.put("sau", after == null ? "" : after);
        return PageAddress.of(PATH, parameters);
    }
}
