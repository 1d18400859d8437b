package io.langsong.wifi;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.Site;
import io.langsong.inventory.SiteId;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Level;
import io.langsong.provisioning.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which channel each radio of a village is to be on. It is kept in values of access points, which the templates {@code wifi-radios} and
 * {@code wifi-radios-routeros} read; saving reaches no box by itself. Any thread.
 */
@Component
public class ChannelPlans {
    private static final int MOST_DBM = 30;

    private final AccessPoints accessPoints;
    private final Values values;
    private final RadioTemplates templates;
    private final MeasuredChannels measured;
    private final Inventory inventory;
    private final TransactionTemplate transaction;

    ChannelPlans(
            AccessPoints accessPoints,
            Values values,
            RadioTemplates templates,
            MeasuredChannels measured,
            Inventory inventory,
            PlatformTransactionManager transactions) {
        this.accessPoints = accessPoints;
        this.values = values;
        this.templates = templates;
        this.measured = measured;
        this.inventory = inventory;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * How a radio is to be, and how it is.
     *
     * @param channel 0: the box chooses
     * @param width MHz
     * @param powerDbm dBm
     * @param heard channels of this band on which the access point was heard to be within the last hour
     */
    public record Radio(AccessPoint place, Band band, int channel, int width, int powerDbm, List<Integer> heard) {
        public Radio {
            heard = List.copyOf(heard);
        }

        /** As it is wanted, else as it was heard, as it counts for conflicts; empty when neither is known. */
        public Optional<WifiRadio> onAir() {
            int on = channel == 0 && !heard.isEmpty() ? heard.get(0) : channel;
            // What was heard may stand where there is no room for the width that is wanted.
            return Stream.of(width, Spectrum.widths(band).get(0))
                    .filter(wide -> Spectrum.span(band, on, wide).isPresent())
                    .findFirst()
                    .map(wide -> new WifiRadio(place.id(), place.site(), band, on, wide));
        }

        Radio on(int next) {
            return new Radio(place, band, next, width, powerDbm, heard);
        }
    }

    /** What somebody wants a radio to be. @param band as {@link Band#code} @param channel 0: the box chooses */
    public record Wish(String accessPoint, String band, int channel, int width, int powerDbm) {}

    /** Ascending by site, access point and band. */
    public List<Radio> of(VillageId village) {
        Map<String, String> set = new HashMap<>();
        values.all().stream()
                .filter(value -> value.level() == Level.ACCESS_POINT && value.value() != null)
                .forEach(value -> set.put(value.place() + "/" + value.name(), Objects.requireNonNull(value.value())));
        List<Radio> radios = new ArrayList<>();
        for (AccessPoint place : placesOf(village)) {
            List<MeasuredChannels.Heard> heard = measured.of(place.id());
            for (Band band : Spectrum.bands()) {
                radios.add(new Radio(
                        place,
                        band,
                        number(set, place, WifiVariables.channel(band), 0),
                        width(band, number(set, place, WifiVariables.width(band), 0)),
                        number(set, place, WifiVariables.power(band), RadioTemplates.usualPower(band)),
                        heard.stream()
                                .filter(one -> one.band() == band)
                                .map(MeasuredChannels.Heard::channel)
                                .toList()));
            }
        }
        return radios;
    }

    private List<AccessPoint> placesOf(VillageId village) {
        Set<SiteId> sites = inventory.snapshot().sites().stream()
                .filter(site -> site.village().equals(village))
                .map(Site::id)
                .collect(Collectors.toSet());
        return accessPoints.all().stream()
                .filter(one -> one.life().retired() == null && sites.contains(one.site()))
                .sorted(Comparator.comparing((AccessPoint one) -> one.site().value())
                        .thenComparing(one -> one.id().value()))
                .toList();
    }

    /** Somebody may have set it elsewhere to what is no number of this page. */
    private static int number(Map<String, String> set, AccessPoint place, String name, int usual) {
        String value = set.getOrDefault(place.id().value() + "/" + name, "");
        return value.matches("[0-9]{1,4}") ? Integer.parseInt(value) : usual;
    }

    private static int width(Band band, int set) {
        return Spectrum.widths(band).contains(set) ? set : RadioTemplates.usualWidth(band);
    }

    public static List<ChannelConflict> conflicts(List<Radio> radios) {
        return ChannelPlanner.conflicts(
                radios.stream().flatMap(radio -> radio.onAir().stream()).toList());
    }

    /** The same radios at the same widths, on channels with few conflicts; nothing is kept. */
    public static List<Radio> proposed(List<Radio> radios) {
        List<WifiRadio> any = radios.stream()
                .map(radio -> new WifiRadio(
                        radio.place().id(), radio.place().site(), radio.band(), first(radio), radio.width()))
                .toList();
        Map<String, Integer> planned = new HashMap<>();
        ChannelPlanner.plan(any).forEach(radio -> planned.put(key(radio.accessPoint(), radio.band()), radio.channel()));
        return radios.stream()
                .map(radio -> radio.on(
                        Objects.requireNonNull(planned.get(key(radio.place().id(), radio.band())))))
                .toList();
    }

    private static int first(Radio radio) {
        return Spectrum.candidates(radio.band(), radio.width()).get(0);
    }

    private static String key(DeviceId place, Band band) {
        return place + "/" + band.code();
    }

    /**
     * The plan that wishes come to; nothing is kept.
     *
     * @throws Refused with the radio and the field that is wrong, as {@code thon-man-ap1/5/channel}
     */
    public List<Radio> draft(VillageId village, List<Wish> wishes) {
        Map<String, Wish> wanted = new HashMap<>();
        List<Radio> now = of(village);
        Set<String> known = now.stream()
                .map(radio -> key(radio.place().id(), radio.band()))
                .collect(Collectors.toCollection(HashSet::new));
        for (Wish wish : wishes) {
            String key = wish.accessPoint() + "/" + wish.band();
            if (!Ids.isOne(wish.accessPoint()) || !known.contains(key)) {
                throw Refused.invalid(
                        "accessPoint",
                        key,
                        "wifi.refused.radio",
                        List.of(key),
                        "is no radio of this village",
                        "give an access point of the village, and 2.4 or 5");
            }
            if (wanted.put(key, check(key, wish)) != null) {
                throw Refused.invalid(
                        "accessPoint",
                        key,
                        "wifi.refused.radio-twice",
                        List.of(key),
                        "is given twice",
                        "leave one of the two out");
            }
        }
        return now.stream()
                .map(radio -> with(radio, wanted.get(key(radio.place().id(), radio.band()))))
                .toList();
    }

    private static Radio with(Radio radio, @Nullable Wish wish) {
        return wish == null
                ? radio
                : new Radio(radio.place(), radio.band(), wish.channel(), wish.width(), wish.powerDbm(), radio.heard());
    }

    private static Wish check(String key, Wish wish) {
        Band band = Band.of(wish.band()).orElseThrow();
        if (!Spectrum.widths(band).contains(wish.width())) {
            throw wrong(key + "/width", wish.width(), "wifi.refused.width", join(Spectrum.widths(band)));
        }
        if (wish.channel() != 0 && !Spectrum.channels(band).contains(wish.channel())) {
            throw wrong(key + "/channel", wish.channel(), "wifi.refused.channel", join(Spectrum.channels(band)));
        }
        if (wish.channel() != 0
                && Spectrum.span(band, wish.channel(), wish.width()).isEmpty()) {
            throw wrong(key + "/width", wish.width(), "wifi.refused.no-block", Integer.toString(wish.channel()));
        }
        if (wish.powerDbm() < 0 || wish.powerDbm() > MOST_DBM) {
            throw wrong(key + "/power", wish.powerDbm(), "wifi.refused.power", "0–" + MOST_DBM);
        }
        return wish;
    }

    private static String join(List<Integer> numbers) {
        return numbers.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private static Refused wrong(String field, int value, String words, String choices) {
        return Refused.invalid(
                field,
                Integer.toString(value),
                words,
                List.of(choices),
                "can not be",
                "look at what there is: " + choices);
    }

    /**
     * Keeps a plan; radios that no wish names stay.
     *
     * @param reason for those who read the versions of the templates, when these have to change
     * @return the radios as they are then
     */
    public List<Radio> save(VillageId village, List<Wish> wishes, String reason, String who) {
        if (inventory.snapshot().village(village).isEmpty()) {
            throw Refused.missing("wifi.refused.village", "village", village.value());
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            draft(village, wishes);
            templates.include(village, reason, who);
            for (Wish wish : wishes) {
                Band band = Band.of(wish.band()).orElseThrow();
                set(wish, WifiVariables.channel(band), wish.channel(), who);
                set(wish, WifiVariables.width(band), wish.width(), who);
                set(wish, WifiVariables.power(band), wish.powerDbm(), who);
            }
            return of(village);
        }));
    }

    private void set(Wish wish, String name, int value, String who) {
        values.set(Level.ACCESS_POINT, wish.accessPoint(), name, Integer.toString(value), false, who);
    }
}
