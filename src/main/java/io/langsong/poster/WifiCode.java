package io.langsong.poster;

import org.jspecify.annotations.Nullable;

/** What a QR code says to let a telephone join a wireless network: {@code WIFI:T:WPA;S:name;P:key;;}, as ZXing defined it. */
final class WifiCode {
    private WifiCode() {}

    /** @param key null for an open network */
    static String of(String ssid, @Nullable String key, boolean hidden) {
        return "WIFI:T:" + (key == null ? "nopass" : "WPA") + ";S:" + escaped(ssid) + ";"
                + (key == null ? "" : "P:" + escaped(key) + ";") + (hidden ? "H:true;" : "") + ";";
    }

    /** A name that could be taken for hexadecimal digits stands in quotes. */
    private static String escaped(String text) {
        String escaped = text.replaceAll("([\\\\;,:\"])", "\\\\$1");
        return text.matches("([0-9A-Fa-f]{2})+") ? "\"" + escaped + "\"" : escaped;
    }
}
