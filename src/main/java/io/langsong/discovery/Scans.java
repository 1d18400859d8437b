package io.langsong.discovery;

import io.langsong.discovery.DiscoveryRefused.Fault;
import io.langsong.discovery.FoundRow.UplinkProposal;
import io.langsong.discovery.ScanRows.StoredUplink;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Scans that were asked for, what they found, and taking it into the inventory. One scan runs at a time, the others wait; see
 * {@link ScanRunner}. What was found is held against the inventory whenever it is read. Any thread.
 */
@Component
public class Scans {
    private static final int MOST_WAITING = 10;

    private final Inventory inventory;
    private final DiscoveryProperties settings;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final ScanRows rows;
    private final Credentials credentials;
    private volatile Runnable asked = () -> {};
    private volatile Consumer<Long> cancelled = scan -> {};

    public Scans(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Inventory inventory,
            DiscoveryProperties settings,
            Environment environment,
            Clock clock) {
        this.inventory = inventory;
        this.settings = settings;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.rows = new ScanRows(jdbc);
        this.credentials = new Credentials(jdbc, environment);
    }

    /** @param onAsked called when a scan waits; @param onCancelled with the number of one that is to end */
    void listen(Runnable onAsked, Consumer<Long> onCancelled) {
        asked = onAsked;
        cancelled = onCancelled;
    }

    ScanRows rows() {
        return rows;
    }

    Credentials credentials() {
        return credentials;
    }

    /** Datagrams a second where a scan says nothing else. */
    public int usualRate() {
        return settings.rate();
    }

    /**
     * Puts a scan into the line.
     *
     * @param who asks
     * @return its number
     * @throws DiscoveryRefused when nothing could come of it
     */
    public long begin(ScanWish wish, String who) {
        InventorySnapshot now = inventory.snapshot();
        List<DeviceId> known = wish.known() || wish.kind() == Scan.Kind.INVENTORY
                ? Credentials.known(now).values().stream()
                        .limit(
                                wish.kind() == Scan.Kind.INVENTORY
                                        ? Long.MAX_VALUE
                                        : ScanWish.MOST_CREDENTIALS
                                                - (long) wish.typed().size())
                        .toList()
                : List.of();
        if (known.isEmpty() && wish.typed().isEmpty()) {
            throw new DiscoveryRefused("credentials", null, Fault.NO_KNOWN_DEVICES);
        }
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Long id = transaction.execute(status -> {
            if (rows.waiting() >= MOST_WAITING) {
                throw new DiscoveryRefused("scan", null, Fault.TOO_MANY_WAITING, MOST_WAITING);
            }
            rows.expire(settings.keep());
            long added = rows.insert(wish, who, at);
            credentials.insert(added, wish.typed(), known);
            return added;
        });
        asked.run();
        return Objects.requireNonNull(id);
    }

    /** Newest first, without the words for credentials. */
    public List<Scan> all() {
        return rows.all();
    }

    public Optional<Scan> find(long id) {
        return rows.find(id)
                .map(scan -> new Scan(
                        scan.id(),
                        scan.kind(),
                        scan.ranges(),
                        scan.port(),
                        scan.known(),
                        scan.rate(),
                        scan.state(),
                        scan.askedBy(),
                        scan.askedAt(),
                        scan.beganAt(),
                        scan.endedAt(),
                        scan.progress(),
                        credentials.labels(id, inventory.snapshot())));
    }

    /**
     * Ends a scan; what it found so far stays.
     *
     * @return false when it was over
     */
    public boolean cancel(long id) {
        if (rows.turn(id, Scan.State.WAITING, Scan.State.CANCELLED, clock.instant())) {
            return true;
        }
        boolean runs =
                rows.find(id).filter(scan -> scan.state() == Scan.State.RUNNING).isPresent();
        cancelled.accept(id);
        return runs;
    }

    /** What a scan found, by address. Three questions to the database, however much it is. */
    public List<FoundRow> results(long id) {
        return results(id, inventory.snapshot());
    }

    private List<FoundRow> results(long id, InventorySnapshot now) {
        List<Found> found = rows.found(id);
        Map<Integer, Matches.Match> matches = Matches.of(found, now, rows.marks());
        Map<Integer, List<StoredUplink>> uplinks = new HashMap<>();
        rows.uplinks(id)
                .forEach(one -> uplinks.computeIfAbsent(one.number(), number -> new ArrayList<>())
                        .add(one));
        Map<Integer, Found> byNumber = new HashMap<>();
        found.forEach(one -> byNumber.put(one.number(), one));
        return found.stream()
                .map(one -> row(one, uplinks.getOrDefault(one.number(), List.of()), byNumber, matches, now))
                .sorted(Comparator.comparing((FoundRow row) -> row.found().address(), AddressOrder.ASCENDING)
                        .thenComparing(row -> row.found().port()))
                .toList();
    }

    private static FoundRow row(
            Found one,
            List<StoredUplink> uplinks,
            Map<Integer, Found> byNumber,
            Map<Integer, Matches.Match> matches,
            InventorySnapshot now) {
        Matches.Match match = matches.getOrDefault(one.number(), new Matches.Match(Group.UNREAD, null, null, null));
        Device device =
                match.device() == null ? null : now.device(match.device()).orElse(null);
        List<UplinkProposal> proposals = new ArrayList<>();
        for (StoredUplink uplink : uplinks) {
            UplinkProposal proposal = proposal(uplink, byNumber, matches, now);
            boolean there = device != null
                    && proposal.parentDevice() != null
                    && (device.uplinks().contains(proposal.parentDevice())
                            || device.id().equals(proposal.parentDevice()));
            if (!there) {
                proposals.add(proposal);
            }
        }
        return new FoundRow(
                one,
                match.group(),
                match.device(),
                match.by() == null ? null : match.by().name().toLowerCase(Locale.ROOT),
                match.sameAs(),
                device == null ? Guesses.name(one) : device.name(),
                device == null ? Guesses.site(one.sysLocation(), one.sysName(), now) : device.site(),
                proposals);
    }

    private static UplinkProposal proposal(
            StoredUplink uplink,
            Map<Integer, Found> byNumber,
            Map<Integer, Matches.Match> matches,
            InventorySnapshot now) {
        Integer number = uplink.parentNumber();
        Found found = number == null ? null : byNumber.get(number);
        DeviceId device = uplink.parentDevice() == null ? null : new DeviceId(uplink.parentDevice());
        if (found != null) {
            Matches.Match match = matches.get(found.number());
            device = match == null ? null : match.device();
        }
        String label = device == null
                ? found == null ? "?" : Guesses.name(found)
                : now.device(device).map(Device::name).orElse(device.value());
        return new UplinkProposal(number, device, label, uplink.evidence());
    }

    /**
     * Takes what was chosen into the inventory, all of it or nothing.
     *
     * @param apply changes the inventory within what the one who asks may change; joins the transaction
     * @return how many devices were added or changed
     * @throws DiscoveryRefused when the scan is not there, is not over, or nothing was chosen
     * @throws AcceptRefused with all that is wrong, by rows
     */
    public int accept(long id, List<Choice> choices, Consumer<List<Device>> apply) {
        Scan scan = rows.find(id).orElseThrow(() -> missing(id));
        if (!scan.ended()) {
            throw new DiscoveryRefused("id", Long.toString(id), Fault.NOT_ENDED);
        }
        if (choices.isEmpty()) {
            throw new DiscoveryRefused("choices", null, Fault.NOTHING_CHOSEN);
        }
        Integer accepted = transaction.execute(status -> {
            InventorySnapshot now = inventory.snapshot();
            Acceptance acceptance = new Acceptance(now, results(id, now), credentials.of(id, now));
            Map<Integer, Device> devices = acceptance.devices(choices);
            acceptance.apply(() -> apply.accept(List.copyOf(devices.values())), devices);
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            devices.forEach((number, device) -> {
                rows.accepted(id, number, device.id());
                rows.mark(device.id(), acceptance.marks(number), at);
            });
            return devices.size();
        });
        return Objects.requireNonNull(accepted);
    }

    /** There is no scan of that number. */
    public static DiscoveryRefused missing(long id) {
        return new DiscoveryRefused("id", Long.toString(id), Fault.MISSING);
    }
}
