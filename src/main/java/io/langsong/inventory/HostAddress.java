package io.langsong.inventory;

import java.util.regex.Pattern;

/** What may be entered as the address of a device: an IPv4 or IPv6 address in its usual form, or a host name. */
final class HostAddress {
    private static final Pattern IPV4 = Pattern.compile(
            "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]*(%[A-Za-z0-9_.-]{1,32})?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private HostAddress() {}

    static void check(String what, String address) {
        if (!isIpv4(address) && !isIpv6(address) && !isHostName(address)) {
            throw new IllegalArgumentException(
                    what + " is neither an IPv4 address, an IPv6 address nor a host name: \"" + address + "\"");
        }
        if (address.equals("0.0.0.0") || address.equals("255.255.255.255") || address.equals("::")) {
            throw new IllegalArgumentException(what + " is not the address of one device: " + address);
        }
    }

    private static boolean isIpv4(String address) {
        return IPV4.matcher(address).matches();
    }

    private static boolean isIpv6(String address) {
        if (!IPV6.matcher(address).matches()) {
            return false;
        }
        try {
            // A literal with a colon is parsed, never looked up.
            String literal = address.contains("%") ? address.substring(0, address.indexOf('%')) : address;
            return java.net.InetAddress.getByName(literal) != null;
        } catch (java.net.UnknownHostException notAnAddress) {
            return false;
        }
    }

    /** RFC 1123 section 2.1; the last label is not all digits, else 127.1 would be a name. */
    private static boolean isHostName(String address) {
        if (address.length() > 253) {
            return false;
        }
        String[] labels = address.split("\\.", -1);
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return labels[labels.length - 1].chars().anyMatch(c -> c < '0' || c > '9');
    }
}
