package io.langsong.provisioning.web;

import io.langsong.provisioning.SshAccess;
import io.langsong.provisioning.SshWish;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What stands in the form of how an access point is reached. Secrets that were typed are not shown again.
 *
 * @param noPassword whether the password is to be taken away
 * @param noPrivateKey whether the key is
 * @param version that the form was made from; 0 for none
 */
record SshForm(
        String address,
        String port,
        String user,
        String password,
        String privateKey,
        boolean noPassword,
        boolean noPrivateKey,
        String prompt,
        String refusal,
        String showCommand,
        String version) {
    static SshForm of(@Nullable SshAccess access) {
        return access == null
                ? new SshForm("", "22", "", "", "", false, false, "", "", "", "0")
                : new SshForm(
                        text(access.address()),
                        Integer.toString(access.port()),
                        access.user(),
                        "",
                        "",
                        false,
                        false,
                        text(access.prompt()),
                        text(access.refusal()),
                        text(access.showCommand()),
                        Integer.toString(access.version()));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static SshForm of(MultiValueMap<String, String> typed) {
        return new SshForm(
                Page.one(typed, "address"),
                Page.one(typed, "port"),
                Page.one(typed, "user"),
                Page.one(typed, "password"),
                Page.one(typed, "privateKey"),
                typed.containsKey("noPassword"),
                typed.containsKey("noPrivateKey"),
                Page.one(typed, "prompt"),
                Page.one(typed, "refusal"),
                Page.one(typed, "showCommand"),
                Page.one(typed, "version"));
    }

    SshForm at(int newer) {
        return new SshForm(
                address,
                port,
                user,
                password,
                privateKey,
                noPassword,
                noPrivateKey,
                prompt,
                refusal,
                showCommand,
                Integer.toString(newer));
    }

    /** A field of a secret that is left empty leaves it as it is. */
    SshWish wish() {
        return new SshWish(
                address,
                Page.number("port", port),
                user,
                secret(password, noPassword),
                secret(privateKey, noPrivateKey),
                prompt,
                refusal,
                showCommand);
    }

    private static @Nullable String secret(String typed, boolean none) {
        if (none) {
            return "";
        }
        return typed.isEmpty() ? null : typed;
    }

    /** That the form was made from; -1, which none is, when it is no number. */
    int seen() {
        return version.matches("[0-9]{1,9}") ? Integer.parseInt(version) : -1;
    }

    @Override
    public String toString() {
        return "SshForm[" + user + "@" + address + ":" + port + "]";
    }
}
