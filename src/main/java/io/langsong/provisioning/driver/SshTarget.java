package io.langsong.provisioning.driver;

import org.jspecify.annotations.Nullable;

/**
 * Where a box is, and how to come in.
 *
 * @param address host name or IP address
 * @param port of its SSH server, 1 to 65535
 * @param password null for none
 * @param privateKey in OpenSSH's or PEM form, not encrypted; null for none
 * @param hostKey that a person accepted, as in {@code known_hosts}; null when nobody has
 */
public record SshTarget(
        String address,
        int port,
        String user,
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String hostKey) {
    @Override
    public String toString() {
        return user + "@" + address + ":" + port;
    }
}
