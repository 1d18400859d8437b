package io.langsong.web;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A browser and the system it runs on, as people call them. Read from a {@code User-Agent}, which whoever sends it may make
 * up: it says who somebody claims to be, and nothing is allowed or refused for it.
 *
 * @param name e.g. {@code Chrome}
 * @param system e.g. {@code Android}
 */
public record BrowserName(String name, String system) {
    /** Of what browsers say of themselves. */
    static final int LONGEST = 512;

    /** A browser by its product: others build on Chrome and Safari and name those too, so the first that fits counts. */
    private record Known(String product, String name) {}

    private static final List<Known> BROWSERS = List.of(
            new Known("coc_coc_browser", "Cốc Cốc"),
            new Known("Edg", "Edge"),
            new Known("EdgA", "Edge"),
            new Known("EdgiOS", "Edge"),
            new Known("Firefox", "Firefox"),
            new Known("FxiOS", "Firefox"),
            new Known("CriOS", "Chrome"),
            new Known("Chrome", "Chrome"),
            new Known("Version", "Safari"));

    /** What stands beside the product in a browser of those; with anything else it is a browser that is not known here. */
    private static final Set<String> BESIDE =
            Set.of("Mozilla", "AppleWebKit", "KHTML", "Gecko", "Mobile", "Safari", "Chrome", "Version");

    /** The name that its words hold first: Android says Linux as well, and iOS says Mac OS X. */
    private static final List<Known> SYSTEMS = List.of(
            new Known("Android", "Android"),
            new Known("iPhone", "iOS"),
            new Known("iPad", "iOS"),
            new Known("Windows NT", "Windows"),
            new Known("Macintosh", "macOS"),
            new Known("Linux", "Linux"));

    /** Empty when either is not known. */
    public static Optional<BrowserName> of(String userAgent) {
        if (userAgent.length() > LONGEST) {
            return Optional.empty();
        }
        Set<String> products = products(userAgent);
        Optional<Known> browser = BROWSERS.stream()
                .filter(known -> products.contains(known.product()))
                .findFirst()
                .filter(known -> products.stream()
                        .allMatch(product -> product.equals(known.product()) || BESIDE.contains(product)));
        Optional<Known> system = SYSTEMS.stream()
                .filter(known -> userAgent.contains(known.product()))
                .findFirst();
        return browser.flatMap(known -> system.map(on -> new BrowserName(known.name(), on.name())));
    }

    /** {@code Chrome} of {@code Chrome/126.0}, without what stands in brackets. */
    private static Set<String> products(String userAgent) {
        return Arrays.stream(userAgent.replaceAll("\\([^()]*\\)", " ").strip().split("\\s+"))
                .map(product -> product.replaceFirst("/.*", ""))
                .collect(Collectors.toSet());
    }
}
