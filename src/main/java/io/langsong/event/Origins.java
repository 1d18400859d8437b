package io.langsong.event;

import io.langsong.event.EventProperties.SecurityLevel;
import io.langsong.event.EventProperties.Trusted;
import io.langsong.inventory.Device;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.SnmpAccess;
import io.langsong.snmp.EngineClock;
import io.langsong.snmp.Notification;
import io.langsong.snmp.Notification.Origin;
import io.langsong.snmp.NotificationReader;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpCredentials.User;
import io.langsong.snmp.SnmpValue;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose a message is: by the address it came from; where that is of several devices, or of a router before them, by
 * what else the message says of its sender. What is still ambiguous is nobody's. Any thread.
 */
final class Origins implements NotificationReader.Users {
    private static final Oid SYS_NAME = Oid.parse("1.3.6.1.2.1.1.5.0");
    /** RFC 3584 section 3.1: what a proxy adds. */
    private static final Oid SNMP_TRAP_ADDRESS = Oid.parse("1.3.6.1.6.3.18.1.3.0");

    private static final Oid SNMP_TRAP_COMMUNITY = Oid.parse("1.3.6.1.6.3.18.1.4.0");
    /** Each user tried costs a digest. */
    private static final int MOST_USERS = 16;

    private final Supplier<Senders> senders;
    private final SenderEngines engines;
    private final SecurityLevel minimumLevel;
    private final List<Trusted> trusted;
    private final List<AddressRange> relays;

    /** @param senders the devices of the inventory as of now */
    Origins(Supplier<Senders> senders, SenderEngines engines, EventProperties settings) {
        this.senders = senders;
        this.engines = engines;
        this.minimumLevel = settings.minimumLevel();
        this.trusted = settings.communities().stream().map(Trusted::parse).toList();
        this.relays = settings.relays().stream()
                .map(relay -> AddressRange.parse("langsong.event.relays", relay))
                .toList();
    }

    /** Whose a message is. */
    sealed interface Whose {
        record Of(DeviceId device) implements Whose {}

        /** Of nobody in the inventory, or one cannot tell of whom. */
        record Nobody() implements Whose {}

        /** Its sender is not to be believed. */
        record NotAllowed() implements Whose {}
    }

    private static final Whose NOBODY = new Whose.Nobody();
    private static final Whose NOT_ALLOWED = new Whose.NotAllowed();

    private static Whose one(List<Device> devices) {
        return devices.size() == 1 ? new Whose.Of(devices.get(0).id()) : NOBODY;
    }

    Whose of(InetAddress source, Notification notification) {
        Origin origin = notification.origin();
        if (origin instanceof Origin.User user) {
            return SecurityLevel.of(user.user()).compareTo(minimumLevel) < 0
                    ? NOT_ALLOWED
                    : of(source, user, notification);
        }
        return minimumLevel == SecurityLevel.COMMUNITY
                ? of(source, ((Origin.Community) origin).community(), notification)
                : NOT_ALLOWED;
    }

    private Whose of(InetAddress source, String community, Notification notification) {
        Senders all = senders.get();
        boolean anyway = trusted.stream().anyMatch(one -> one.allows(source, community));
        InetAddress spokenFor = spokenFor(source, notification);
        List<Device> there = all.at(source);
        if (there.isEmpty() || spokenFor != null) {
            InetAddress agent = spokenFor == null ? notification.agentAddress() : spokenFor;
            List<Device> meant = agent == null ? List.of() : fitting(all.at(agent), community, anyway);
            if (!meant.isEmpty()) {
                return narrowed(meant, notification);
            }
        }
        if (there.isEmpty()) {
            return anyway ? named(all, notification) : NOBODY;
        }
        List<Device> fitting = fitting(there, community, anyway);
        return fitting.isEmpty() ? NOT_ALLOWED : narrowed(fitting, notification);
    }

    private static List<Device> fitting(List<Device> devices, String community, boolean anyway) {
        List<Device> own = devices.stream()
                .filter(device -> hasCommunity(device, community))
                .toList();
        return own.isEmpty() && anyway ? devices : own;
    }

    private static boolean hasCommunity(Device device, String community) {
        SnmpAccess access = device.snmp();
        String own = access == null ? null : access.community();
        return own != null
                && MessageDigest.isEqual(
                        own.getBytes(StandardCharsets.UTF_8), community.getBytes(StandardCharsets.UTF_8));
    }

    /** Whom a relay speaks for; null when it is none, or does not say. */
    private @Nullable InetAddress spokenFor(InetAddress source, Notification notification) {
        if (!isRelay(source)) {
            return null;
        }
        return notification.value(SNMP_TRAP_ADDRESS).orElse(null) instanceof SnmpValue.IpAddress address
                ? address.value()
                : notification.agentAddress();
    }

    private boolean isRelay(InetAddress source) {
        return relays.stream().anyMatch(relay -> relay.contains(source));
    }

    private Whose of(InetAddress source, Origin.User user, Notification notification) {
        Whose whose = sentBy(source, user, notification);
        EngineClock shown = user.clock();
        if (whose instanceof Whose.Of of && shown != null) {
            engines.heard(user.user(), shown, of.device());
        }
        return whose;
    }

    private Whose sentBy(InetAddress source, Origin.User user, Notification notification) {
        Senders all = senders.get();
        List<Device> there = all.at(source).stream()
                .filter(device -> user.user().equals(all.user(device)))
                .toList();
        Whose whose = narrowed(there, notification);
        if (whose instanceof Whose.Of) {
            return whose;
        }
        DeviceId known = engines.deviceOf(user.user(), user.engineId());
        if (known != null && all.byId(known).isPresent()) {
            return new Whose.Of(known);
        }
        List<Device> elsewhere = all.all().stream()
                .filter(device -> user.user().equals(all.user(device)))
                .toList();
        return there.isEmpty() ? narrowed(elsewhere, notification) : NOBODY;
    }

    /** The one of several that the message names otherwise. */
    private static Whose narrowed(List<Device> devices, Notification notification) {
        if (devices.size() < 2) {
            return one(devices);
        }
        InetAddress agent = notification.agentAddress();
        List<Device> named = devices.stream()
                .filter(device -> isNamed(device, text(notification, SYS_NAME))
                        || hasCommunity(device, text(notification, SNMP_TRAP_COMMUNITY))
                        || (agent != null && device.address().equals(agent.getHostAddress())))
                .toList();
        return one(named);
    }

    private static Whose named(Senders all, Notification notification) {
        String name = text(notification, SYS_NAME);
        return one(all.all().stream().filter(device -> isNamed(device, name)).toList());
    }

    private static boolean isNamed(Device device, String name) {
        return device.id().value().equalsIgnoreCase(name) || device.name().equalsIgnoreCase(name);
    }

    private static String text(Notification notification, Oid name) {
        return notification.value(name).orElse(null) instanceof SnmpValue.Octets octets ? octets.asText() : "";
    }

    /** @param hostname as the message gives it; empty when it does not */
    Whose of(InetAddress source, String hostname) {
        Senders all = senders.get();
        List<Device> there = all.at(source);
        if (isRelay(source)) {
            List<Device> meant = byHostname(all.all(), hostname);
            if (meant.size() == 1) {
                return one(meant);
            }
        }
        return there.size() < 2 ? one(there) : one(byHostname(there, hostname));
    }

    private static List<Device> byHostname(List<Device> devices, String hostname) {
        return devices.stream()
                .filter(device -> isNamed(device, hostname) || device.address().equalsIgnoreCase(hostname))
                .toList();
    }

    @Override
    public List<User> named(InetAddress source, String name) {
        Senders all = senders.get();
        List<User> there = users(all, all.at(source), name);
        return there.isEmpty() ? users(all, all.all(), name) : there;
    }

    @Override
    public @Nullable EngineClock remembered(User user, String engineId) {
        return engines.remembered(user, engineId);
    }

    @Override
    public @Nullable EngineClock asked(User user, String engineId) {
        return engines.asked(user, engineId);
    }

    private static List<User> users(Senders all, List<Device> devices, String name) {
        List<User> users = new ArrayList<>();
        for (Device device : devices) {
            User user = all.user(device);
            if (user != null && user.name().equals(name) && !users.contains(user) && users.size() < MOST_USERS) {
                users.add(user);
            }
        }
        return users;
    }

    /** Whether somebody of the inventory sits there. */
    boolean knows(InetAddress source) {
        return !senders.get().at(source).isEmpty();
    }

    Optional<Device> device(DeviceId id) {
        return senders.get().byId(id);
    }
}
