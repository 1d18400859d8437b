package io.langsong.provisioning;

import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Ids;
import io.langsong.inventory.Inventory;
import io.langsong.inventory.SiteId;
import io.langsong.provisioning.AccessPoint.Notes;
import io.langsong.provisioning.Template.Dialect;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes what a person wants of an access point one that can be kept, or refuses it. Any thread. */
final class WishCheck {
    private static final int LONGEST_NAME = 160;
    private static final int LONGEST_GROUP = 64;
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_OWN = 100_000;

    private final AccessPointTable table;
    private final Templates templates;
    private final Inventory inventory;

    WishCheck(AccessPointTable table, Templates templates, Inventory inventory) {
        this.table = table;
        this.templates = templates;
        this.inventory = inventory;
    }

    /** @param typed null: made from the name */
    DeviceId newId(@Nullable String typed, AccessPointWish wish) {
        if (typed == null || typed.isBlank()) {
            Set<String> taken = new HashSet<>();
            table.all().forEach(one -> taken.add(one.id().value()));
            return new DeviceId(Ids.from(Objects.toString(wish.name(), ""), "ap", taken::contains));
        }
        if (!Ids.isOne(typed)) {
            throw Refused.invalid(
                    "id",
                    typed,
                    "provisioning.refused.id",
                    List.of(),
                    "is no id",
                    "use lower-case letters, digits and inner dashes, 63 at most");
        }
        if (table.find(new DeviceId(typed)).isPresent()) {
            throw Refused.conflict(
                    "id", typed, "provisioning.refused.id-taken", List.of(), "is taken", "choose another");
        }
        return new DeviceId(typed);
    }

    /** @throws Refused with the field that is wrong, and the remedy */
    AccessPoint checked(DeviceId id, int version, AccessPointWish wish, Life life) {
        String method =
                Objects.requireNonNullElse(wish.method(), "openwrt-agent").replace('-', '_');
        Method how = Typed.choice("method", method, Method.class);
        String own = Objects.requireNonNullElse(wish.own(), "").replace("\r\n", "\n");
        if (own.length() > LONGEST_OWN) {
            throw Refused.invalid(
                    "own",
                    null,
                    "provisioning.refused.content",
                    List.of(LONGEST_OWN),
                    "has %d characters".formatted(own.length()),
                    "give at most " + LONGEST_OWN);
        }
        Dialect dialect = how.dialect();
        if (dialect != null) {
            Contents.check(dialect, "own", own);
        }
        return new AccessPoint(
                id,
                version,
                Typed.text("name", wish.name(), LONGEST_NAME),
                site(wish.site()),
                how,
                optional("group", wish.group(), LONGEST_GROUP),
                known("chosen", wish.chosen()),
                known("leftOff", wish.leftOff()),
                own,
                expected(wish.expected(), id),
                new Notes(
                        optional("notes.mast", wish.notes().mast(), LONGEST_NOTE),
                        optional("notes.power", wish.notes().power(), LONGEST_NOTE),
                        optional("notes.ports", wish.notes().ports(), LONGEST_NOTE),
                        optional("notes.contact", wish.notes().contact(), LONGEST_NOTE)),
                life);
    }

    private SiteId site(@Nullable String typed) {
        String id = Objects.requireNonNullElse(typed, "").strip();
        if (!Ids.isOne(id) || inventory.snapshot().site(new SiteId(id)).isEmpty()) {
            throw Refused.invalid(
                    "site",
                    typed,
                    "provisioning.refused.site",
                    List.of(),
                    "is not in the inventory",
                    "GET /api/v1/sites lists them");
        }
        return new SiteId(id);
    }

    private static @Nullable String optional(String field, @Nullable String typed, int most) {
        return typed == null || typed.isBlank() ? null : Typed.text(field, typed, most);
    }

    private Set<String> known(String field, List<String> typed) {
        Set<String> ids = Templates.words(field, typed);
        for (String id : ids) {
            if (templates.find(id).isEmpty()) {
                throw Refused.invalid(
                        field,
                        id,
                        "provisioning.refused.no-template",
                        List.of(),
                        "is no template",
                        "GET /api/v1/provisioning/templates lists them");
            }
        }
        return ids;
    }

    private @Nullable String expected(@Nullable String typed, DeviceId id) {
        if (typed == null || typed.isBlank()) {
            return null;
        }
        String mac = typed.strip();
        if (!Addresses.isMac(mac)) {
            throw Refused.invalid(
                    "expected",
                    typed,
                    "provisioning.refused.type.mac",
                    List.of("52:54:00:AA:BB:CC"),
                    "is no MAC address",
                    "write it like 52:54:00:AA:BB:CC");
        }
        String canonical = Addresses.canonicalMac(mac);
        Optional<AccessPoint> other =
                table.expecting(canonical).filter(one -> !one.id().equals(id));
        if (other.isPresent()) {
            throw Refused.conflict(
                    "expected",
                    canonical,
                    "provisioning.refused.expected-elsewhere",
                    List.of(other.get().id().value()),
                    "is expected at " + other.get().id(),
                    "change one of the two");
        }
        return canonical;
    }
}
