package io.langsong.netjson;

import java.util.Optional;
import java.util.regex.Pattern;

/** Texts that mean something beyond their characters; an empty one is refused by a length, not here, where an option may be left out. */
final class Formats {
    private static final Pattern HOSTNAME =
            Pattern.compile("(?=.{2,253}$)(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)\\.)*(?!-)[A-Za-z0-9-]{1,63}(?<!-)\\.?");

    private Formats() {}

    static Optional<Fault> fault(String format, String text) {
        return switch (format) {
            case "hostname" -> when(!isHostname(text), Fault.NOT_A_HOSTNAME);
            case "ipv4" -> when(!Ip.isIpv4(text), Fault.NOT_IPV4);
            case "ipv6" -> when(!Ip.isIpv6(text), Fault.NOT_IPV6);
            case "host" -> when(!isHostname(text) && !Ip.isIpv6(text), Fault.NOT_A_HOSTNAME);
            case "ip" -> when(!text.isEmpty() && !Ip.isIpv4(text) && !Ip.isIpv6(text), Fault.NOT_AN_ADDRESS);
            case "cidr" -> when(!text.isEmpty() && !Ip.isCidr(text), Fault.NOT_CIDR);
            case "path" -> when(!ConfigurationFile.isPath(text), Fault.NOT_A_PATH);
            case "folder" -> when(!text.isEmpty() && !ConfigurationFile.isPath(text), Fault.NOT_A_PATH);
            case "timezone" -> when(Timezones.rule(text).isEmpty(), Fault.NOT_A_ZONE);
            default -> throw new IllegalStateException("No format of ours: " + format);
        };
    }

    static boolean isHostname(String text) {
        return HOSTNAME.matcher(text).matches();
    }

    private static Optional<Fault> when(boolean wrong, Fault fault) {
        return wrong ? Optional.of(fault) : Optional.empty();
    }
}
