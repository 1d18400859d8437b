package io.langsong.discovery.web;

import io.langsong.access.AuditTrail;
import io.langsong.discovery.DiscoveryRefused;
import io.langsong.discovery.Scan;
import io.langsong.discovery.ScanWish;
import io.langsong.inventory.SnmpAccess;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form for a new scan as it was filled in. Secrets are read once and never shown again. Public for the template. */
public final class ScanForm {
    static final List<String> AUTH_PROTOCOLS =
            SnmpAccess.AUTH_PROTOCOLS.stream().sorted().toList();
    static final List<String> PRIV_PROTOCOLS =
            SnmpAccess.PRIV_PROTOCOLS.stream().sorted().toList();

    private static final int LONGEST = 20_000;

    private final Map<String, String> fields;
    private final List<String> communities;

    private ScanForm(Map<String, String> fields, List<String> communities) {
        this.fields = Map.copyOf(fields);
        this.communities = List.copyOf(communities);
    }

    static ScanForm usual(int rate) {
        return new ScanForm(
                Map.of("ranges", "", "known", "true", "rate", Integer.toString(rate), "port", "161"), List.of());
    }

    static ScanForm of(Map<String, String> posted, List<String> communities) {
        return new ScanForm(posted, communities);
    }

    /** What stands in a field that is no secret. */
    public String field(String name) {
        String text = fields.getOrDefault(name, "");
        return text.length() > LONGEST ? "" : text;
    }

    public boolean known() {
        return fields.containsKey("known");
    }

    /**
     * @throws DiscoveryRefused for ranges and numbers
     * @throws io.langsong.inventory.InventoryRefused for credentials, whose fields it names
     */
    ScanWish wish() {
        List<SnmpAccess> typed = new ArrayList<>();
        String version = fields.getOrDefault("version", "2c");
        for (String community : communities) {
            if (!community.isEmpty()) {
                typed.add(new SnmpAccess(
                        version.equals("1") ? "1" : "2c", community, null, null, null, null, null, null));
            }
        }
        if (!fields.getOrDefault("user", "").isEmpty()) {
            typed.add(new SnmpAccess(
                    "3",
                    null,
                    fields.get("user"),
                    given("authProtocol"),
                    given("authKey"),
                    given("privProtocol"),
                    given("privKey"),
                    given("context")));
        }
        return new ScanWish(
                Scan.Kind.RANGES,
                Arrays.asList(fields.getOrDefault("ranges", "")
                        .replaceAll("\\s*-\\s*", "-")
                        .strip()
                        .split("[\\s,;]+")),
                typed,
                known(),
                number("rate"),
                number("port"));
    }

    private @Nullable String given(String name) {
        String text = fields.getOrDefault(name, "");
        return text.isEmpty() ? null : text;
    }

    /** What is no number is out of range. */
    private int number(String name) {
        String text = fields.getOrDefault(name, "").strip();
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** For the audit trail; credentials are counted, not told. */
    static List<AuditTrail.Change> changes(ScanWish wish) {
        return List.of(
                new AuditTrail.Change("ranges", null, String.join(" ", wish.ranges())),
                new AuditTrail.Change(
                        "credentials", null, Integer.toString(wish.typed().size())),
                new AuditTrail.Change("known", null, Boolean.toString(wish.known())),
                new AuditTrail.Change("rate", null, Integer.toString(wish.rate())));
    }
}
