package io.langsong.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Addresses of our own pages with what a person wishes to see on them. */
public final class PageAddress {
    private PageAddress() {}

    /**
     * @param path without a query
     * @param parameters in their order; what is empty is left out
     */
    public static String of(String path, Map<String, String> parameters) {
        StringBuilder address = new StringBuilder(path);
        parameters.forEach((name, value) -> {
            if (!value.isEmpty()) {
                address.append(address.indexOf("?") < 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return address.toString();
    }

    /** One page of a list at this address. @param number from 1 */
    public static String page(String address, int number) {
        return address + (address.contains("?") ? '&' : '?') + "trang=" + number;
    }
}
