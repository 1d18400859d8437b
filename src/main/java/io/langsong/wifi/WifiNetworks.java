package io.langsong.wifi;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.AccessPoint;
import io.langsong.provisioning.AccessPoints;
import io.langsong.provisioning.Level;
import io.langsong.provisioning.Proposal;
import io.langsong.provisioning.Rendition;
import io.langsong.provisioning.Template;
import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.TemplateWish;
import io.langsong.provisioning.Templates;
import io.langsong.provisioning.Values;
import io.langsong.wifi.WifiNetworkTable.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The networks, and the templates and values that each of them is. A change is one transaction over all of these, reaches no box by
 * itself, and is in the audit trail. Any thread.
 */
@Component
public class WifiNetworks {
    private static final int LONGEST_REASON = 300;

    private final WifiNetworkTable table;
    private final Templates templates;
    private final Values values;
    private final AccessPoints accessPoints;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    public WifiNetworks(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Templates templates,
            Values values,
            AccessPoints accessPoints,
            AuditTrail audit) {
        this.table = new WifiNetworkTable(jdbc);
        this.templates = templates;
        this.values = values;
        this.accessPoints = accessPoints;
        this.audit = audit;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * How a network stands with the templates that were made of it.
     *
     * @param edited ids of those that somebody changed or ended by hand
     * @param keyed whether its password is set for the commune
     * @param uses access points that open it
     */
    public record Standing(WifiNetwork network, List<String> edited, boolean keyed, List<AccessPoint> uses) {
        public Standing {
            edited = List.copyOf(edited);
            uses = List.copyOf(uses);
        }
    }

    /**
     * What would be if a network were saved.
     *
     * @param place the access point that was looked at; null when none would open the network
     * @param proposal what that one would get; null without one
     * @param has what that one has now; null: nothing
     */
    public record Look(
            WifiNetwork network,
            List<AccessPoint> uses,
            @Nullable AccessPoint place,
            @Nullable Proposal proposal,
            @Nullable Rendition has) {
        public Look {
            uses = List.copyOf(uses);
        }
    }

    /** Ascending by id. */
    public List<Standing> all() {
        return table.all().stream().map(this::standing).toList();
    }

    public Optional<Standing> find(long id) {
        return table.find(id).map(this::standing);
    }

    private Standing standing(Row row) {
        return new Standing(row.network(), edited(row), isKeyed(row.network()), using(row.network()));
    }

    private List<String> edited(Row row) {
        List<String> edited = new ArrayList<>();
        if (version(row.network().openWrtTemplate()) != row.openWrt()) {
            edited.add(row.network().openWrtTemplate());
        }
        if (version(row.network().routerOsTemplate()) != row.routerOs()) {
            edited.add(row.network().routerOsTemplate());
        }
        return edited;
    }

    /** 0: it is not in force. */
    private int version(String template) {
        return templates.find(template).map(Template::version).orElse(0);
    }

    private boolean isKeyed(WifiNetwork network) {
        return values.all().stream()
                .anyMatch(
                        value -> value.level() == Level.COMMUNE && value.name().equals(network.keyVariable()));
    }

    private List<AccessPoint> using(WifiNetwork network) {
        return Stream.of(network.openWrtTemplate(), network.routerOsTemplate())
                .flatMap(id -> templates.find(id).stream())
                .flatMap(template -> accessPoints.using(template).stream())
                .toList();
    }

    /** There is no such network. */
    public static Refused missing(long id) {
        return Refused.missing("wifi.refused.no-network", "id", Long.toString(id));
    }

    /** What a wish comes to, without a look at its password; nothing is kept. @throws Refused with what is wrong */
    public WifiNetwork draft(WifiNetworkWish wish) {
        return CheckedNetwork.of(1, 1, wish);
    }

    /** @throws Refused with the field that is wrong */
    public WifiNetwork add(WifiNetworkWish wish, String who) {
        return Objects.requireNonNull(transaction.execute(status -> {
            WifiNetwork network = CheckedNetwork.of(table.nextId(), 1, wish);
            write(network, null, wish, who);
            audit.record("wifi.network.add", subject(network.id()), changes(null, network));
            return network;
        }));
    }

    /**
     * Makes a network what is wanted.
     *
     * @param seen the version that the change was made from
     * @throws Refused also when a template was changed by hand and may not be written over
     */
    public WifiNetwork change(long id, WifiNetworkWish wish, int seen, String who) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Row before = require(id, seen, wish.overwrite());
            WifiNetwork network = CheckedNetwork.of(id, seen + 1, wish);
            write(network, before, wish, who);
            audit.record("wifi.network.change", subject(id), changes(before.network(), network));
            return network;
        }));
    }

    private Row require(long id, int seen, boolean overwrite) {
        Row row = table.lock(id).orElseThrow(() -> missing(id));
        if (row.network().version() != seen) {
            throw Refused.changed("wifi.refused.changed-meanwhile", "version", Integer.toString(seen));
        }
        List<String> edited = edited(row);
        if (!edited.isEmpty() && !overwrite) {
            throw Refused.conflict(
                    "overwrite",
                    null,
                    "wifi.refused.edited",
                    List.of(String.join(", ", edited)),
                    "is not given, and %s was changed by hand".formatted(String.join(", ", edited)),
                    "look at the template, then send overwrite true to lose that change");
        }
        return row;
    }

    private void write(WifiNetwork network, @Nullable Row before, WifiNetworkWish wish, String who) {
        String password = Objects.requireNonNullElse(wish.password(), "");
        if (network.security().hasPassword() && password.isEmpty() && !isKeyed(network)) {
            throw Refused.invalid(
                    "password", null, "wifi.refused.no-password", List.of(), "is missing", "give 8 to 63 characters");
        }
        String reason = Typed.text("reason", wish.reason(), LONGEST_REASON);
        Template openWrt = template(network, Dialect.NETJSON, network.openWrtTemplate(), reason, who);
        Template routerOs = template(network, Dialect.ROUTEROS, network.routerOsTemplate(), reason, who);
        table.put(new Row(network, openWrt.version(), routerOs.version()));
        if (!network.security().hasPassword()) {
            forget(network.keyVariable(), who);
        } else if (!password.isEmpty()) {
            values.set(Level.COMMUNE, "", network.keyVariable(), CheckedNetwork.password(password), true, who);
        }
    }

    private Template template(WifiNetwork network, Dialect dialect, String id, String reason, String who) {
        Template there = templates.find(id).orElse(null);
        TemplateWish wish = new TemplateWish(
                "Wi-Fi %d: %s (%s)"
                        .formatted(network.id(), network.ssid(), dialect == Dialect.NETJSON ? "OpenWrt" : "RouterOS"),
                dialect.code(),
                Template.Use.DEFAULT.code(),
                there == null ? null : (Integer) there.rank(),
                network.scope().villages().stream()
                        .map(VillageId::value)
                        .sorted()
                        .toList(),
                network.scope().groups().stream().sorted().toList(),
                network.scope().models().stream().sorted().toList(),
                List.of(),
                dialect == Dialect.NETJSON ? OpenWrtWifi.content(network) : RouterOsWifi.content(network),
                WifiVariables.of(network, dialect),
                reason);
        return templates.put(id, wish, there == null ? 0 : there.version(), who);
    }

    private void forget(String variable, String who) {
        for (Values.Shown value : values.all()) {
            if (value.name().equals(variable)) {
                values.set(value.level(), value.place(), variable, null, value.secret(), who);
            }
        }
    }

    /**
     * Takes a network away, with its templates and its password. Boxes keep it until something is let out to them.
     *
     * @param seen the version that was looked at
     * @param overwrite whether templates that somebody changed by hand may go
     */
    public void remove(long id, int seen, boolean overwrite, String reason, String who) {
        transaction.executeWithoutResult(status -> {
            WifiNetwork network = require(id, seen, overwrite).network();
            for (String template : List.of(network.openWrtTemplate(), network.routerOsTemplate())) {
                templates.find(template).ifPresent(there -> templates.remove(template, there.version(), reason, who));
            }
            forget(network.keyVariable(), who);
            forget(network.ssidVariable(), who);
            table.delete(id);
            audit.record("wifi.network.remove", subject(id), List.of(new Change("ssid", network.ssid(), null)));
        });
    }

    /** Lines for the terminal of a RouterOS box that take away what this network made there; nothing else does. */
    public String routerOsRemoval(WifiNetwork network) {
        return RouterOsWifi.removal(network);
    }

    /**
     * What would be if a network were saved; nothing is kept.
     *
     * @param id null: of a new one
     * @param place the access point to look at; null, or one that would not open it: the first that would
     * @throws Refused as saving would, but for a reason
     */
    public Look look(@Nullable Long id, WifiNetworkWish wish, @Nullable DeviceId place, String who) {
        return Objects.requireNonNull(transaction.execute(status -> {
            status.setRollbackOnly();
            WifiNetworkWish tried = new WifiNetworkWish(
                    wish.ssid(),
                    wish.security(),
                    wish.bands(),
                    wish.vlan(),
                    wish.isolated(),
                    wish.hidden(),
                    wish.downKbit(),
                    wish.upKbit(),
                    wish.days(),
                    wish.from(),
                    wish.until(),
                    wish.villages(),
                    wish.groups(),
                    wish.models(),
                    wish.password(),
                    true,
                    "…");
            WifiNetwork network = id == null ? add(tried, who) : change(id, tried, versionOf(id), who);
            List<AccessPoint> uses = using(network);
            AccessPoint one = uses.stream()
                    .filter(use -> use.id().equals(place))
                    .findFirst()
                    .orElse(uses.isEmpty() ? null : uses.get(0));
            return new Look(
                    network,
                    uses,
                    one,
                    one == null ? null : accessPoints.propose(one),
                    one == null ? null : accessPoints.letOut(one.id()).orElse(null));
        }));
    }

    private int versionOf(long id) {
        return table.find(id).orElseThrow(() -> missing(id)).network().version();
    }

    private static List<Change> changes(@Nullable WifiNetwork before, WifiNetwork now) {
        List<Change> changes = new ArrayList<>();
        put(changes, "ssid", before == null ? null : before.ssid(), now.ssid());
        put(
                changes,
                "security",
                before == null ? null : before.security().code(),
                now.security().code());
        put(changes, "bands", before == null ? null : bands(before), bands(now));
        put(changes, "vlan", before == null ? null : before.vlan(), now.vlan());
        put(changes, "isolated", before == null ? null : before.isolated(), now.isolated());
        put(changes, "hidden", before == null ? null : before.hidden(), now.hidden());
        put(changes, "downKbit", before == null ? null : before.downKbit(), now.downKbit());
        put(changes, "upKbit", before == null ? null : before.upKbit(), now.upKbit());
        put(changes, "schedule", before == null ? null : schedule(before), schedule(now));
        put(
                changes,
                "villages",
                before == null ? null : words(before.scope().villages()),
                words(now.scope().villages()));
        put(
                changes,
                "groups",
                before == null ? null : words(before.scope().groups()),
                words(now.scope().groups()));
        put(
                changes,
                "models",
                before == null ? null : words(before.scope().models()),
                words(now.scope().models()));
        return changes;
    }

    private static String bands(WifiNetwork network) {
        return String.join(" ", network.ordered().stream().map(Band::code).toList());
    }

    private static @Nullable String schedule(WifiNetwork network) {
        WifiSchedule schedule = network.schedule();
        return schedule == null ? null : schedule.ordered() + " " + schedule.from() + "–" + schedule.until();
    }

    private static @Nullable String words(Set<?> words) {
        return words.isEmpty()
                ? null
                : words.stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
    }

    private static void put(List<Change> changes, String field, @Nullable Object was, @Nullable Object is) {
        if (!Objects.equals(was, is)) {
            changes.add(new Change(field, was == null ? null : was.toString(), is == null ? null : is.toString()));
        }
    }

    private static String subject(long id) {
        return "wifi:" + id;
    }
}
