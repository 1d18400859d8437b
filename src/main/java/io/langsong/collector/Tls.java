package io.langsong.collector;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;

/** The server's side of TLS 1.3 with collectors. */
final class Tls {
    private Tls() {}

    static SslContext server(Authority authority) throws SSLException {
        Authority.Signer own = authority.server();
        return SslContextBuilder.forServer(own.key(), own.certificate(), authority.certificate())
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3")
                .clientAuth(ClientAuth.OPTIONAL)
                .trustManager(new OwnCollectors(authority))
                .build();
    }

    /**
     * Lets in whatever our authority issued. Whether it still holds is asked of the record, so that whoever is refused can be told why and
     * what to do.
     */
    private static final class OwnCollectors extends X509ExtendedTrustManager {
        private final Authority authority;

        OwnCollectors(Authority authority) {
            this.authority = authority;
        }

        private void require(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !authority.issued(chain[0])) {
                throw new CertificateException("This certificate is none of this server");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            require(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("This server calls nobody");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            checkServerTrusted(chain, kind);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            checkServerTrusted(chain, kind);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {authority.certificate()};
        }
    }
}
