package io.langsong.firmware;

import io.langsong.access.Refused;
import io.langsong.inventory.DeviceId;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Box;
import io.langsong.provisioning.BoxAccess;
import io.langsong.provisioning.Reason;
import io.langsong.provisioning.SshAccesses;
import io.langsong.provisioning.driver.DeviceFailure;
import io.langsong.provisioning.driver.SshConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What boxes are, and which firmware fits them. Any thread. */
@Component
public class Boxes {
    /** An agent tells its system as {@code OpenWrt 23.05.3}, perhaps with more behind it. */
    private static final Pattern HEARD = Pattern.compile("OpenWrt (\\S{1,64}).*");

    private static final int MOST_ASKED = 40;
    private static final int ASKED_AT_ONCE = 8;

    private static final Flash OPENWRT = new OpenWrtFlash();
    private static final Flash ROUTEROS = new RouterOsFlash();

    private final BoxFactsTable table;
    private final AccessPoints accessPoints;
    private final SshAccesses accesses;
    private final BoxAccess door;
    private final Clock clock;

    Boxes(JdbcClient jdbc, AccessPoints accessPoints, SshAccesses accesses, BoxAccess door, Clock clock) {
        this.table = new BoxFactsTable(jdbc);
        this.accessPoints = accessPoints;
        this.accesses = accesses;
        this.door = door;
        this.clock = clock;
    }

    /** What boxes said last, by place. */
    public Map<DeviceId, BoxFacts> known() {
        return table.all().stream().collect(Collectors.toMap(BoxFacts::place, Function.identity()));
    }

    /** How an image fits each access point that is not retired, ascending by id. */
    public Map<DeviceId, Fit> fits(Image image) {
        Map<DeviceId, BoxFacts> known = known();
        Map<DeviceId, Fit> fits = new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
        for (AccessPoint place : accessPoints.all()) {
            if (place.life().retired() == null) {
                fits.put(
                        place.id(),
                        Fit.of(
                                image,
                                place,
                                accesses.find(place.id()).orElse(null),
                                known.get(place.id()),
                                heard(place.id()).orElse(null)));
            }
        }
        return fits;
    }

    private Optional<String> heard(DeviceId place) {
        return accessPoints
                .boxAt(place)
                .map(Box::os)
                .map(HEARD::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1));
    }

    static Flash flash(Family family) {
        return family == Family.OPENWRT ? OPENWRT : ROUTEROS;
    }

    /**
     * Asks a box what it is, and keeps it. Takes seconds.
     *
     * @throws Refused when it can not be asked
     */
    public BoxFacts ask(DeviceId id) {
        AccessPoint place = accessPoints.find(id).orElseThrow(() -> AccessPoints.missing(id));
        Family family = Family.of(place.method())
                .orElseThrow(() -> Refused.conflict(
                        "id",
                        id.value(),
                        "firmware.refused.no-family",
                        List.of(),
                        "is configured by " + place.method().code() + ", which is not brought firmware",
                        "upgrade it by hand"));
        try (SshConnection box = door.connect(id)) {
            return facts(family, id, box);
        } catch (DeviceFailure failure) {
            throw Reason.of(failure).refusal(id);
        }
    }

    /**
     * Asks several boxes, some at a time; takes up to a minute.
     *
     * @return why those can not be asked that can not
     * @throws Refused when they are none or too many
     */
    public Map<DeviceId, Refused> askAll(Collection<DeviceId> wanted) {
        List<DeviceId> all = wanted.stream().distinct().toList();
        if (all.isEmpty() || all.size() > MOST_ASKED) {
            throw Refused.invalid(
                    "accessPoints",
                    Integer.toString(all.size()),
                    "firmware.refused.ask",
                    List.of(MOST_ASKED),
                    "are none or too many",
                    "name 1 to %d at a time".formatted(MOST_ASKED));
        }
        Map<DeviceId, Refused> refusals = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(ASKED_AT_ONCE, all.size()), work -> {
            Thread thread = new Thread(work, "firmware-ask");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<CompletableFuture<Void>> asked = all.stream()
                    .map(id -> CompletableFuture.runAsync(() -> askOne(id, refusals), threads))
                    .toList();
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        } finally {
            threads.shutdown();
        }
        return refusals;
    }

    private void askOne(DeviceId id, Map<DeviceId, Refused> refusals) {
        try {
            ask(id);
        } catch (Refused refused) {
            refusals.put(id, refused);
        }
    }

    /** As {@link #ask}, over a connection. */
    BoxFacts facts(Family family, DeviceId place, SshConnection box) throws DeviceFailure {
        BoxFacts facts = flash(family).facts(place, box, clock.instant().truncatedTo(ChronoUnit.MICROS));
        table.put(facts);
        return facts;
    }
}
