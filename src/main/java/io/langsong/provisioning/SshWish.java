package io.langsong.provisioning;

import org.jspecify.annotations.Nullable;

/** How an access point is to be reached, as somebody typed it. A password or key that is null stays as it is, one that is empty goes. */
public record SshWish(
        @Nullable String address,
        @Nullable Integer port,
        @Nullable String user,
        @Nullable String password,
        @Nullable String privateKey,
        @Nullable String prompt,
        @Nullable String refusal,
        @Nullable String showCommand) {
    @Override
    public String toString() {
        return "SshWish[" + user + "@" + address + ":" + port + "]";
    }
}
