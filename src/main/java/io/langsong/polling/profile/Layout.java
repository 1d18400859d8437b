package io.langsong.polling.profile;

import io.langsong.inventory.DeviceId;
import io.langsong.metric.MetricStore.Series;
import io.langsong.metric.Sample;
import io.langsong.metric.SeriesKey;
import io.langsong.polling.profile.Rule.Aggregate;
import io.langsong.snmp.AnswerShape;
import io.langsong.snmp.Interner;
import io.langsong.snmp.Oid;
import io.langsong.snmp.SnmpValue;
import io.langsong.snmp.VarBinds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in the answers of one device each of its samples lies. It holds as long as the answers look alike: the same names in
 * the same order, and the same values wherever they decide which series there are. Then it gives what {@link Measurements}
 * would, by place. Immutable.
 */
final class Layout {
    private final AnswerShape shape;
    private final Plan plan;
    /** Of each step of the plan; null where it gives no sample. */
    private final @Nullable Series[] series;

    private Layout(AnswerShape shape, Plan plan, @Nullable Series[] series) {
        this.shape = shape;
        this.plan = plan;
        this.series = series;
    }

    /**
     * Where things lie: the same for all devices of one kind that have the same rows.
     *
     * @param agentUptime place of sysUpTime, -1 where there is none
     * @param hostUptime place of hrSystemUptime, the same
     */
    private record Plan(List<Step> steps, int agentUptime, int hostUptime) {}

    boolean matches(VarBinds varBinds) {
        return shape.matches(varBinds);
    }

    @Nullable
    SnmpValue agentUptime(VarBinds varBinds) {
        return plan.agentUptime < 0 ? null : varBinds.value(plan.agentUptime);
    }

    @Nullable
    SnmpValue hostUptime(VarBinds varBinds) {
        return plan.hostUptime < 0 ? null : varBinds.value(plan.hostUptime);
    }

    /** The series of the samples that {@link #read} adds. */
    List<Series> series() {
        return Arrays.stream(series).filter(Objects::nonNull).toList();
    }

    /**
     * Adds the samples in the answers.
     *
     * @param varBinds such that {@link #matches}
     * @return whether they are all; else a value has come or gone, and the answers are to be read anew
     */
    boolean read(VarBinds varBinds, Instant at, List<Sample> into) {
        for (int i = 0; i < series.length; i++) {
            if (!plan.steps.get(i).read(varBinds, at, series[i], into)) {
                return false;
            }
        }
        return true;
    }

    private interface Step {
        /**
         * Adds a sample, or none; false where that is not as it was.
         *
         * @param series null where there was no value
         */
        boolean read(VarBinds varBinds, Instant at, @Nullable Series series, List<Sample> into);
    }

    /** Values that a rule reckons with, and where they are; -1 where there is none. */
    @SuppressWarnings("ArrayRecordComponent") // compared by what is in them
    private record Operands(Cell[] cells, int[] places) {
        static final Operands NONE = new Operands(new Cell[0], new int[0]);

        @Nullable
        SnmpValue of(Cell cell, VarBinds varBinds) {
            for (int i = 0; i < cells.length; i++) {
                if (cells[i] == cell) {
                    return places[i] < 0 ? null : varBinds.value(places[i]);
                }
            }
            throw new IllegalArgumentException("not a cell of this rule: " + cell);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Operands operands
                    && Arrays.equals(cells, operands.cells)
                    && Arrays.equals(places, operands.places);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(places);
        }
    }

    private record Value(Rule rule, int place, Operands operands) implements Step {
        @Override
        public boolean read(VarBinds varBinds, Instant at, @Nullable Series series, List<Sample> into) {
            OptionalLong bits = rule.bits(varBinds.value(place), cell -> operands.of(cell, varBinds));
            if (bits.isPresent() && series != null) {
                into.add(new Sample(series, at, bits.getAsLong()));
            }
            return bits.isPresent() == (series != null);
        }

        OptionalDouble number(VarBinds varBinds) {
            return rule.number(varBinds.value(place), cell -> operands.of(cell, varBinds));
        }
    }

    /** @param given which of the rows had a number */
    private record Together(Aggregate how, List<Value> rows, BitSet given) implements Step {
        @Override
        public boolean read(VarBinds varBinds, Instant at, @Nullable Series series, List<Sample> into) {
            List<Double> numbers = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                OptionalDouble number =
                        how.ofRows() ? OptionalDouble.of(1) : rows.get(i).number(varBinds);
                if (number.isPresent() != given.get(i)) {
                    return false;
                }
                number.ifPresent(numbers::add);
            }
            if (!numbers.isEmpty() && series != null) {
                into.add(new Sample(series, at, Double.doubleToRawLongBits(how.of(numbers))));
            }
            return true;
        }
    }

    /**
     * @param answers the same as {@code varBinds}
     * @param known series of this device that were given before; what is equal to one of them is that one
     * @param shared of all devices that may be read alike
     */
    static Layout of(
            Profile profile,
            DeviceId device,
            VarBinds varBinds,
            Answers answers,
            Map<Series, Series> known,
            Interner shared) {
        return new Builder(profile, device, varBinds, answers, known).build(shared);
    }

    private static final class Builder {
        private final Profile profile;
        private final DeviceId device;
        private final VarBinds varBinds;
        private final Answers answers;
        private final Map<Series, Series> known;
        private final Map<Oid, Integer> places = new HashMap<>();
        private final Set<SeriesKey> found = new HashSet<>();
        private final List<Step> steps = new ArrayList<>();
        private final List<@Nullable Series> series = new ArrayList<>();

        Builder(Profile profile, DeviceId device, VarBinds varBinds, Answers answers, Map<Series, Series> known) {
            this.profile = profile;
            this.device = device;
            this.varBinds = varBinds;
            this.answers = answers;
            this.known = known;
        }

        Layout build(Interner shared) {
            Set<Oid> choosing = new HashSet<>(Port.STATE_COLUMNS);
            profile.rules().forEach(rule -> rule.deciding().forEach(choosing::add));
            BitSet deciding = new BitSet();
            for (int i = 0; i < varBinds.size(); i++) {
                Oid name = varBinds.name(i);
                deciding.set(i, choosing.stream().anyMatch(name::startsWith));
                if (varBinds.value(i).isPresent()) {
                    places.putIfAbsent(name, i);
                }
            }
            for (Rule rule : profile.rules()) {
                if (rule.aggregate() == null) {
                    values(rule);
                } else {
                    together(rule, rule.aggregate());
                }
            }
            Plan plan = new Plan(List.copyOf(steps), place(Reading.SYS_UP_TIME), place(Reading.HR_SYSTEM_UPTIME));
            return new Layout(
                    AnswerShape.of(varBinds, deciding, shared), shared.one(plan), series.toArray(Series[]::new));
        }

        private int place(@Nullable Oid name) {
            return name == null ? -1 : places.getOrDefault(name, -1);
        }

        private SeriesKey key(Rule rule, String index) {
            return new SeriesKey(device, rule.metric().name(), index);
        }

        private Series series(SeriesKey key, Rule rule) {
            Series series = new Series(key, rule.metric());
            return known.getOrDefault(series, series);
        }

        private void values(Rule rule) {
            new Measurements(answers).cells(rule, (row, index, value) -> {
                SeriesKey key = key(rule, index);
                if (found.contains(key)) {
                    return;
                }
                boolean given = rule.bits(value, cell -> cell.of(row, answers)).isPresent();
                if (given) {
                    found.add(key);
                }
                steps.add(value(rule, row));
                series.add(given ? series(key, rule) : null);
            });
        }

        private Value value(Rule rule, @Nullable Oid row) {
            Oid name = row == null ? rule.oid() : rule.oid().append(row.toIntArray());
            return new Value(rule, place(name), operands(rule, row));
        }

        private Operands operands(Rule rule, @Nullable Oid row) {
            Cell[] cells = rule.operands().toArray(Cell[]::new);
            if (cells.length == 0) {
                return Operands.NONE;
            }
            int[] of = new int[cells.length];
            for (int i = 0; i < of.length; i++) {
                of[i] = place(cells[i].name(row, answers));
            }
            return new Operands(cells, of);
        }

        private void together(Rule rule, Aggregate how) {
            Map<String, List<Value>> rows = new LinkedHashMap<>();
            Map<String, BitSet> given = new HashMap<>();
            new Measurements(answers).cells(rule, (row, index, value) -> {
                List<Value> of = rows.computeIfAbsent(index, first -> new ArrayList<>());
                boolean number = how.ofRows()
                        || rule.number(value, cell -> cell.of(row, answers)).isPresent();
                given.computeIfAbsent(index, first -> new BitSet()).set(of.size(), number);
                of.add(value(rule, row));
            });
            rows.forEach((index, of) -> {
                SeriesKey key = key(rule, index);
                BitSet numbers = given.getOrDefault(index, new BitSet());
                if (!found.contains(key)) {
                    steps.add(new Together(how, List.copyOf(of), numbers));
                    series.add(series(key, rule));
                    if (!numbers.isEmpty()) {
                        found.add(key);
                    }
                }
            });
        }
    }
}
