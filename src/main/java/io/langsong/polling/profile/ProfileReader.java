package io.langsong.polling.profile;

import io.langsong.metric.Metric;
import io.langsong.polling.profile.Rule.RowName;
import io.langsong.snmp.Oid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one profile's file; the keys and their meaning are in {@code docs/reference/profiles.md}. */
final class ProfileReader {
    private static final Pattern ANY_TEXT = Pattern.compile("(?s).+");

    private final YamlSection root;

    private ProfileReader(YamlSection root) {
        this.root = root;
    }

    /** The name in the file and the one it extends, before either is read whole. */
    record Heading(String name, @Nullable String parent, YamlSection root) {}

    static Heading heading(String file, String text) {
        YamlSection root = YamlSection.parse(file, text);
        String name = root.text("name");
        if (!name.matches("[a-z0-9]([a-z0-9-]{0,60}[a-z0-9])?")) {
            throw root.error(
                    "name", "a profile's name is lower-case letters, digits and inner dashes, not \"" + name + "\"");
        }
        String parent = root.text("extends", "");
        return new Heading(name, parent.isEmpty() ? null : parent, root);
    }

    /** @param parents finds a profile by its name */
    static Profile read(Heading heading, Function<String, Optional<Profile>> parents) {
        YamlSection root = heading.root();
        Profile parent = heading.parent() == null
                ? null
                : parents.apply(heading.parent())
                        .orElseThrow(() -> root.error(
                                "extends",
                                "there is no profile \"" + heading.parent()
                                        + "\"; name one that there is, or remove the line"));
        return new ProfileReader(root).profile(heading.name(), parent);
    }

    private Profile profile(String name, @Nullable Profile parent) {
        String title = root.text("title");
        String source = root.text("source");
        int priority = root.number("priority", 0, -1000, 1000);
        List<Match> matches = root.sections("match").stream().map(this::match).toList();
        Identity own = identity(root.section("identity"));
        List<Rule> rules = new ArrayList<>();
        root.sections("scalars").forEach(section -> rules.add(scalar(section)));
        root.sections("tables").forEach(table -> rules.addAll(table(table)));
        boolean bulk = root.flag("bulk", parent == null || parent.maxRepetitions() > 0);
        int inherited = parent == null || parent.maxRepetitions() == 0 ? 60 : parent.maxRepetitions();
        int maxRepetitions = root.number("maxRepetitions", inherited, 1, 255);
        int maxVarBinds = root.number("maxVarBinds", parent == null ? 20 : parent.maxVarBinds(), 1, 255);
        root.end();
        List<Rule> all = parent == null
                ? rules
                : Stream.concat(rules.stream(), parent.rules().stream()).toList();
        Identity identity = parent == null ? own : own.before(parent.identity());
        return new Profile(name, title, source, priority, matches, identity, all, bulk, maxRepetitions, maxVarBinds);
    }

    private Match match(YamlSection section) {
        Oid sysObjectId = section.oidIfGiven("sysObjectId");
        Pattern sysDescr = section.pattern("sysDescr");
        YamlSection probe = section.section("probe");
        Oid probeOid = null;
        Pattern probeMatches = null;
        if (probe != null) {
            probeOid = probe.oid("oid");
            probeMatches = probe.pattern("matches");
            probe.end();
        }
        section.end();
        if (sysObjectId == null && sysDescr == null && probeOid == null) {
            throw root.error("match", "a match names at least one of sysObjectId, sysDescr and probe");
        }
        return new Match(sysObjectId, sysDescr, probeOid, probeMatches);
    }

    private static Identity identity(@Nullable YamlSection section) {
        if (section == null) {
            return Identity.NONE;
        }
        Identity identity = new Identity(
                sources(section, "vendor"),
                sources(section, "model"),
                sources(section, "firmware"),
                sources(section, "serial"));
        section.end();
        return identity;
    }

    private static List<Identity.Source> sources(YamlSection section, String key) {
        return section.entries(key, text -> new Identity.Source(text, null, false, null), ProfileReader::source);
    }

    private static Identity.Source source(YamlSection section) {
        Oid column = section.oidIfGiven("column");
        Oid oid = column == null ? section.oid("oid") : column;
        Pattern pattern = section.pattern("pattern");
        section.end();
        return new Identity.Source(null, oid, column != null, pattern);
    }

    private static Rule scalar(YamlSection section) {
        RowName index = RowName.fixed(section.text("index", ""));
        Rule rule = rule(section, false, List.of(), index, RowName.EMPTY, conditions(section, false));
        section.end();
        return rule;
    }

    private static List<Rule> table(YamlSection table) {
        RowName index = name(table, "index", RowName.NUMBERS);
        RowName label = name(table, "label", RowName.EMPTY);
        List<Rule.Condition> where = conditions(table, true);
        List<Rule.Factor> factors = factors(table, true);
        List<Rule> rules = new ArrayList<>();
        for (YamlSection column : table.sections("columns")) {
            RowName columnIndex = name(column, "index", index);
            RowName columnLabel = name(column, "label", label);
            List<Rule.Condition> both = Stream.concat(where.stream(), conditions(column, true).stream())
                    .toList();
            rules.add(rule(column, true, factors, columnIndex, columnLabel, both));
            column.end();
        }
        table.end();
        if (rules.isEmpty()) {
            throw table.error("columns", "a table needs columns; add them or remove it");
        }
        return rules;
    }

    private static List<Rule.Condition> conditions(YamlSection section, boolean ofRows) {
        return section.sections("where").stream()
                .map(one -> {
                    Cell cell = cell(one, ofRows);
                    Pattern matches = one.pattern("matches");
                    one.end();
                    return new Rule.Condition(cell, matches == null ? ANY_TEXT : matches);
                })
                .toList();
    }

    /** The keys {@code column}, with {@code via}, {@code from} and {@code count}, or {@code scalar}. */
    private static Cell cell(YamlSection section, boolean ofRows) {
        Oid scalar = section.oidIfGiven("scalar");
        if (scalar != null || !ofRows) {
            return Cell.scalar(scalar == null ? section.oid("scalar") : scalar);
        }
        return new Cell(
                section.oid("column"),
                false,
                section.oidIfGiven("via"),
                section.number("from", 0, 0, 127),
                section.number("count", 0, 0, 128));
    }

    /** A list of OIDs, each of the same row or a scalar like the rule's own, or of mappings as {@link #cell} reads. */
    private static Stream<Rule.Term> terms(YamlSection section, String key, boolean ofRows, int sign, boolean needed) {
        return section
                .oidEntries(key, oid -> new Cell(oid, !ofRows, null, 0, 0), mapping -> {
                    Cell cell = cell(mapping, ofRows);
                    mapping.end();
                    return cell;
                })
                .stream()
                .map(cell -> new Rule.Term(cell, sign, needed));
    }

    private static List<Rule.Factor> factors(YamlSection section, boolean ofRows) {
        return Stream.concat(factors(section, "times", ofRows, false), factors(section, "over", ofRows, true))
                .toList();
    }

    private static Stream<Rule.Factor> factors(YamlSection section, String key, boolean ofRows, boolean divides) {
        return section
                .oidEntries(
                        key,
                        oid -> new Rule.Factor(new Cell(oid, !ofRows, null, 0, 0), Map.of(), divides, null),
                        mapping -> {
                            Cell cell = cell(mapping, ofRows);
                            Map<String, Double> values = mapping.decimals("values");
                            Double otherwise = mapping.has("otherwise") ? mapping.decimal("otherwise", 1) : null;
                            mapping.end();
                            return new Rule.Factor(cell, values, divides, otherwise);
                        })
                .stream();
    }

    private static RowName name(YamlSection section, String key, RowName otherwise) {
        if (!section.has(key)) {
            return otherwise;
        }
        if (section.isText(key)) {
            RowName.As as = section.word(key, RowName.As.values(), word -> word.word);
            return new RowName(null, as == null ? RowName.As.NUMBERS : as, 0, 0, null, "");
        }
        YamlSection name = section.section(key);
        if (name == null) {
            return otherwise;
        }
        Cell cell = name.has("column") || name.has("scalar") ? cell(name, true) : null;
        RowName.As as = name.word("as", RowName.As.values(), word -> word.word);
        RowName read = new RowName(
                cell,
                as == null ? RowName.As.NUMBERS : as,
                name.number("from", 0, 0, 127),
                name.number("count", 0, 0, 128),
                name.pattern("pattern"),
                name.text("prefix", ""));
        name.end();
        return read;
    }

    private static Rule rule(
            YamlSection section,
            boolean column,
            List<Rule.Factor> ofTheTable,
            RowName index,
            RowName label,
            List<Rule.Condition> where) {
        Metric metric = metric(section);
        Transform transform = transform(section);
        Rule.Aggregate aggregate = column
                ? section.word(
                        "aggregate",
                        Rule.Aggregate.values(),
                        word -> word.name().toLowerCase(Locale.ROOT))
                : null;
        List<Rule.Term> terms = Stream.of(
                        terms(section, "plus", column, 1, true),
                        terms(section, "plusIfThere", column, 1, false),
                        terms(section, "minus", column, -1, true),
                        terms(section, "minusIfThere", column, -1, false))
                .flatMap(some -> some)
                .toList();
        List<Rule.Factor> factors = Stream.concat(ofTheTable.stream(), factors(section, column).stream())
                .toList();
        Rule rule =
                new Rule(metric, section.oid("oid"), column, transform, terms, factors, index, label, where, aggregate);
        boolean plain = transform.keepsTheNumber() && terms.isEmpty() && factors.isEmpty() && aggregate == null;
        if (metric.kind() != Metric.Kind.GAUGE && !plain) {
            throw section.error(
                    "kind", "a counter is stored as it was read; remove what changes its number, or \"kind\"");
        }
        return rule;
    }

    private static Metric metric(YamlSection section) {
        Metric.Kind kind =
                section.word("kind", Metric.Kind.values(), word -> word.name().toLowerCase(Locale.ROOT));
        try {
            return new Metric(
                    section.text("metric"), kind == null ? Metric.Kind.GAUGE : kind, section.text("unit", ""));
        } catch (ProfileException known) {
            throw known;
        } catch (IllegalArgumentException wrong) {
            throw section.error("metric", wrong.getMessage() + "; write it like wifi.clients");
        }
    }

    private static Transform transform(YamlSection section) {
        Transform.Conversion conversion = section.word("convert", Transform.Conversion.values(), word -> word.word);
        double divide = section.decimal("divide", 1);
        if (divide == 0) {
            throw section.error("divide", "\"divide\" can not be 0; remove it");
        }
        Map<String, Double> values = section.decimals("values");
        return new Transform(
                section.texts("skip"),
                section.pattern("pattern"),
                values,
                section.flag("unsigned", false),
                section.number("signed", 0, 0, 32),
                conversion == null ? Transform.Conversion.NONE : conversion,
                section.decimal("multiply", 1),
                divide,
                section.decimal("add", 0),
                section.decimal("atLeast", Double.NEGATIVE_INFINITY),
                section.decimal("atMost", Double.POSITIVE_INFINITY),
                section.decimal("validFrom", Double.NEGATIVE_INFINITY),
                section.decimal("validTo", Double.POSITIVE_INFINITY));
    }
}
