package io.langsong.event;

import io.langsong.snmp.SnmpCredentials.User;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is listened to of what devices say by themselves: traps, informs and syslog.
 *
 * @param address of this machine to listen at, an IP address; empty is every one
 * @param trapPort UDP port for traps and informs; 0 takes none. Ports below 1024 need a right of the operating system
 * @param syslogUdpPort UDP port for syslog; 0 takes none
 * @param syslogTcpPort TCP port for syslog; 0 takes none
 * @param ratePerSource messages a second that one address may send for long, 1 to 100000; for a moment ten times as many. What is more is dropped and counted
 * @param repeatWindow the same message of the same device within this time after the last is counted, not kept again; 1 second to 1 day
 * @param retention how long messages are kept, 1 day to 10 years
 * @param mostRows messages kept at most, 1000 to 100 million; beyond it the oldest go of those devices that have most
 * @param minimumLevel least security of traps: {@code community} takes versions 1 and 2c too, {@code no-auth-no-priv}, {@code auth-no-priv} and {@code auth-priv} version 3 alone
 * @param communities further communities for traps of versions 1 and 2c, by the network they come from, each {@code NETWORK COMMUNITY} like {@code 10.4.0.0/16 secret}; a device's own community in the inventory is always good for its own address
 * @param relays networks of which it is believed whom they speak for: by snmpTrapAddress or agent-addr of a trap, by HOSTNAME of syslog
 */
@ConfigurationProperties("langsong.event")
record EventProperties(
        @DefaultValue("") String address,
        @DefaultValue("1162") int trapPort,
        @DefaultValue("1514") int syslogUdpPort,
        @DefaultValue("1514") int syslogTcpPort,
        @DefaultValue("200") int ratePerSource,
        @DefaultValue("10m") Duration repeatWindow,
        @DefaultValue("90d") Duration retention,
        @DefaultValue("1000000") int mostRows,
        @DefaultValue("community") SecurityLevel minimumLevel,
        @DefaultValue List<String> communities,
        @DefaultValue List<String> relays) {

    EventProperties {
        if (!address.isEmpty()) {
            AddressRange one = AddressRange.parse("langsong.event.address", address);
            if (one.bits() != one.base().getAddress().length * 8) {
                throw new IllegalArgumentException(
                        "langsong.event.address is %s, a network; give one address of this machine".formatted(address));
            }
        }
        requirePort("trap-port", trapPort);
        requirePort("syslog-udp-port", syslogUdpPort);
        requirePort("syslog-tcp-port", syslogTcpPort);
        if (trapPort != 0 && trapPort == syslogUdpPort) {
            throw new IllegalArgumentException(
                    "langsong.event.trap-port and syslog-udp-port are both %d; give two ports".formatted(trapPort));
        }
        if (ratePerSource < 1 || ratePerSource > 100_000) {
            throw new IllegalArgumentException(
                    "langsong.event.rate-per-source is %d; set it to 1 to 100000".formatted(ratePerSource));
        }
        if (mostRows < 1_000 || mostRows > 100_000_000) {
            throw new IllegalArgumentException(
                    "langsong.event.most-rows is %d; set it to 1000 to 100000000".formatted(mostRows));
        }
        requireBetween("repeat-window", repeatWindow, Duration.ofSeconds(1), Duration.ofDays(1), "1s to 1d");
        requireBetween("retention", retention, Duration.ofDays(1), Duration.ofDays(3660), "1d to 3660d");
        communities = List.copyOf(communities);
        relays = List.copyOf(relays);
        communities.forEach(Trusted::parse);
        relays.forEach(relay -> AddressRange.parse("langsong.event.relays", relay));
    }

    /** How far a message proves who sent it; the later, the further. */
    enum SecurityLevel {
        COMMUNITY,
        NO_AUTH_NO_PRIV,
        AUTH_NO_PRIV,
        AUTH_PRIV;

        static SecurityLevel of(User user) {
            return user.authProtocol() == null
                    ? NO_AUTH_NO_PRIV
                    : user.privProtocol() == null ? AUTH_NO_PRIV : AUTH_PRIV;
        }
    }

    /** A community that is good from a network. {@code toString} masks it. */
    record Trusted(AddressRange network, String community) {
        /** The message never shows the community. */
        static Trusted parse(String text) {
            String[] parts = text.strip().split("\\s+", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException(
                        "langsong.event.communities has an entry without a community; write NETWORK COMMUNITY, like 10.4.0.0/16 secret");
            }
            return new Trusted(AddressRange.parse("langsong.event.communities", parts[0]), parts[1]);
        }

        boolean allows(InetAddress source, String given) {
            return network.contains(source)
                    && MessageDigest.isEqual(
                            community.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String toString() {
            return "Trusted[" + network + ", ***]";
        }
    }

    private static void requirePort(String name, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(
                    "langsong.event.%s is %d; give a port, 1 to 65535, or 0 for none".formatted(name, port));
        }
    }

    private static void requireBetween(String name, Duration value, Duration least, Duration most, String range) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "langsong.event.%s is %d s; set it to %s".formatted(name, value.toSeconds(), range));
        }
    }

    @Override
    public String toString() {
        return "EventProperties[address=%s, trapPort=%d, syslogUdpPort=%d, syslogTcpPort=%d, communities=***]"
                .formatted(address, trapPort, syslogUdpPort, syslogTcpPort);
    }
}
