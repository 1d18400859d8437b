package io.langsong.outage;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How outages are judged.
 *
 * @param referenceTargets {@code host} or {@code host:port} of what answers as long as our own line works and that is no device
 *     of the commune: with a port by a TCP connection, else by ICMP. When nothing answers any more and none of them does, the
 *     line is ours. Empty: the default gateway of this machine, if it answers
 */
@ConfigurationProperties("langsong.outage")
public record OutageProperties(@DefaultValue List<String> referenceTargets) {
    private static final int MOST = 20;
    /** A name or an IPv4 address, or an IPv6 address, which stands in brackets where a port follows. */
    private static final Pattern TARGET = Pattern.compile(
            "(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?))(?::(?<port>[0-9]{1,5}))?"
                    + "|(?<bare>[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

    public OutageProperties {
        referenceTargets = referenceTargets.stream().map(String::strip).toList();
        if (referenceTargets.size() > MOST) {
            throw new IllegalArgumentException("langsong.outage.reference-targets has %d entries; name at most %d"
                    .formatted(referenceTargets.size(), MOST));
        }
        referenceTargets.forEach(OutageProperties::target);
    }

    /** @param port 0 when none is named */
    record Target(String host, int port) {
        @Override
        public String toString() {
            return port == 0 ? host : (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    List<Target> targets() {
        return referenceTargets.stream().map(OutageProperties::target).toList();
    }

    private static Target target(String text) {
        Matcher parts = TARGET.matcher(text);
        if (!parts.matches()) {
            throw wrong(text, "is no host or host:port");
        }
        if (parts.group("bare") != null) {
            return new Target(parts.group("bare"), 0);
        }
        String host = parts.group("six") != null ? parts.group("six") : parts.group("host");
        if (parts.group("port") == null) {
            return new Target(host, 0);
        }
        int port = Integer.parseInt(parts.group("port"));
        if (port < 1 || port > 65_535) {
            throw wrong(text, "has no port of 1 to 65535");
        }
        return new Target(host, port);
    }

    private static IllegalArgumentException wrong(String text, String why) {
        return new IllegalArgumentException("langsong.outage.reference-targets: \"" + text + "\" " + why
                + "; write 198.51.100.1 for ICMP or dns.example:53 for TCP, several with commas between them");
    }
}
