package io.langsong.provisioning.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** What is pasted into a box that has the agent: {@code agents/openwrt/openwisp.uci} with address and secret. */
final class Bootstrap {
    private static final String FILE = "/agents/openwrt/openwisp.uci";
    private static final String ADDRESS = "https://langsong.example.vn";
    private static final String SECRET = "PUT-THE-SECRET-HERE";
    /** The name of the server is what a browser said, and ends on a command line. */
    private static final Pattern SAFE = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(?:/[A-Za-z0-9._/-]*)?");

    private Bootstrap() {}

    /**
     * A secret just made, as it is shown once.
     *
     * @param place what it is good for; empty: any box
     * @param plain whether the address is one that whoever sits in between can read along
     */
    record Shown(String secret, String place, String commands, boolean plain) {}

    /** For the address that the request on this thread came to. */
    static Shown shown(String secret, String place) {
        String address =
                ServletUriComponentsBuilder.fromCurrentContextPath().build().toUriString();
        String asked = SAFE.matcher(address).matches() ? address : ADDRESS;
        return new Shown(secret, place, commands(asked, secret), asked.startsWith("http:"));
    }

    static String commands(String address, String secret) {
        String file = text().replace(ADDRESS, address).replace(SECRET, secret);
        return "uci import openwisp <<'LANGSONG'\n" + file.strip() + "\nLANGSONG\n"
                + "uci commit openwisp\n"
                + "for s in openwisp-config openwisp_config; do [ -x /etc/init.d/$s ] && /etc/init.d/$s restart; done\n";
    }

    private static String text() {
        try (InputStream file = Objects.requireNonNull(Bootstrap.class.getResourceAsStream(FILE), FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
