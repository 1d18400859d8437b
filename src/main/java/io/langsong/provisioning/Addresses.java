package io.langsong.provisioning;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as devices write them. */
final class Addresses {
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}");
    private static final int LONGEST_HOST_NAME = 253;

    private Addresses() {}

    /** Four numbers, without leading zeroes, which some programs read as octal. */
    static boolean isIpv4(String text) {
        Matcher parts = IPV4.matcher(text);
        if (!parts.matches()) {
            return false;
        }
        for (int part = 1; part <= 4; part++) {
            String number = parts.group(part);
            if (Integer.parseInt(number) > 255 || number.length() > 1 && number.startsWith("0")) {
                return false;
            }
        }
        return true;
    }

    static boolean isIpv4Network(String text) {
        int slash = text.indexOf('/');
        return slash > 0
                && isIpv4(text.substring(0, slash))
                && text.substring(slash + 1).matches("[0-9]|[12][0-9]|3[0-2]");
    }

    static boolean isHostName(String text) {
        if (text.isEmpty() || text.length() > LONGEST_HOST_NAME) {
            return false;
        }
        for (String label : text.split("\\.", -1)) {
            if (!LABEL.matcher(label).matches()) {
                return false;
            }
        }
        return true;
    }

    static boolean isMac(String text) {
        return MAC.matcher(text).matches();
    }

    /** Upper case with colons, so that one box has one form. @param mac for which {@link #isMac} holds */
    static String canonicalMac(String mac) {
        return mac.toUpperCase(Locale.ROOT).replace('-', ':');
    }
}
