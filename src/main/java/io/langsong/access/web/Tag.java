package io.langsong.access.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;

/** Tells one content of a record from another: the opaque part of an entity tag (RFC 9110 section 8.8.3). */
final class Tag {
    private static final int OCTETS = 16;

    private Tag() {}

    static String of(Record content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(JsonMapper.shared().writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, OCTETS));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
