package io.langsong.report.proof;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings {@code langsong.report.signing.*}.
 *
 * @param keystore PKCS#12 file with the key that signs the PDF of issued reports; null: they are not signed here
 * @param password of that file
 * @param alias of the key in it; null where there is only one
 * @param tsa address of a time-stamping service (RFC 3161); null: no time stamp
 */
@ConfigurationProperties("langsong.report.signing")
public record SigningProperties(
        @Nullable Path keystore,
        @Nullable String password,
        @Nullable String alias,
        @Nullable URI tsa) {
    public SigningProperties {
        if (keystore != null && password == null) {
            throw new IllegalArgumentException(
                    "langsong.report.signing.password is missing; give the password of " + keystore);
        }
        if (tsa != null && keystore == null) {
            throw new IllegalArgumentException(
                    "langsong.report.signing.tsa: %s stamps nothing without langsong.report.signing.keystore; give both, or leave it out"
                            .formatted(tsa));
        }
        if (tsa != null && !"http".equals(tsa.getScheme()) && !"https".equals(tsa.getScheme())) {
            throw new IllegalArgumentException(
                    "langsong.report.signing.tsa: %s is no address of a web service; give one that begins with http:// or https://"
                            .formatted(tsa));
        }
    }

    @Override
    public String toString() {
        return "SigningProperties[keystore=%s, password=***, alias=%s, tsa=%s]".formatted(keystore, alias, tsa);
    }
}
