package io.langsong.dashboard;

import io.langsong.dashboard.OutageList.Entry;
import io.langsong.inventory.Device;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage;
import io.langsong.web.AskedPeriod;
import io.langsong.web.PageAddress;
import io.langsong.web.PlainText;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which outages somebody wants to see, as the address says it. What it says wrong is left out and told.
 *
 * @param state {@code dang-dien-ra}, {@code da-xong}, or empty for both
 * @param village id, or empty
 * @param kind of the device, or {@code link} or {@code service}; empty for all
 * @param cause in lower case, or empty
 * @param device id, or empty
 * @param period a year at most, whatever was asked for
 * @param troubles what was not understood
 */
record OutageFilter(
        String state,
        String village,
        String kind,
        String cause,
        String device,
        AskedPeriod period,
        List<Trouble> troubles) {
    static final String PATH = "/gian-doan";
    static final String LASTING = "dang-dien-ra";
    static final String OVER = "da-xong";
    static final List<String> KINDS = Stream.concat(
                    Arrays.stream(Device.Kind.values()).map(Device.Kind::code), Stream.of("link", "service"))
            .toList();
    static final List<String> CAUSES = Arrays.stream(Outage.Cause.values())
            .map(cause -> cause.name().toLowerCase(Locale.ROOT))
            .toList();

    private static final int DAYS_MAX = 366;

    /** @param what names the message that says which value can not be, and the remedy. @param value what was sent, so hostile */
    record Trouble(String what, String value) {
        Trouble {
            value = PlainText.shown(value);
        }
    }

    /** @param asked the parameters of the address */
    static OutageFilter of(Map<String, String> asked, Look look) {
        List<Trouble> troubles = new ArrayList<>();
        AskedPeriod period = AskedPeriod.of(asked, DAYS_MAX, (what, value) -> troubles.add(new Trouble(what, value)));
        return new OutageFilter(
                one(asked, "trang-thai", List.of(LASTING, OVER), "state", troubles),
                known(
                        asked,
                        "thon",
                        "village",
                        troubles,
                        id -> Refs.village(id)
                                .flatMap(look.inventory()::village)
                                .isPresent()),
                one(asked, "loai", KINDS, "kind", troubles),
                one(asked, "nguyen-nhan", CAUSES, "cause", troubles),
                known(
                        asked,
                        "thiet-bi",
                        "device",
                        troubles,
                        id -> Refs.device(id).flatMap(look.inventory()::device).isPresent()),
                period,
                troubles);
    }

    private static String given(Map<String, String> asked, String name) {
        return asked.getOrDefault(name, "").strip();
    }

    private static String one(
            Map<String, String> asked, String name, List<String> allowed, String what, List<Trouble> troubles) {
        return known(asked, name, what, troubles, allowed::contains);
    }

    private static String known(
            Map<String, String> asked, String name, String what, List<Trouble> troubles, Predicate<String> isKnown) {
        String value = given(asked, name);
        if (!value.isEmpty() && !isKnown.test(value)) {
            troubles.add(new Trouble(what, value));
            return "";
        }
        return value;
    }

    /** A year at most, whatever was asked for. Not before {@link #end} when the first day is still to come. */
    Instant begin(Instant now, ZoneId zone) {
        Instant end = end(now, zone);
        Instant begin = period.from() == null ? end.minus(Duration.ofDays(period.days())) : period.begin(now, zone);
        Instant earliest = end.minus(Duration.ofDays(DAYS_MAX));
        return begin.isBefore(earliest) ? earliest : begin;
    }

    /** Where the last day wanted ends, but not after now. */
    Instant end(Instant now, ZoneId zone) {
        Instant end = period.end(now, zone);
        return end.isAfter(now) ? now : end;
    }

    boolean wants(Entry entry, Look look) {
        return (state.isEmpty() || state.equals(LASTING) == (entry.to() == null))
                && (village.isEmpty()
                        || entry.villages().stream().anyMatch(id -> id.value().equals(village)))
                && (kind.isEmpty() || kind.equals(kindOf(entry.object(), look)))
                && (cause.isEmpty() || cause.equals(entry.cause().name().toLowerCase(Locale.ROOT)));
    }

    static String kindOf(ObjectRef object, Look look) {
        return switch (object.kind()) {
            case LINK -> "link";
            case SERVICE -> "service";
            case COLLECTOR -> "other";
            case DEVICE ->
                Refs.device(object)
                        .flatMap(look.inventory()::device)
                        .map(found -> found.kind().code())
                        .orElse("other");
        };
    }

    /** Whether it leaves anything out but by time. */
    public boolean narrow() {
        return !(state + village + kind + cause + device).isEmpty();
    }

    /** The same wish as the address of one page of the list. @param number from 1 */
    public String page(int number) {
        return PageAddress.page(address(PATH), number);
    }

    /** The same wish as an address. @param path of the page or the file */
    public String address(String path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("trang-thai", state);
        parameters.put("thon", village);
        parameters.put("loai", kind);
        parameters.put("nguyen-nhan", cause);
        parameters.put("thiet-bi", device);
        period.putInto(parameters);
        return PageAddress.of(path, parameters);
    }
}
