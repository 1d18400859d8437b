package io.langsong.discovery;

import io.langsong.inventory.Device;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.Village;
import io.langsong.polling.profile.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a person would most likely enter for a box that was found. Pure functions. */
final class Guesses {
    /** sysServices, RFC 3418: 2^(layer - 1). */
    private static final int LAYER_2 = 2;

    private static final int SHORTEST = 3;
    private static final int LONGEST_NAME = 160;
    private static final Set<String> PLACES = Set.of("thon", "pho", "ban", "lang", "xom", "khu", "to", "xa");

    private Guesses() {}

    /**
     * The site that a box says it stands at: the one whose name, or whose village's, its location or else its name holds. Where
     * two fit as well, none: a wrong site is worse than one to be chosen.
     */
    static @Nullable SiteId site(@Nullable String sysLocation, @Nullable String sysName, InventorySnapshot inventory) {
        return Stream.of(sysLocation, sysName)
                .filter(text -> text != null && !text.isBlank())
                .map(text -> site(" " + DeviceText.plain(String.valueOf(text)) + " ", inventory))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable SiteId site(String words, InventorySnapshot inventory) {
        List<Site> best = new ArrayList<>();
        int most = 0;
        for (Site site : inventory.sites()) {
            int fits = fits(words, site, inventory);
            if (fits > most) {
                best.clear();
                most = fits;
            }
            if (fits > 0 && fits == most) {
                best.add(site);
            }
        }
        if (best.size() == 1) {
            return best.get(0).id();
        }
        List<Site> houses = best.stream()
                .filter(site -> site.kind() == Site.Kind.CULTURE_HOUSE)
                .toList();
        boolean oneVillage = best.stream().map(Site::village).distinct().count() == 1;
        return oneVillage && houses.size() == 1 ? houses.get(0).id() : null;
    }

    /** Letters that fit: of the village, and of the site besides. 0 for none. */
    private static int fits(String words, Site site, InventorySnapshot inventory) {
        Village village = inventory.village(site.village()).orElse(null);
        int ofVillage = village == null
                ? 0
                : Math.max(held(words, village.name()), held(words, village.id().value()));
        int ofSite = Math.max(held(words, site.name()), held(words, site.id().value()));
        return ofVillage + ofSite;
    }

    private static int held(String words, String name) {
        String plain = DeviceText.plain(name);
        if (plain.length() >= SHORTEST && words.contains(" " + plain + " ")) {
            return plain.length() + 1;
        }
        int first = plain.indexOf(' ');
        if (first > 0 && PLACES.contains(plain.substring(0, first))) {
            String bare = plain.substring(first + 1);
            return bare.length() >= SHORTEST && words.contains(" " + bare + " ") ? bare.length() : 0;
        }
        return 0;
    }

    /**
     * By the name that somebody gave it, else by the family, what it measures, and what the box says it does.
     *
     * @param services sysServices, see {@link Answer}
     */
    static Device.Kind kind(@Nullable String sysName, @Nullable Profile profile, int services, boolean forwards) {
        Device.Kind named = sysName == null ? null : kindIn(DeviceText.plain(sysName));
        if (named != null) {
            return named;
        }
        if (profile == null) {
            return Device.Kind.OTHER;
        }
        Set<String> metrics = profile.metricNames();
        String name = (profile.name() + " " + profile.title()).toLowerCase(Locale.ROOT);
        if (metrics.contains("sensor.charge") || name.contains("ups")) {
            return Device.Kind.UPS;
        }
        if (name.matches(".*\\b(olt|onu|ont|gpon)\\b.*")) {
            return Device.Kind.ONT;
        }
        if (name.contains("switch")) {
            return Device.Kind.SWITCH;
        }
        boolean wireless = metrics.stream().anyMatch(metric -> metric.startsWith("wifi."));
        if (wireless && !(forwards && name.matches(".*(routeros|openwrt|router|gateway).*"))) {
            return Device.Kind.ACCESS_POINT;
        }
        if (forwards) {
            return Device.Kind.ROUTER;
        }
        return (services & LAYER_2) != 0 ? Device.Kind.SWITCH : Device.Kind.OTHER;
    }

    /** {@code thon-man-ap2} is an access point, {@code ubnd-sw} a switch. */
    private static Device.@Nullable Kind kindIn(String plainName) {
        for (String word : plainName.split(" ")) {
            Device.Kind kind = switch (word.replaceFirst("[0-9]+$", "")) {
                case "ap", "wifi" -> Device.Kind.ACCESS_POINT;
                case "sw", "switch" -> Device.Kind.SWITCH;
                case "rt", "router", "gw", "gateway" -> Device.Kind.ROUTER;
                case "ont", "onu" -> Device.Kind.ONT;
                case "ups" -> Device.Kind.UPS;
                default -> null;
            };
            if (kind != null) {
                return kind;
            }
        }
        return null;
    }

    /** Its own name, else what it is and where. */
    static String name(Found found) {
        String own = found.sysName();
        if (own != null) {
            return cut(own);
        }
        String model = found.model() == null ? found.vendor() : found.model();
        return cut((model == null ? "" : model + " ") + found.address());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_NAME
                ? text
                : text.substring(0, LONGEST_NAME).strip();
    }

    /** How likely it is nearer to the server than others: see {@link Node}. */
    static int rank(Device.Kind kind) {
        return switch (kind) {
            case ROUTER -> 4;
            case ONT -> 3;
            case SWITCH -> 2;
            case BRIDGE, SERVER -> 1;
            case ACCESS_POINT, UPS, OTHER -> 0;
        };
    }
}
