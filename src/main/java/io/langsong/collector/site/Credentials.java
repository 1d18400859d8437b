package io.langsong.collector.site;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates of a collector in use: the newest, and the one before until the newest worked. One thread. */
final class Credentials {
    private static final Logger log = LoggerFactory.getLogger(Credentials.class);
    private static final long ASK_AGAIN_MILLIS = Duration.ofHours(1).toMillis();

    private final SiteFolder folder;
    private Kept kept;
    private boolean older;
    private @Nullable Identity asked;
    private long askedAt;

    /** @param kept of an identity that is enrolled */
    Credentials(SiteFolder folder, Kept kept) {
        this.folder = folder;
        this.kept = kept;
    }

    Identity current() {
        return older ? kept.identity() : kept.first();
    }

    Trust trust() {
        try {
            return Trust.by(kept.identity().issuer());
        } catch (CertificateException damaged) {
            throw new SiteException(
                    "The identity in %s is damaged; remove the file, and enrol again with a new token"
                            .formatted(folder),
                    damaged);
        }
    }

    /** The current one came in. */
    void worked() {
        if (kept.newest() != null) {
            // With the older one: the server does not know the newest, as after a restore, and gives another.
            keep(older ? kept.with(null) : kept.settled());
        }
    }

    /** The current one did not come in, be it for itself or for the line. */
    void failed() {
        older = kept.newest() != null && !older;
    }

    /**
     * A request for the next certificate, when half of the life of this one is over by the server's clock. Not again within an hour.
     *
     * @param now of this life, milliseconds
     */
    Optional<byte[]> request(Instant server, long now) {
        boolean justAsked = asked != null && now - askedAt < ASK_AGAIN_MILLIS;
        try {
            if (justAsked
                    || kept.newest() != null
                    || server.isBefore(kept.identity().renewableFrom())) {
                return Optional.empty();
            }
        } catch (CertificateException damaged) {
            log.error("certificate can not be read folder={}", folder, damaged);
            return Optional.empty();
        }
        return Optional.of(renewal(now));
    }

    /** A request for the next certificate, be it time for that or not. @param now of this life, milliseconds */
    byte[] renewal(long now) {
        Identity next = Identity.fresh();
        asked = next;
        askedAt = now;
        return next.request();
    }

    /** @return whether it is to be used from now on */
    boolean renewed(List<byte[]> certificates) {
        Identity next = asked;
        asked = null;
        if (next == null) {
            return false;
        }
        try {
            Identity certified =
                    next.certified(certificates, kept.identity().certificates().get(1));
            return keep(kept.with(certified));
        } catch (SiteException wrong) {
            log.error("certificate not renewed reason={}", wrong.getMessage());
            return false;
        }
    }

    private boolean keep(Kept next) {
        try {
            folder.keep(next);
            kept = next;
            older = false;
            return true;
        } catch (IOException full) {
            log.error("identity can not be written folder={} reason={}", folder, full.toString());
            return false;
        }
    }
}
