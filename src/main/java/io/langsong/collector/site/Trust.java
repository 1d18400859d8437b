package io.langsong.collector.site;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Believes a server whose certificate one authority issued, for being a server. Neither its name counts, since people call it by any, nor the times in it, since the
 * clock of a board may be wrong by decades. Any thread.
 */
final class Trust extends X509ExtendedTrustManager {
    /** RFC 5280 section 4.2.1.12; the same authority issues the certificates of collectors, which are no servers. */
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";

    private final Predicate<byte[]> isAuthority;
    private final @Nullable X509Certificate kept;

    private Trust(Predicate<byte[]> isAuthority, @Nullable X509Certificate kept) {
        this.isAuthority = isAuthority;
        this.kept = kept;
    }

    /** By the token: its certificate has to come with the server's. */
    static Trust by(Token token) {
        return new Trust(token::isOf, null);
    }

    /** By what is kept since the enrolment. */
    static Trust by(X509Certificate authority) {
        return new Trust(octets -> false, authority);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        PublicKey authority = authority(chain);
        List<String> uses = chain[0].getExtendedKeyUsage();
        if (uses == null || !uses.contains(SERVER)) {
            throw new CertificateException("It is no server");
        }
        try {
            chain[0].verify(authority);
        } catch (CertificateException e) {
            throw e;
        } catch (GeneralSecurityException other) {
            throw new CertificateException("It is another server", other);
        }
    }

    private PublicKey authority(X509Certificate[] chain) throws CertificateException {
        X509Certificate known = kept;
        if (known != null) {
            return known.getPublicKey();
        }
        for (X509Certificate one : Arrays.asList(chain)) {
            if (isAuthority.test(one.getEncoded())) {
                return one.getPublicKey();
            }
        }
        throw new CertificateException("It is another server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("Nobody calls a collector");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        X509Certificate known = kept;
        return known == null ? new X509Certificate[0] : new X509Certificate[] {known};
    }
}
