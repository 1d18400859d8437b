package io.langsong.health;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.WebServerSslBundle;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/** Whether the certificate of the pages is valid, and for how long; nothing when they are served without one. */
@Component
final class CertificateCheck implements HealthCheck {
    static final String NAME = "certificate";
    private static final Duration SOON = Duration.ofDays(21);

    private final ObjectProvider<ServerProperties> server;
    private final ObjectProvider<SslBundles> bundles;
    private final Clock clock;

    CertificateCheck(ObjectProvider<ServerProperties> server, ObjectProvider<SslBundles> bundles, Clock clock) {
        this.server = server;
        this.bundles = bundles;
        this.clock = clock;
    }

    static Finding judge(Instant from, Instant until, Instant now) {
        if (now.isBefore(from)) {
            return Finding.of(NAME, Level.BROKEN, "early", from);
        }
        if (!now.isBefore(until)) {
            return Finding.of(NAME, Level.BROKEN, "expired", until);
        }
        Duration left = Duration.between(now, until);
        return left.compareTo(SOON) < 0
                ? Finding.of(NAME, Level.WATCH, "soon", until, left)
                : Finding.of(NAME, Level.FINE, "fine", until, left);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Finding> look() {
        ServerProperties properties = server.getIfAvailable();
        Ssl ssl = properties == null ? null : properties.getSsl();
        if (!Ssl.isEnabled(ssl)) {
            return Optional.empty();
        }
        // Read anew each time, as the web server does when the files change.
        KeyStore store = WebServerSslBundle.get(ssl, bundles.getIfAvailable())
                .getStores()
                .getKeyStore();
        return own(store)
                .map(certificate -> judge(
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        clock.instant()));
    }

    /** The one that belongs to the key; of several the one that ends first. */
    static Optional<X509Certificate> own(@Nullable KeyStore store) {
        if (store == null) {
            return Optional.empty();
        }
        try {
            X509Certificate first = null;
            for (String alias : Collections.list(store.aliases())) {
                Certificate found = store.isKeyEntry(alias) ? store.getCertificate(alias) : null;
                if (found instanceof X509Certificate x509
                        && (first == null || x509.getNotAfter().before(first.getNotAfter()))) {
                    first = x509;
                }
            }
            return Optional.ofNullable(first);
        } catch (KeyStoreException e) {
            throw new IllegalStateException("The certificate of the pages can not be read: " + e.getMessage(), e);
        }
    }
}
