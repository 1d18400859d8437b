package io.langsong.web;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code langsong.access.oidc.*}: signing in at another server, by OpenID Connect. Off without an issuer.
 *
 * @param issuer address of that server, as its discovery document names it
 * @param clientId under which LangSong is known there
 * @param clientSecret its password there
 * @param label of the button on the sign-in page
 * @param nameClaim claim that becomes the log-in name of a new account
 * @param roleClaim claim with the roles or groups, a dot leads into an object: {@code realm_access.roles}
 * @param adminValue value of that claim that makes an administrator
 * @param technicianValue value that makes a technician
 * @param viewerValue value that makes a viewer
 */
@ConfigurationProperties("langsong.access.oidc")
record OidcProperties(
        @Nullable String issuer,
        @DefaultValue("langsong") String clientId,
        @Nullable String clientSecret,
        @DefaultValue("OpenID Connect") String label,
        @DefaultValue("preferred_username") String nameClaim,
        @DefaultValue("roles") String roleClaim,
        @DefaultValue("langsong-admin") String adminValue,
        @DefaultValue("langsong-technician") String technicianValue,
        @DefaultValue("langsong-viewer") String viewerValue) {

    OidcProperties {
        issuer = issuer == null || issuer.isBlank() ? null : issuer.strip();
        if (issuer != null && !isAddress(issuer)) {
            throw new IllegalArgumentException(
                    "langsong.access.oidc.issuer is \"%s\"; give the address of the issuer, like https://id.example.vn/realms/xa"
                            .formatted(issuer));
        }
        if (issuer != null && (clientSecret == null || clientSecret.isBlank())) {
            throw new IllegalArgumentException(
                    "langsong.access.oidc.client-secret is missing; give the secret that the issuer made for %s"
                            .formatted(clientId));
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI address = URI.create(text);
            return ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))
                    && address.getHost() != null;
        } catch (IllegalArgumentException notOne) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "OidcProperties[issuer=%s, clientId=%s, clientSecret=***]".formatted(issuer, clientId);
    }
}
