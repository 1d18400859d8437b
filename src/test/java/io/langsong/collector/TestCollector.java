package io.langsong.collector;

import io.langsong.collector.wire.Batch;
import io.langsong.collector.wire.BatchCodec;
import io.langsong.collector.wire.Life;
import io.langsong.collector.wire.Message;
import io.langsong.collector.wire.Message.Enrol;
import io.langsong.collector.wire.Message.Enrolled;
import io.langsong.collector.wire.Message.Hello;
import io.langsong.collector.wire.Message.Upload;
import io.langsong.collector.wire.MessageCodec;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.jspecify.annotations.Nullable;

/** The other end of the line, on plain sockets of the JDK: one connection of a collector. */
final class TestCollector implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private TestCollector(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    /** A key with the chain that vouches for it. */
    record Identity(PrivateKey key, List<X509Certificate> chain) {}

    static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    static byte[] request(KeyPair pair) throws Exception {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=x"), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    /**
     * Over TLS 1.3.
     *
     * @param from 127.0.0.0/8 is ours as a whole
     * @param token whose authority has to stand behind the server
     * @param identity null: shows none
     */
    static TestCollector dial(int port, String from, String token, @Nullable Identity identity) throws Exception {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys(identity), new TrustManager[] {new Pinned(token)}, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.startHandshake();
            return new TestCollector(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static KeyManager @Nullable [] keys(@Nullable Identity identity) throws Exception {
        if (identity == null) {
            return null;
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), new char[0], identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    /** What the token says of the authority; everything else is its word. */
    private record Pinned(String token) implements X509TrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            X509Certificate authority = chain[chain.length - 1];
            byte[] expected = Base64.getUrlDecoder().decode(token.split("\\.")[2]);
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(authority.getEncoded());
                if (!Arrays.equals(Arrays.copyOf(digest, 16), expected)) {
                    throw new CertificateException("Another authority stands behind this server");
                }
                chain[0].verify(authority.getPublicKey());
            } catch (GeneralSecurityException wrong) {
                throw new CertificateException(wrong.getMessage(), wrong);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Takes a token for an identity. @throws AssertionError with the code when it is refused */
    static Identity enrol(int port, String token) throws Exception {
        KeyPair pair = pair();
        try (TestCollector line = dial(port, "127.0.0.1", token, null)) {
            line.send(new Enrol(token, request(pair), "1.0"));
            Message answer = line.receive();
            if (answer instanceof Enrolled enrolled) {
                return new Identity(pair.getPrivate(), chain(enrolled));
            }
            throw new AssertionError(answer);
        }
    }

    static List<X509Certificate> chain(Enrolled enrolled) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        return List.of(
                (X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(enrolled.certificates().get(0))),
                (X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(enrolled.certificates().get(1))));
    }

    void send(Message message) throws IOException {
        byte[] octets = MessageCodec.encode(message);
        out.writeInt(octets.length);
        out.write(octets);
        out.flush();
    }

    void sendRaw(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    /** @throws java.io.EOFException when the line has ended */
    Message receive() throws IOException {
        byte[] octets = new byte[in.readInt()];
        in.readFully(octets);
        return MessageCodec.decode(octets);
    }

    /** The next of this kind; what comes before is passed over. */
    <T extends Message> T receive(Class<T> kind) throws IOException {
        while (true) {
            Message message = receive();
            if (kind.isInstance(message)) {
                return kind.cast(message);
            }
            if (message instanceof Message.Refusal) {
                throw new AssertionError(message);
            }
        }
    }

    static Hello hello(UUID life, String assignment) {
        return new Hello("1.0", life, Instant.parse("1970-01-01T00:00:00Z").toEpochMilli(), 5_000, 0, 0, assignment);
    }

    static Batch batch(UUID life, long number) {
        return new Batch(
                new Life(life, Instant.EPOCH),
                number,
                0,
                1_000,
                null,
                List.of(),
                List.of(),
                List.of(),
                Batch.LeftOut.NOTHING);
    }

    void upload(UUID life, long number) throws IOException {
        send(new Upload(BatchCodec.encode(batch(life, number))));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
