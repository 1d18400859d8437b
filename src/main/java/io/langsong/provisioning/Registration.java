package io.langsong.provisioning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an agent sends to come in: the form fields of OpenWISP's registration. Fields that are not named here are left alone.
 *
 * @param key null when the agent leaves it to the server
 * @param mac as sent
 */
record Registration(
        String secret,
        String name,
        String mac,
        String hardwareId,
        List<String> tags,
        String model,
        String os,
        String system,
        @Nullable String key,
        @Nullable String managementIp) {
    private static final List<String> REQUIRED = List.of("secret", "name", "mac_address", "backend");
    static final List<String> BACKENDS = List.of("netjsonconfig.OpenWrt", "netjsonconfig.OpenWisp");
    private static final Pattern KEY = Pattern.compile("[^\\s/.]{1,64}");
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_HARDWARE_ID = 32;
    private static final int MOST_TAGS = 20;
    static final int LONGEST_MODEL = 64;
    static final int LONGEST_OS = 128;

    /** The first field that must be there and is not; null when none is missing. */
    static @Nullable String missing(Map<String, String> form) {
        return REQUIRED.stream()
                .filter(field -> form.getOrDefault(field, "").isBlank())
                .findFirst()
                .orElse(null);
    }

    static Registration of(Map<String, String> form) {
        return new Registration(
                text(form, "secret"),
                text(form, "name"),
                text(form, "mac_address"),
                text(form, "hardware_id"),
                Arrays.stream(text(form, "tags").split("\\s+"))
                        .filter(tag -> !tag.isEmpty())
                        .limit(MOST_TAGS)
                        .toList(),
                text(form, "model"),
                text(form, "os"),
                text(form, "system"),
                form.getOrDefault("key", "").isBlank() ? null : text(form, "key"),
                Agents.address(form.get("management_ip")));
    }

    private static String text(Map<String, String> form, String field) {
        return Objects.requireNonNullElse(form.get(field), "").strip();
    }

    /** What is wrong with it, each a sentence; empty when nothing is. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!Addresses.isMac(mac)) {
            faults.add("mac_address: Enter a MAC address like 52:54:00:AA:BB:CC.");
        }
        if (name.length() > LONGEST_NAME || !Addresses.isHostName(name) && !Addresses.isMac(name)) {
            faults.add("name: Enter a host name or a MAC address of at most 64 characters.");
        }
        if (key != null && !KEY.matcher(key).matches()) {
            faults.add("key: Enter at most 64 characters without blanks, slashes and dots.");
        }
        if (hardwareId.length() > LONGEST_HARDWARE_ID || !Agents.isPlain(hardwareId)) {
            faults.add("hardware_id: Enter at most 32 characters.");
        }
        faults.addAll(Agents.faults(model, os, system));
        if (tags.stream().anyMatch(tag -> tag.length() > LONGEST_MODEL || !Agents.isPlain(tag))) {
            faults.add("tags: Enter words of at most 64 characters.");
        }
        return faults;
    }

    /** Whether it calls itself by its MAC address, having no name. */
    boolean isNameless() {
        return Addresses.isMac(name) && bare(name).equals(bare(mac));
    }

    private static String bare(String mac) {
        return Addresses.canonicalMac(mac).replace(":", "");
    }

    /** As agents make the key themselves: MD5 of hardware id or MAC address, a plus sign, and the secret. */
    String consistentKey() {
        return Agents.md5((hardwareId.isEmpty() ? mac : hardwareId) + "+" + secret);
    }
}
