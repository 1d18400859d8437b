package io.langsong.report.proof;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The key that signs, with its certificates.
 *
 * @param chain that of the signer first
 */
record SigningKey(PrivateKey key, List<X509Certificate> chain) {
    SigningKey {
        chain = List.copyOf(chain);
    }

    X509Certificate certificate() {
        return chain.get(0);
    }

    /** Where a certificate of its issuer says the algorithm of the key. */
    String algorithm() {
        return switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default ->
                throw new IllegalArgumentException(
                        "A key of %s signs no PDF that others can check; use one of RSA or EC"
                                .formatted(key.getAlgorithm()));
        };
    }

    /** @throws IllegalArgumentException when there is no such key, with the setting and the remedy */
    static SigningKey of(SigningProperties settings) {
        Path file = Objects.requireNonNull(settings.keystore());
        char[] password = Objects.requireNonNull(settings.password()).toCharArray();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            String alias = alias(store, settings);
            if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
                throw wrong("keystore", file, "has no key \"" + alias + "\"; give the alias of a private key");
            }
            SigningKey found = new SigningKey(key, chain(store.getCertificateChain(alias)));
            String unused = found.algorithm();
            return found;
        } catch (IOException unreadable) {
            boolean locked = unreadable.getCause() instanceof GeneralSecurityException;
            throw locked
                    ? wrong("password", "***", "does not open " + file + "; give that of the file")
                    : wrong("keystore", file, "can not be read; give a PKCS#12 file that the server may read");
        } catch (GeneralSecurityException damaged) {
            throw wrong("keystore", file, "is no PKCS#12 file with a key; make one with keytool or openssl pkcs12");
        }
    }

    private static String alias(KeyStore store, SigningProperties settings) throws GeneralSecurityException {
        if (settings.alias() != null) {
            return settings.alias();
        }
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                keys.add(alias);
            }
        }
        if (keys.size() != 1) {
            throw wrong(
                    "alias", "", "is needed, since the file has %d keys; give one of %s".formatted(keys.size(), keys));
        }
        return keys.get(0);
    }

    private static List<X509Certificate> chain(Certificate[] chain) {
        return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
    }

    private static IllegalArgumentException wrong(String setting, Object value, String what) {
        return new IllegalArgumentException("langsong.report.signing.%s: %s %s".formatted(setting, value, what));
    }

    @Override
    public String toString() {
        return "SigningKey[" + certificate().getSubjectX500Principal() + "]";
    }
}
