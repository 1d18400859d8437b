package io.langsong.notification.channel;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code langsong.notification.email}: the mail server that takes our letters.
 *
 * @param host name or address of the mail server; null: no e-mail is sent
 * @param port null for the usual one: 587 with STARTTLS, 465 with implicit TLS, 25 without
 * @param from sender, {@code address} or {@code Name <address>}
 * @param username where the mail server asks for one; null: no log-in
 * @param password of that user
 * @param tls {@code starttls}, {@code implicit} or {@code none}: how the connection is encrypted; never silently less
 * @param timeout longest wait for one answer of the server, 100 ms to 2 minutes
 */
public record EmailSettings(
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String from,
        @Nullable String username,
        @Nullable String password,
        @DefaultValue("starttls") Tls tls,
        @DefaultValue("20s") Duration timeout) {
    private static final String NAME = "langsong.notification.email";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|[0-9a-fA-F:.]+");
    /** The local loopback names, where a password crosses no wire. */
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.[0-9.]+|::1|0:0:0:0:0:0:0:1");

    static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    public enum Tls {
        NONE,
        STARTTLS,
        IMPLICIT
    }

    public EmailSettings {
        if (host == null || host.isEmpty()) {
            host = null;
            refuseHalf("from", from);
            refuseHalf("username", username);
            refuseHalf("password", password);
        } else {
            check(host, port, from, username, password, tls);
        }
        if (timeout.toMillis() < 100 || timeout.toSeconds() > 120) {
            throw new IllegalArgumentException(
                    NAME + ".timeout: " + timeout + " is not 100 milliseconds to 2 minutes; the default is 20s");
        }
    }

    private static void check(
            String host,
            @Nullable Integer port,
            @Nullable String from,
            @Nullable String username,
            @Nullable String password,
            Tls tls) {
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    NAME + ".host: \"" + host + "\" is no host name or address; write it without scheme and port");
        }
        if (port != null && (port < 1 || port > 65535)) {
            throw new IllegalArgumentException(
                    NAME + ".port: " + port + " is not 1 to 65535; leave it out for the usual one");
        }
        if (from == null || from.isBlank()) {
            throw new IllegalArgumentException(
                    NAME + ".from is missing; set the sender's address, which the server at " + host + " must accept");
        }
        parse(from);
        if ((username == null) != (password == null)) {
            throw new IllegalArgumentException(
                    NAME + ".username and .password: only one of them is set; set both or none");
        }
        if (username != null && tls == Tls.NONE && !LOOPBACK.matcher(host).matches()) {
            throw new IllegalArgumentException(NAME
                    + ".tls: none would send the password unencrypted to " + host
                    + "; set starttls or implicit, or remove username and password");
        }
    }

    private static void refuseHalf(String setting, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            throw new IllegalArgumentException(
                    NAME + "." + setting + " is set, but " + NAME + ".host is not; set the host or remove both");
        }
    }

    public int portInUse() {
        if (port != null) {
            return port;
        }
        return tls == Tls.IMPLICIT ? 465 : tls == Tls.STARTTLS ? 587 : 25;
    }

    /** Only where {@link #host} is set. */
    InternetAddress sender() {
        return parse(from == null ? "" : from);
    }

    /** Plain addresses, each once, as written. */
    public static List<String> recipients(List<String> addresses) {
        for (String address : addresses) {
            if (!ADDRESS.matcher(address).matches() || address.contains("..")) {
                throw new IllegalArgumentException("langsong.notification.recipients: \"" + visible(address)
                        + "\" is no e-mail address; write name@domain, several separated by commas");
            }
        }
        return addresses.stream().distinct().toList();
    }

    private static InternetAddress parse(String from) {
        try {
            InternetAddress address = new InternetAddress(from, true);
            if (from.chars().anyMatch(Character::isISOControl)
                    || !ADDRESS.matcher(address.getAddress()).matches()) {
                throw new AddressException("not plain");
            }
            return new InternetAddress(address.getAddress(), address.getPersonal(), StandardCharsets.UTF_8.name());
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException(NAME + ".from: \"" + visible(from)
                    + "\" is no sender; write name@domain or Shown Name <name@domain>");
        }
    }

    private static String visible(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public String toString() {
        return "EmailSettings[%s:%d, %s, %s, from %s]"
                .formatted(host, portInUse(), tls, username == null ? "no log-in" : "log-in ***", from);
    }
}
