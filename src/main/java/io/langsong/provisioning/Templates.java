package io.langsong.provisioning;

import io.langsong.access.AuditTrail;
import io.langsong.access.AuditTrail.Change;
import io.langsong.access.Refused;
import io.langsong.access.Typed;
import io.langsong.inventory.Ids;
import io.langsong.inventory.InventoryRefused;
import io.langsong.inventory.VillageId;
import io.langsong.provisioning.Template.Dialect;
import io.langsong.provisioning.Template.Scope;
import io.langsong.provisioning.Template.Use;
import io.langsong.provisioning.TemplateWish.VariableWish;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The templates, and all that they were. A change makes a new version and reaches no box by itself. Each is in the audit trail.
 * Any thread.
 */
@Component
public class Templates {
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_REASON = 300;
    private static final int LONGEST_CONTENT = 100_000;
    private static final int LONGEST_WORD = 64;
    private static final int MOST_WORDS = 100;
    private static final int MOST_VARIABLES = 100;
    private static final int LAST_RANK = 9999;

    private final TemplateTable table;
    private final TransactionTemplate transaction;
    private final AuditTrail audit;
    private final Clock clock;

    public Templates(JdbcClient jdbc, PlatformTransactionManager transactions, AuditTrail audit, Clock clock) {
        this.table = new TemplateTable(jdbc);
        this.transaction = new TransactionTemplate(transactions);
        this.audit = audit;
        this.clock = clock;
    }

    /** One change. @param over whether it was the template's end */
    public record Version(int version, Instant at, String who, String reason, boolean over) {}

    /** Those in force, in the order of merging. */
    public List<Template> all() {
        return table.all();
    }

    public Optional<Template> find(String id) {
        return table.find(id);
    }

    /** As it was at a version. */
    public Optional<Template> find(String id, int version) {
        return table.find(id, version);
    }

    /** The last first; empty when there never was one. */
    public List<Version> versions(String id) {
        return table.versions(id);
    }

    /** What a template would be; nothing is kept of it. @param id null: of a new one */
    public Template draft(@Nullable String id, TemplateWish wish) {
        return checked(
                id == null ? newId(wish) : id,
                id == null ? 1 : 1 + table.find(id).map(Template::version).orElse(0),
                wish);
    }

    private String newId(TemplateWish wish) {
        // Also the id of one that is over stays its own: its versions are kept.
        return Ids.from(Objects.toString(wish.name(), ""), "mau", taken -> table.lastVersion(taken) > 0);
    }

    /**
     * @return made from the name
     * @throws Refused also when the name is taken
     */
    public Template add(TemplateWish wish, String who) {
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            String id = newId(wish);
            Template template = checked(id, 1, wish);
            table.add(id, 1, now(), who, reason(wish.reason()), template);
            audit.record("provisioning.template.add", subject(id), changes(null, template));
            return template;
        }));
    }

    /**
     * Makes a template what is wanted. One that is that already stays at its version.
     *
     * @param seen the version that the change was made from
     */
    public Template change(String id, TemplateWish wish, int seen, String who) {
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            Template before = require(id, seen);
            Template template = checked(id, seen + 1, wish);
            List<Change> changes = changes(before, template);
            if (changes.isEmpty()) {
                return before;
            }
            table.add(id, seen + 1, now(), who, reason(wish.reason()), template);
            audit.record("provisioning.template.change", subject(id), changes);
            return template;
        }));
    }

    /**
     * Makes the template of an id what is wanted, whether there is one, never was one, or it is over: for what is described elsewhere and
     * written here. One that is that already stays at its version.
     *
     * @param seen the version that the wish was made from; 0: there is none in force
     */
    public Template put(String id, TemplateWish wish, int seen, String who) {
        return Objects.requireNonNull(transaction.execute(status -> {
            table.lock();
            if (seen > 0 || table.find(id).isPresent()) {
                return change(id, wish, seen, who);
            }
            int version = table.lastVersion(id) + 1;
            Template template = checked(id, version, wish);
            table.add(id, version, now(), who, reason(wish.reason()), template);
            audit.record("provisioning.template.add", subject(id), changes(null, template));
            return template;
        }));
    }

    /** Ends a template; its versions stay. What was rendered with it stays too, until it is rendered anew. */
    public void remove(String id, int seen, String reason, String who) {
        transaction.executeWithoutResult(status -> {
            table.lock();
            Template before = require(id, seen);
            table.add(id, seen + 1, now(), who, reason(reason), null);
            audit.record("provisioning.template.remove", subject(id), List.of(new Change("name", before.name(), null)));
        });
    }

    private Template require(String id, int seen) {
        Template before = table.find(id).orElseThrow(() -> missing(id));
        if (before.version() != seen) {
            throw Refused.changed("provisioning.refused.changed-meanwhile", "version", Integer.toString(seen));
        }
        return before;
    }

    /** There is no such template. */
    public static Refused missing(String id) {
        return Refused.missing("provisioning.refused.no-template", "id", id);
    }

    private static String reason(@Nullable String typed) {
        return Typed.text("reason", typed, LONGEST_REASON);
    }

    private Template checked(String id, int version, TemplateWish wish) {
        String name = Typed.text("name", wish.name(), LONGEST_NAME);
        boolean taken = table.all().stream()
                .anyMatch(other -> other.name().equals(name) && !other.id().equals(id));
        if (taken) {
            throw Refused.conflict(
                    "name", name, "provisioning.refused.name-taken", List.of(), "is taken", "choose another");
        }
        Dialect dialect = Typed.choice("dialect", wish.dialect(), Dialect.class);
        Template template = new Template(
                id,
                version,
                name,
                dialect,
                Typed.choice("use", wish.use(), Use.class),
                rank(wish.rank()),
                new Scope(
                        villages(wish.villages()),
                        words("groups", wish.groups()),
                        words("models", wish.models()),
                        words("tags", wish.tags())),
                content(wish.content()),
                variables(wish.variables()));
        Contents.check(template);
        return template;
    }

    private int rank(@Nullable Integer wanted) {
        if (wanted == null) {
            return Math.min(
                    LAST_RANK,
                    10 + table.all().stream().mapToInt(Template::rank).max().orElse(0));
        }
        if (wanted < 0 || wanted > LAST_RANK) {
            throw Refused.invalid(
                    "rank",
                    wanted.toString(),
                    "provisioning.refused.rank",
                    List.of(LAST_RANK),
                    "is out of range",
                    "give a whole number from 0 to " + LAST_RANK);
        }
        return wanted;
    }

    private static String content(@Nullable String typed) {
        String content = Objects.requireNonNullElse(typed, "").replace("\r\n", "\n");
        if (content.isBlank() || content.length() > LONGEST_CONTENT) {
            throw Refused.invalid(
                    "content",
                    null,
                    "provisioning.refused.content",
                    List.of(LONGEST_CONTENT),
                    content.isBlank() ? "is empty" : "has %d characters".formatted(content.length()),
                    "give 1 to " + LONGEST_CONTENT + " characters");
        }
        return content;
    }

    private static Set<VillageId> villages(List<String> typed) {
        try {
            return typed.stream().map(VillageId::new).collect(Collectors.toUnmodifiableSet());
        } catch (InventoryRefused notAnId) {
            throw Refused.invalid(
                    "villages",
                    null,
                    "provisioning.refused.place",
                    List.of(),
                    "names a village that there is not",
                    "give ids of the inventory");
        }
    }

    static Set<String> words(String field, List<String> typed) {
        if (typed.size() > MOST_WORDS) {
            throw Refused.invalid(
                    field,
                    null,
                    "provisioning.refused.too-many",
                    List.of(MOST_WORDS),
                    "has %d entries".formatted(typed.size()),
                    "give at most " + MOST_WORDS);
        }
        Set<String> words = new LinkedHashSet<>();
        typed.stream()
                .filter(word -> !word.isBlank())
                .forEach(word -> words.add(Typed.text(field, word, LONGEST_WORD)));
        return words;
    }

    private static List<Variable> variables(List<VariableWish> wishes) {
        if (wishes.size() > MOST_VARIABLES) {
            throw Refused.invalid(
                    "variables",
                    null,
                    "provisioning.refused.too-many",
                    List.of(MOST_VARIABLES),
                    "has %d entries".formatted(wishes.size()),
                    "give at most " + MOST_VARIABLES);
        }
        List<Variable> variables = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (VariableWish wish : wishes) {
            Variable variable = variable(wish);
            if (!names.add(variable.name())) {
                throw Refused.invalid(
                        "variables.name",
                        variable.name(),
                        "provisioning.refused.twice",
                        List.of(),
                        "is declared twice",
                        "leave one of the two out");
            }
            variables.add(variable);
        }
        return variables;
    }

    private static Variable variable(VariableWish wish) {
        String type = Objects.requireNonNullElse(wish.type(), "text").replace('-', '_');
        Variable variable = new Variable(
                Objects.requireNonNullElse(wish.name(), ""),
                Typed.choice("variables.type", type, Variable.Type.class),
                wish.required(),
                wish.byDefault(),
                wish.secret(),
                wish.least(),
                wish.most(),
                wish.choices(),
                wish.about());
        if (variable.byDefault() != null) {
            variable.checked(variable.byDefault());
        }
        return variable;
    }

    private static List<Change> changes(@Nullable Template before, Template now) {
        List<Change> changes = new ArrayList<>();
        put(changes, "name", before == null ? null : before.name(), now.name());
        put(
                changes,
                "dialect",
                before == null ? null : before.dialect().code(),
                now.dialect().code());
        put(
                changes,
                "use",
                before == null ? null : before.use().code(),
                now.use().code());
        put(changes, "rank", before == null ? null : Integer.toString(before.rank()), Integer.toString(now.rank()));
        put(
                changes,
                "scope",
                before == null ? null : before.scope().toString(),
                now.scope().toString());
        put(changes, "content", before == null ? null : before.content(), now.content());
        put(
                changes,
                "variables",
                before == null ? null : before.variables().toString(),
                now.variables().toString());
        return changes;
    }

    private static void put(List<Change> changes, String field, @Nullable String was, String is) {
        if (!is.equals(was)) {
            changes.add(new Change(field, was, is));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static String subject(String id) {
        return "template:" + id;
    }
}
