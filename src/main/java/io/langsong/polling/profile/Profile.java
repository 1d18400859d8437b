package io.langsong.polling.profile;

import io.langsong.metric.Metric;
import io.langsong.snmp.Oid;
import io.langsong.snmp.VarBind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to ask one family of devices and what its answers mean; made from one YAML file, {@code docs/reference/profiles.md}
 * describes its keys. Immutable; any thread.
 */
public final class Profile {
    private final String name;
    private final String title;
    private final String source;
    private final int priority;
    private final List<Match> matches;
    private final Identity identity;
    private final List<Rule> rules;
    private final boolean bulk;
    private final int maxRepetitions;
    private final int maxVarBinds;
    private final PollPlan plan;

    Profile(
            String name,
            String title,
            String source,
            int priority,
            List<Match> matches,
            Identity identity,
            List<Rule> rules,
            boolean bulk,
            int maxRepetitions,
            int maxVarBinds) {
        this.name = name;
        this.title = title;
        this.source = source;
        this.priority = priority;
        this.matches = List.copyOf(matches);
        this.identity = identity;
        this.rules = List.copyOf(rules);
        this.bulk = bulk;
        this.maxRepetitions = maxRepetitions;
        this.maxVarBinds = maxVarBinds;
        this.plan = PollPlan.of(scalars(), columns(Port.STATE_COLUMNS), maxVarBinds);
    }

    /** The key an inventory names it by: {@code mikrotik}. */
    public String name() {
        return name;
    }

    /** For a person: {@code MikroTik RouterOS and SwOS}. */
    public String title() {
        return title;
    }

    /** From which MIBs and documents its facts come. */
    public String source() {
        return source;
    }

    /** Most rows a GETBULK of this family may ask for; 0 for a family that is walked with GETNEXT. */
    public int maxRepetitions() {
        return bulk ? maxRepetitions : 0;
    }

    /** Most variables one request to this family may ask for. */
    public int maxVarBinds() {
        return maxVarBinds;
    }

    /** What a regular poll asks: uptimes, states of ports, metrics. */
    public PollPlan plan() {
        return plan;
    }

    /** What a probe asks: a regular poll, and what the device is. */
    public PollPlan fullPlan() {
        Set<Oid> scalars = scalars();
        scalars.addAll(Port.IDENTIFYING_SCALARS);
        scalars.addAll(identity.reads(false));
        Set<Oid> columns = columns(Port.ALL_COLUMNS);
        columns.addAll(identity.reads(true));
        return PollPlan.of(scalars, columns, maxVarBinds);
    }

    /** What says which box it is, and no more: what {@link #identify} reads. */
    public PollPlan identityPlan() {
        Set<Oid> scalars = new LinkedHashSet<>(Port.IDENTIFYING_SCALARS);
        scalars.addAll(identity.reads(false));
        return PollPlan.of(scalars, identity.reads(true), maxVarBinds);
    }

    /** The metrics that it may give; of one name that has several kinds each. */
    public Set<Metric> metrics() {
        return rules.stream().map(Rule::metric).collect(Collectors.toUnmodifiableSet());
    }

    /** The names of the metrics that it may give. */
    public Set<String> metricNames() {
        return rules.stream().map(rule -> rule.metric().name()).collect(Collectors.toUnmodifiableSet());
    }

    private Set<Oid> scalars() {
        Set<Oid> scalars = new LinkedHashSet<>(List.of(Reading.SYS_UP_TIME, Reading.HR_SYSTEM_UPTIME));
        rules.forEach(rule -> scalars.addAll(rule.reads(false)));
        return scalars;
    }

    private Set<Oid> columns(List<Oid> ofPorts) {
        Set<Oid> columns = new LinkedHashSet<>(ofPorts);
        rules.forEach(rule -> columns.addAll(rule.reads(true)));
        return columns;
    }

    /** Vendor, model, firmware and serial number out of the answers to {@link #fullPlan}; null each where not known. */
    public Identified identify(List<VarBind> varBinds) {
        Answers answers = new Answers(varBinds);
        return new Identified(
                Identity.first(identity.vendor(), answers),
                Identity.first(identity.model(), answers),
                Identity.first(identity.firmware(), answers),
                Identity.first(identity.serial(), answers));
    }

    /** What a device says it is; the texts are the device's own, so hostile where they are shown. */
    public record Identified(
            @Nullable String vendor,
            @Nullable String model,
            @Nullable String firmware,
            @Nullable String serial) {}

    int priority() {
        return priority;
    }

    List<Match> matches() {
        return matches;
    }

    Identity identity() {
        return identity;
    }

    List<Rule> rules() {
        return rules;
    }

    @Override
    public String toString() {
        return "Profile[" + name + "]";
    }
}
