package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.inventory.Ids;
import io.langsong.provisioning.Resolution.Found;
import io.langsong.provisioning.Resolved.Source;
import io.langsong.secret.LateSecretBox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Values of variables, for the commune, a village, a site, a group or one access point. Those of secrets are sealed, and no method but
 * that for rendering opens them. Each change is in the audit trail, of a secret only that it changed. Any thread.
 */
@Component
public class Values {
    private static final String HIDDEN = "***";
    private static final int LONGEST_GROUP = 64;

    private final JdbcClient jdbc;
    private final LateSecretBox box;
    private final TransactionTemplate transaction;
    private final Templates templates;
    private final AuditTrail audit;
    private final Clock clock;

    public Values(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Environment environment,
            Templates templates,
            AuditTrail audit,
            Clock clock) {
        this.jdbc = jdbc;
        this.box = new LateSecretBox(
                environment,
                () -> jdbc.sql("SELECT EXISTS (SELECT FROM provisioning_value WHERE sealed IS NOT NULL)")
                        .query(Boolean.class)
                        .single());
        this.transaction = new TransactionTemplate(transactions);
        this.templates = templates;
        this.audit = audit;
        this.clock = clock;
    }

    /** A value as it may be shown. @param value null of a secret @param place empty for the commune */
    public record Shown(
            Level level,
            String place,
            String name,
            @Nullable String value,
            boolean secret,
            Instant at,
            String who) {}

    /** Where values may stand that bear on one access point. */
    record Places(String village, String site, @Nullable String group, String accessPoint) {
        /** @param village where it is; empty when that is not known */
        static Places of(AccessPoint place, String village) {
            return new Places(
                    village, place.site().value(), place.group(), place.id().value());
        }
    }

    /** One mark for each value: another when the value is another, or was set anew. */
    record Marks(Map<String, List<String>> byPlace) {
        /** Those of values that bear on an access point. */
        List<String> bearingOn(Places places) {
            List<String> bearing = new ArrayList<>(at(Level.COMMUNE, ""));
            bearing.addAll(at(Level.VILLAGE, places.village()));
            bearing.addAll(at(Level.SITE, places.site()));
            if (places.group() != null) {
                bearing.addAll(at(Level.GROUP, places.group()));
            }
            bearing.addAll(at(Level.ACCESS_POINT, places.accessPoint()));
            return List.copyOf(bearing);
        }

        private List<String> at(Level level, String place) {
            return byPlace.getOrDefault(level.code() + "/" + place, List.of());
        }
    }

    /** Ascending by level, place and name. */
    public List<Shown> all() {
        return jdbc
                .sql("SELECT level, place, name, value, at, who FROM provisioning_value")
                .query((row, number) -> shown(row))
                .list()
                .stream()
                .sorted(Comparator.comparing(Shown::level)
                        .thenComparing(Shown::place)
                        .thenComparing(Shown::name))
                .toList();
    }

    private static Shown shown(ResultSet row) throws SQLException {
        String value = row.getString("value");
        return new Shown(
                level(row.getString("level")),
                row.getString("place"),
                row.getString("name"),
                value,
                value == null,
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("who"));
    }

    private static Level level(String code) {
        return Level.valueOf(code.toUpperCase(java.util.Locale.ROOT).replace('-', '_'));
    }

    /**
     * Sets a value, or takes it away. What a template in force declares of the name is held to; a value is a secret when one of them
     * says so or when {@code secret} is asked for.
     *
     * @param place id of the village, site or access point, name of the group; empty for the commune
     * @param typed null or empty: there is to be none
     * @throws Refused with what a value has to be
     */
    public void set(Level level, String place, String name, @Nullable String typed, boolean secret, String who) {
        requirePlace(level, place);
        String variable = Variable.name("name", name);
        List<Variable> declared = templates.all().stream()
                .flatMap(template -> template.variables().stream())
                .filter(one -> one.name().equals(variable))
                .toList();
        boolean hidden = secret || declared.stream().anyMatch(Variable::secret);
        String value = typed == null || typed.isEmpty() ? null : checked(variable, declared, hidden, typed);
        transaction.executeWithoutResult(status -> {
            Optional<Shown> before = find(level, place, variable);
            boolean same = value == null
                    ? before.isEmpty()
                    : before.filter(one -> !hidden && value.equals(one.value())).isPresent();
            if (!same) {
                put(level, place, variable, value, hidden, who);
                audit.record(
                        "provisioning.value.set",
                        level.code() + ":" + place,
                        List.of(new Change(
                                variable,
                                before.map(one -> one.secret() ? HIDDEN : one.value())
                                        .orElse(null),
                                value == null ? null : hidden ? HIDDEN : value)));
            }
        });
    }

    private static void requirePlace(Level level, String place) {
        boolean well = switch (level) {
            case COMMUNE -> place.isEmpty();
            case GROUP -> !place.isBlank() && place.length() <= LONGEST_GROUP;
            case VILLAGE, SITE, ACCESS_POINT -> Ids.isOne(place);
        };
        if (!well) {
            throw Refused.invalid(
                    "place",
                    place,
                    "provisioning.refused.place",
                    List.of(),
                    "is no place of that level",
                    "give an id of the inventory, or nothing for the commune");
        }
    }

    private static String checked(String name, List<Variable> declared, boolean secret, String typed) {
        List<Variable> rules = declared.isEmpty()
                ? List.of(new Variable(name, Variable.Type.TEXT, false, null, secret, null, null, List.of(), null))
                : declared;
        String value = typed;
        for (Variable rule : rules) {
            value = rule.checked(value);
        }
        return value;
    }

    private Optional<Shown> find(Level level, String place, String name) {
        return jdbc.sql("""
                        SELECT level, place, name, value, at, who FROM provisioning_value
                        WHERE level = :level AND place = :place AND name = :name FOR UPDATE
                        """)
                .param("level", level.code())
                .param("place", place)
                .param("name", name)
                .query((row, number) -> shown(row))
                .optional();
    }

    private void put(Level level, String place, String name, @Nullable String value, boolean secret, String who) {
        if (value == null) {
            jdbc.sql("DELETE FROM provisioning_value WHERE level = :level AND place = :place AND name = :name")
                    .param("level", level.code())
                    .param("place", place)
                    .param("name", name)
                    .update();
            return;
        }
        jdbc.sql("""
                        INSERT INTO provisioning_value (level, place, name, value, sealed, at, who)
                        VALUES (:level, :place, :name, :value, :sealed, :at, :who)
                        ON CONFLICT (level, place, name) DO UPDATE
                        SET value = excluded.value, sealed = excluded.sealed, at = excluded.at, who = excluded.who
                        """)
                .param("level", level.code())
                .param("place", place)
                .param("name", name)
                .param("value", secret ? null : value)
                .param("sealed", secret ? box.open().seal(value, seal(level.code(), place, name)) : null)
                .param("at", Timestamp.from(clock.instant()))
                .param("who", who)
                .update();
    }

    private static String seal(String level, String place, String name) {
        return "provisioning_value.sealed:" + level + "/" + place + "/" + name;
    }

    /** What bears on an access point, by name, each list ascending by level; secrets are open. Only for rendering. */
    Map<String, List<Found>> bearingOn(Places places) {
        Map<String, List<Found>> found = new LinkedHashMap<>();
        jdbc.sql("""
                        SELECT level, place, name, value, sealed FROM provisioning_value
                        WHERE level = 'commune' OR level = 'village' AND place = :village OR level = 'site' AND place = :site
                          OR level = 'group' AND place = :group OR level = 'access-point' AND place = :accessPoint
                        ORDER BY array_position(ARRAY['commune', 'village', 'site', 'group', 'access-point'], level), name
                        """)
                .param("village", places.village())
                .param("site", places.site())
                .param("group", places.group())
                .param("accessPoint", places.accessPoint())
                .query(row -> {
                    found.computeIfAbsent(row.getString("name"), any -> new ArrayList<>())
                            .add(found(row));
                });
        return found;
    }

    /** Marks of all values; none of them tells a secret. */
    Marks marks() {
        Map<String, List<String>> marks = new HashMap<>();
        jdbc.sql("""
                        SELECT level, place, name, at, md5(coalesce(value, encode(sealed, 'hex'))) AS mark, sealed IS NULL AS plain
                        FROM provisioning_value ORDER BY level, place, name
                        """).query(row -> {
            marks.computeIfAbsent(row.getString("level") + "/" + row.getString("place"), any -> new ArrayList<>())
                    .add("%s/%s %s %s %s %s"
                            .formatted(
                                    row.getString("level"),
                                    row.getString("place"),
                                    row.getString("name"),
                                    row.getString("at"),
                                    row.getString("mark"),
                                    row.getString("plain")));
        });
        return new Marks(marks);
    }

    private Found found(ResultSet row) throws SQLException {
        String level = row.getString("level");
        String place = row.getString("place");
        byte[] sealed = row.getBytes("sealed");
        String value = sealed == null
                ? row.getString("value")
                : box.open().open(sealed, seal(level, place, row.getString("name")));
        return new Found(new Source.Set(level(level), place), value, sealed != null);
    }
}
