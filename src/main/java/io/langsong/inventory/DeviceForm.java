package io.langsong.inventory;

import static io.langsong.inventory.Field.Type.INTEGER;
import static io.langsong.inventory.Field.Type.NOTE;
import static io.langsong.inventory.Field.Type.SPAN;
import static io.langsong.inventory.Field.Type.TEXT;
import static io.langsong.inventory.Field.Type.TRUTH;
import static io.langsong.inventory.Field.ids;
import static io.langsong.inventory.Field.optional;
import static io.langsong.inventory.Field.optionalChoice;
import static io.langsong.inventory.Field.required;
import static io.langsong.inventory.Field.requiredChoice;
import static io.langsong.inventory.Field.requiredId;
import static io.langsong.inventory.Field.secret;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The form of devices. */
final class DeviceForm extends Form<Device> {
    private static final int SNMP_PORT = 161;

    DeviceForm() {
        super(
                "device",
                "devices",
                Device.class,
                required("id", TEXT),
                required("name", TEXT),
                requiredId("site", "sites"),
                requiredChoice("kind", codes(Device.Kind.values(), Device.Kind::code)),
                optional("address", TEXT),
                optional("port", INTEGER),
                optionalChoice("snmp.version", "1", "2c", "3"),
                secret("snmp.community"),
                optional("snmp.user", TEXT),
                optionalChoice("snmp.authProtocol", sorted(SnmpAccess.AUTH_PROTOCOLS)),
                secret("snmp.authKey"),
                optionalChoice("snmp.privProtocol", sorted(SnmpAccess.PRIV_PROTOCOLS)),
                secret("snmp.privKey"),
                optional("snmp.context", TEXT),
                optional("profile", TEXT),
                optionalChoice("reachability", codes(Device.Reachability.values(), Device.Reachability::code)),
                ids("uplinks", "devices"),
                optional("interval", SPAN),
                optional("enabled", TRUTH),
                optional("notes", NOTE));
    }

    private static String[] sorted(Set<String> names) {
        return names.stream().sorted().toArray(String[]::new);
    }

    @Override
    public InventoryId id(String value) {
        return new DeviceId(value);
    }

    @Override
    public Collection<Device> in(InventorySnapshot snapshot) {
        return snapshot.devices();
    }

    @Override
    Device read(Cells cells, @Nullable Device stored) {
        return new Device(
                cells.id("id", DeviceId::new),
                cells.requiredText("name"),
                cells.id("site", SiteId::new),
                cells.choice("kind", Device.Kind.values(), Device.Kind::code, null),
                address(cells),
                cells.integer("port", SNMP_PORT),
                snmp(cells, stored == null ? null : stored.snmp()),
                cells.text("profile"),
                cells.choice(
                        "reachability",
                        Device.Reachability.values(),
                        Device.Reachability::code,
                        Device.Reachability.NONE),
                cells.ids("uplinks", DeviceId::new),
                cells.span("interval"),
                cells.truth("enabled", true),
                cells.text("notes"));
    }

    /** Nobody calls a device that reports by itself, behind NAT say: without an address it has a name that leads nowhere (RFC 2606). */
    private static String address(Cells cells) {
        boolean calledByNobody =
                Device.Reachability.AGENT.code().equals(cells.text("reachability")) && cells.text("address") == null;
        return calledByNobody ? cells.textOrEmpty("id") + ".invalid" : cells.requiredText("address");
    }

    /** A secret that is not given stays what it was, as long as it means the same: a key belongs to its user. */
    private static @Nullable SnmpAccess snmp(Cells cells, @Nullable SnmpAccess stored) {
        if (!cells.hasGroup("snmp")) {
            return null;
        }
        String version = cells.textOrEmpty("snmp.version");
        String user = cells.text("snmp.user");
        SnmpAccess kept = stored != null
                        && stored.version().equals("3") == version.equals("3")
                        && Objects.equals(stored.user(), user)
                ? stored
                : null;
        String authProtocol = cells.text("snmp.authProtocol");
        String privProtocol = cells.text("snmp.privProtocol");
        return new SnmpAccess(
                version,
                either(cells.text("snmp.community"), kept == null ? null : kept.community()),
                user,
                authProtocol,
                either(cells.text("snmp.authKey"), kept == null || authProtocol == null ? null : kept.authKey()),
                privProtocol,
                either(cells.text("snmp.privKey"), kept == null || privProtocol == null ? null : kept.privKey()),
                cells.text("snmp.context"));
    }

    private static @Nullable String either(@Nullable String given, @Nullable String kept) {
        return given == null ? kept : given;
    }

    @Override
    void write(Device device, Cells.Written cells) {
        cells.put("site", device.site())
                .put("kind", device.kind().code())
                .put("address", device.address())
                .put("port", device.port());
        SnmpAccess snmp = device.snmp();
        if (snmp != null) {
            cells.put("snmp.version", snmp.version())
                    .put("snmp.community", snmp.community())
                    .put("snmp.user", snmp.user())
                    .put("snmp.authProtocol", snmp.authProtocol())
                    .put("snmp.authKey", snmp.authKey())
                    .put("snmp.privProtocol", snmp.privProtocol())
                    .put("snmp.privKey", snmp.privKey())
                    .put("snmp.context", snmp.context());
        }
        cells.put("profile", device.profile())
                .put("reachability", device.reachability().code());
        if (!device.uplinks().isEmpty()) {
            cells.put("uplinks", device.uplinks().stream().map(DeviceId::value).collect(Collectors.joining(" ")));
        }
        cells.put("interval", device.interval())
                .put("enabled", device.enabled())
                .put("notes", device.notes());
    }
}
