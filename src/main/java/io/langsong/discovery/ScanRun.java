package io.langsong.discovery;

import io.langsong.discovery.FoundRow.Evidence;
import io.langsong.discovery.ScanRows.StoredUplink;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.inventory.SnmpAccess;
import io.langsong.polling.SnmpFault;
import io.langsong.polling.Targets;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Profiles;
import io.langsong.polling.profile.Recognition;
import io.langsong.snmp.SnmpCredentials;
import io.langsong.snmp.SnmpEngine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scan from its beginning to its end; what it finds is stored every second. {@link #cancel} may be called by any thread. */
final class ScanRun implements Scanner.Listener {
    private static final Logger log = LoggerFactory.getLogger(ScanRun.class);
    private static final String DEVICE = "device:";
    private static final int LONGEST_DESCR = 255;

    private final Scan scan;
    private final Scans scans;
    private final Inventory inventory;
    private final DiscoveryProperties settings;
    private final Profiles profiles;
    private final Clock clock;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Found> found = new ArrayList<>();
    private final Map<InetSocketAddress, String> keys = new HashMap<>();
    private volatile boolean cancelled;
    private volatile boolean abandoned;
    private volatile @Nullable Scanner scanner;

    ScanRun(Scan scan, Scans scans, Inventory inventory, DiscoveryProperties settings, Profiles profiles, Clock clock) {
        this.scan = scan;
        this.scans = scans;
        this.inventory = inventory;
        this.settings = settings;
        this.profiles = profiles;
        this.clock = clock;
    }

    long id() {
        return scan.id();
    }

    void cancel() {
        cancelled = true;
        Scanner now = scanner;
        if (now != null) {
            now.cancel();
        }
    }

    /** Ends at once, without a word to the database. */
    void abandon() {
        abandoned = true;
        ended.countDown();
    }

    @Override
    public void answered(Answer answer) {
        answers.add(answer);
    }

    @Override
    public void ended() {
        ended.countDown();
    }

    void run(SnmpEngine engine) throws InterruptedException {
        InventorySnapshot now = inventory.snapshot();
        List<@Nullable SnmpAccess> accesses = scans.credentials().of(scan.id(), now);
        List<Scanner.Aim> aims = scan.kind() == Scan.Kind.INVENTORY ? ofInventory(now, accesses) : ofRanges(accesses);
        List<SnmpCredentials> credentials = accesses.stream()
                .map(access -> access == null
                        ? new SnmpCredentials.Community(SnmpCredentials.Version.V2C, "")
                        : Targets.credentials(access))
                .toList();
        log.info(
                "scan started scan={} kind={} addresses={} credentials={} rate={}",
                scan.id(),
                scan.kind(),
                aims.size(),
                credentials.size(),
                scan.rate());
        Scanner looking = new Scanner(
                engine,
                profiles,
                new Scanner.Settings(scan.rate(), settings.timeout(), settings.retries(), true),
                aims,
                credentials,
                this,
                deviceKeys(now),
                known(now));
        scanner = looking;
        looking.start();
        if (cancelled) {
            looking.cancel();
        }
        while (!ended.await(1, TimeUnit.SECONDS)) {
            store();
            scans.rows().progress(scan.id(), looking.progress());
        }
        if (abandoned) {
            return;
        }
        store();
        conclude(looking, now);
    }

    private List<Scanner.Aim> ofRanges(List<@Nullable SnmpAccess> accesses) {
        List<Integer> all = usable(accesses);
        return all.isEmpty()
                ? List.of()
                : AddressRanges.parse(scan.ranges()).addresses().stream()
                        .map(address -> new Scanner.Aim(new InetSocketAddress(address, scan.port()), all))
                        .toList();
    }

    private static List<Integer> usable(List<@Nullable SnmpAccess> accesses) {
        return IntStream.range(0, accesses.size())
                .filter(number -> accesses.get(number) != null)
                .boxed()
                .toList();
    }

    private List<Scanner.Aim> ofInventory(InventorySnapshot now, List<@Nullable SnmpAccess> accesses) {
        Map<InetSocketAddress, Scanner.Aim> aims = new LinkedHashMap<>();
        for (Device device : now.devices()) {
            int credential = device.snmp() == null ? -1 : accesses.indexOf(device.snmp());
            InetAddress address = credential < 0 ? null : resolved(device);
            if (address != null) {
                InetSocketAddress place = new InetSocketAddress(address, device.port());
                keys.put(place, DEVICE + device.id().value());
                aims.putIfAbsent(place, new Scanner.Aim(place, List.of(credential)));
            }
        }
        return List.copyOf(aims.values());
    }

    private static @Nullable InetAddress resolved(Device device) {
        try {
            return InetAddress.getByName(device.address());
        } catch (UnknownHostException unknown) {
            return null;
        }
    }

    private static @Nullable InetAddress literal(Device device) {
        boolean digits = device.address().indexOf(':') >= 0 || device.address().matches("[0-9.]+");
        return digits ? resolved(device) : null;
    }

    private Map<InetSocketAddress, String> deviceKeys(InventorySnapshot now) {
        for (Device device : now.devices()) {
            InetAddress address = literal(device);
            if (address != null) {
                keys.putIfAbsent(
                        new InetSocketAddress(address, device.port()),
                        DEVICE + device.id().value());
            }
        }
        return keys;
    }

    private Known known(InventorySnapshot now) {
        Known known = new Known();
        Map<DeviceId, Marks> marks = scans.rows().marks();
        for (Device device : now.devices()) {
            String key = DEVICE + device.id().value();
            InetAddress address = literal(device);
            if (address != null) {
                known.add(key, address);
            }
            known.add(key, Known.Name.of(device.name()));
            known.add(key, Known.Name.of(device.id().value()));
            Marks its = marks.get(device.id());
            if (its != null) {
                its.macs().forEach(mac -> known.add(key, mac));
                if (its.sysName() != null) {
                    known.add(key, Known.Name.of(its.sysName()));
                }
            }
        }
        return known;
    }

    private void store() {
        List<Found> fresh = new ArrayList<>();
        for (Answer answer = answers.poll(); answer != null; answer = answers.poll()) {
            fresh.add(found(answer, found.size() + fresh.size() + 1));
        }
        if (!fresh.isEmpty()) {
            scans.rows().insert(scan.id(), fresh);
            found.addAll(fresh);
        }
    }

    private static Found found(Answer answer, int number) {
        Recognition.Recognised recognised = answer.recognised();
        Profile profile = recognised == null ? null : recognised.profile();
        SnmpFault fault = answer.fault();
        return new Found(
                number,
                written(answer.address().getAddress()),
                answer.address().getPort(),
                answer.credential(),
                fault == null ? null : fault.kind(),
                profile == null ? null : profile.name(),
                recognised == null ? List.of() : recognised.reasons(),
                recognised == null ? null : Objects.toString(recognised.sysObjectId(), null),
                recognised == null ? null : DeviceText.kept(recognised.sysDescr(), LONGEST_DESCR),
                answer.sysName(),
                answer.sysLocation(),
                answer.identified().vendor(),
                answer.identified().model(),
                answer.identified().firmware(),
                answer.identified().serial(),
                answer.engineId(),
                Guesses.kind(answer.sysName(), profile, answer.services(), answer.forwards()),
                answer.macs(),
                null);
    }

    /** As the inventory writes addresses. */
    private static String written(InetAddress address) {
        return AddressOrder.canonical(address);
    }

    private void conclude(Scanner looking, InventorySnapshot now) {
        scans.rows().insertUplinks(scan.id(), uplinks(looking, now));
        Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
        for (Found one : found) {
            if (one.credential() >= 0) {
                now.devices().stream()
                        .filter(one::isAt)
                        .findFirst()
                        .ifPresent(device -> scans.rows().mark(device.id(), one.marks(), at));
            }
        }
        Scanner.Progress progress = looking.progress();
        scans.rows().progress(scan.id(), progress);
        Scan.State end = cancelled ? Scan.State.CANCELLED : Scan.State.DONE;
        scans.rows().turn(scan.id(), Scan.State.RUNNING, end, at);
        log.info(
                "scan ended scan={} state={} addresses={} answered={} sent={}",
                scan.id(),
                end,
                progress.looked(),
                progress.answered(),
                progress.sent());
    }

    private List<StoredUplink> uplinks(Scanner looking, InventorySnapshot now) {
        Map<String, Found> byKey = new HashMap<>();
        Map<String, Integer> ranks = new LinkedHashMap<>();
        Set<String> roots = new LinkedHashSet<>();
        InetAddress gateway = Gateway.ofThisMachine().orElse(null);
        for (Found one : found) {
            InetSocketAddress address = new InetSocketAddress(literalOf(one.address()), one.port());
            String key = looking.neighbours().keyOf(address);
            if (one.credential() >= 0 && byKey.putIfAbsent(key, one) == null) {
                ranks.put(key, Guesses.rank(one.kind()));
            }
            if (address.getAddress().equals(gateway)) {
                roots.add(key);
            }
        }
        for (Device device : now.devices()) {
            String key = DEVICE + device.id().value();
            ranks.put(key, Guesses.rank(device.kind()));
            boolean top = device.uplinks().isEmpty()
                    && !now.directlyBehind(device.id()).isEmpty();
            if (top) {
                roots.add(key);
            }
        }
        List<Node> nodes = new ArrayList<>();
        ranks.forEach((key, rank) -> nodes.add(new Node(
                key,
                roots.contains(key),
                rank,
                upOf(key, now),
                looking.neighbours().sightings().getOrDefault(key, List.of()))));
        List<StoredUplink> uplinks = new ArrayList<>();
        for (Uplinks.Proposal one : Uplinks.propose(nodes)) {
            Found child = byKey.get(one.child());
            Found parent = byKey.get(one.parent());
            if (child != null) {
                uplinks.add(new StoredUplink(
                        child.number(),
                        parent == null ? null : Integer.valueOf(parent.number()),
                        parent == null ? one.parent().substring(DEVICE.length()) : null,
                        one.evidence().stream()
                                .map(each -> evidence(each, byKey, now))
                                .toList()));
            }
        }
        return uplinks;
    }

    private static List<String> upOf(String key, InventorySnapshot now) {
        return key.startsWith(DEVICE)
                ? now.device(new DeviceId(key.substring(DEVICE.length()))).stream()
                        .flatMap(device -> device.uplinks().stream())
                        .map(uplink -> DEVICE + uplink.value())
                        .toList()
                : List.of();
    }

    private static Evidence evidence(Uplinks.Evidence one, Map<String, Found> byKey, InventorySnapshot now) {
        return new Evidence(
                one.source().name().toLowerCase(Locale.ROOT),
                one.port(),
                label(one.by(), byKey, now),
                label(one.sees(), byKey, now));
    }

    private static String label(String key, Map<String, Found> byKey, InventorySnapshot now) {
        if (key.startsWith(DEVICE)) {
            String id = key.substring(DEVICE.length());
            return now.device(new DeviceId(id)).map(Device::name).orElse(id);
        }
        Found one = byKey.get(key);
        return one == null ? key : Guesses.name(one);
    }

    /** Of what answered, so it is in digits. */
    private static InetAddress literalOf(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("What answered has an address in digits: " + address, impossible);
        }
    }
}
