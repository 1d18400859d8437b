package io.langsong.discovery.web;

import io.langsong.metric.Metric;
import io.langsong.metric.Sample;
import io.langsong.polling.Poller.HowRead;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Questions;
import io.langsong.polling.profile.Reason;
import io.langsong.polling.profile.Recognition.Recognised;
import io.langsong.web.NaturalOrder;
import io.langsong.web.PlainText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the poller reads a device, and what its last polls gave: known without asking. What the device sent is made fit to be
 * shown.
 *
 * @param since when the device was given this profile
 * @param at of the newest value; null when there is none
 */
record PolledView(
        String title,
        String profile,
        Instant since,
        List<Reason> reasons,
        List<ReadingView.Fact> facts,
        List<Asked> asked,
        @Nullable Instant at) {
    private static final int LONGEST_FACT = 200;
    private static final int MOST_VALUES = 50;

    /**
     * A metric that the profile asks for.
     *
     * @param oids that it may come from, the best first
     * @param values of its series; empty when the last polls gave none
     * @param more series that are left out
     */
    record Asked(String metric, String unit, List<String> oids, List<Value> values, int more) {}

    /**
     * @param name of the row; empty of a scalar
     * @param value null of a counter, which stands in {@code counter}
     */
    record Value(
            String name, @Nullable Double value, @Nullable BigInteger counter, Instant at) {
        static Value of(Sample sample) {
            boolean gauge = sample.metric().kind() == Metric.Kind.GAUGE;
            return new Value(
                    PlainText.shown(sample.series().index()),
                    gauge ? sample.asDouble() : null,
                    gauge ? null : new BigInteger(Long.toUnsignedString(sample.bits())),
                    sample.at());
        }
    }

    static PolledView of(HowRead how, List<Sample> latest) {
        Recognised recognised = how.recognised();
        Profile profile = recognised.profile();
        List<Asked> asked = asked(profile, latest);
        return new PolledView(
                profile.title(),
                profile.name(),
                how.since(),
                recognised.reasons(),
                facts(recognised),
                asked,
                asked.stream()
                        .flatMap(one -> one.values().stream())
                        .map(Value::at)
                        .max(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static List<ReadingView.Fact> facts(Recognised recognised) {
        List<ReadingView.Fact> facts = new ArrayList<>();
        String objectId = Objects.toString(recognised.sysObjectId(), "");
        if (!objectId.isEmpty()) {
            facts.add(new ReadingView.Fact("sys-object-id", objectId));
        }
        if (!recognised.sysDescr().isBlank()) {
            facts.add(new ReadingView.Fact("sys-descr", PlainText.shown(recognised.sysDescr(), LONGEST_FACT)));
        }
        return facts;
    }

    private static List<Asked> asked(Profile profile, List<Sample> latest) {
        Map<String, List<Questions.Question>> byMetric = new LinkedHashMap<>();
        for (Questions.Question question : Questions.of(profile)) {
            byMetric.computeIfAbsent(question.metric().name(), metric -> new ArrayList<>())
                    .add(question);
        }
        return byMetric.values().stream()
                .map(questions -> asked(questions, latest))
                // What gave something first: a family has many figures that one device of it does not have.
                .sorted(Comparator.comparing(one -> one.values().isEmpty()))
                .toList();
    }

    private static Asked asked(List<Questions.Question> questions, List<Sample> latest) {
        Metric metric = questions.get(0).metric();
        List<Value> values = latest.stream()
                .filter(sample -> sample.metric().name().equals(metric.name()))
                .sorted(Comparator.comparing(sample -> sample.series().index(), NaturalOrder.INSTANCE))
                .map(Value::of)
                .toList();
        return new Asked(
                metric.name(),
                metric.unit(),
                questions.stream()
                        .map(question -> question.oid().toString())
                        .distinct()
                        .toList(),
                values.stream().limit(MOST_VALUES).toList(),
                Math.max(0, values.size() - MOST_VALUES));
    }
}
