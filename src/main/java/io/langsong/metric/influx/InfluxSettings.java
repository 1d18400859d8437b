package io.langsong.metric.influx;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where InfluxDB is. Version 1.8 needs {@code url} and {@code database}, with user and password where it asks for them;
 * 2.x and 3.x need {@code url}, {@code org}, {@code bucket} and {@code token}, and 2.x a DBRP mapping from database to bucket.
 *
 * @param url http or https, without query; empty when InfluxDB is not used
 * @param database what is asked by InfluxQL
 * @param org of 2.x and 3.x; empty for 1.8
 * @param bucket what is written to; empty: the database. {@code database/policy} names a retention policy of 1.8
 * @param token instead of user and password
 * @param username of 1.8, where it asks for one
 * @param password of that user
 */
public record InfluxSettings(
        @DefaultValue("") String url,
        @DefaultValue("langsong") String database,
        @DefaultValue("") String org,
        @DefaultValue("") String bucket,
        @DefaultValue("") String token,
        @DefaultValue("") String username,
        @DefaultValue("") String password) {
    public InfluxSettings {
        if (!url.isEmpty()) {
            checkUrl(url);
        }
        if (database.isBlank()) {
            throw new IllegalArgumentException(
                    "langsong.metrics.influx.database is empty; name the database that InfluxQL is to ask");
        }
        if (!token.isEmpty() && !username.isEmpty()) {
            throw new IllegalArgumentException(
                    "langsong.metrics.influx.token and langsong.metrics.influx.username are both set; leave one of them away");
        }
        checkPlain("token", token);
        checkPlain("username", username);
        checkPlain("password", password);
    }

    private static void checkUrl(String url) {
        String remedy = "; give one like http://influxdb.example:8086";
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new IllegalArgumentException(
                        "langsong.metrics.influx.url must begin with http:// or https://: \"" + url + "\"" + remedy);
            }
            if (uri.getHost() == null || uri.getPort() > 65_535) {
                throw new IllegalArgumentException(
                        "langsong.metrics.influx.url names no possible host and port: \"" + url + "\"" + remedy);
            }
            if (uri.getRawUserInfo() != null) {
                // Not shown: it may hold a password.
                throw new IllegalArgumentException(
                        "langsong.metrics.influx.url holds a user; set langsong.metrics.influx.username"
                                + " and .password instead");
            }
            if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
                throw new IllegalArgumentException(
                        "langsong.metrics.influx.url must have no query: \"" + url + "\"" + remedy);
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "langsong.metrics.influx.url is no URL: \"" + url + "\"" + remedy + " (" + e.getReason() + ")", e);
        }
    }

    /** They travel in an HTTP header, which has no room for anything else. */
    private static void checkPlain(String name, String secret) {
        if (!secret.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "langsong.metrics.influx." + name + " has characters outside of printable ASCII (not shown here)");
        }
    }

    /** What goes into the parameter {@code bucket} of a write. */
    String writeBucket() {
        return bucket.isEmpty() ? database : bucket;
    }

    /** What goes into the parameter {@code org}, which 1.8 wants to be there and ignores. */
    String writeOrg() {
        return org.isEmpty() ? "-" : org;
    }

    /** The retention policy to read from, in the way of 1.8; empty: the default one. */
    String policy() {
        int slash = bucket.indexOf('/');
        return slash < 0 ? "" : bucket.substring(slash + 1);
    }

    /** The token as it is sent; empty: none. */
    String authorization() {
        return token.isEmpty() && !username.isEmpty() ? username + ":" + password : token;
    }

    @Override
    public String toString() {
        return "InfluxSettings[url=" + url + ", database=" + database + ", org=" + org + ", bucket=" + bucket
                + ", token=***, username=" + username + ", password=***]";
    }
}
