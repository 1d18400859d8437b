package io.langsong.dashboard;

import io.langsong.access.AuditEntry;
import io.langsong.access.AuditTrail;
import io.langsong.event.DeviceMessage;
import io.langsong.inventory.RecordedField;
import io.langsong.notification.Posted;
import io.langsong.web.PlainText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one object and what was done about it, in one order, newest first. Each kind of entry has its own source;
 * a further kind is one more method here and one more case in {@code fragments/log.html}.
 */
final class DeviceLog {
    private static final int SHOWN = 60;

    private final List<Entry> entries = new ArrayList<>();

    /**
     * @param at when it happened; of an outage, when it began
     * @param outage of an entry of kind {@code outage}
     * @param told of an entry of kind {@code told}
     * @param changed of an entry of kind {@code changed}
     * @param said of an entry of kind {@code said}; its texts are hostile
     */
    record Entry(
            Instant at,
            String kind,
            OutageList.@Nullable Entry outage,
            @Nullable Told told,
            @Nullable Changed changed,
            @Nullable DeviceMessage said) {
        static Entry of(OutageList.Entry outage) {
            return new Entry(outage.from(), "outage", outage, null, null, null);
        }

        static Entry of(Instant at, Told told) {
            return new Entry(at, "told", null, told, null, null);
        }

        static Entry of(Instant at, Changed changed) {
            return new Entry(at, "changed", null, null, changed, null);
        }

        static Entry of(DeviceMessage said) {
            return new Entry(said.happenedAt(), "said", null, null, null, said);
        }

        /** Since when it counts. */
        static Entry added(Instant at) {
            return new Entry(at, "added", null, null, null, null);
        }
    }

    /**
     * A message that spoke of it.
     *
     * @param subject may hold what devices call themselves, so hostile
     * @param state as {@link Posted.State#code}
     */
    record Told(String subject, String state, long delivered, int recipients) {}

    /**
     * What somebody changed of it.
     *
     * @param actor as {@link AuditEntry#actor}
     * @param action as {@link AuditEntry#action}
     * @param fields none when all of it is new or gone
     */
    record Changed(String actor, String action, List<FieldChange> fields) {
        Changed {
            fields = List.copyOf(fields);
        }
    }

    /**
     * One field, in words.
     *
     * @param from null when it was empty, or is not for who asks
     * @param to null when it is empty now, or is not for who asks
     */
    record FieldChange(
            String label, @Nullable String from, @Nullable String to) {}

    void outages(List<OutageList.Entry> outages) {
        outages.stream().map(Entry::of).forEach(entries::add);
    }

    void messages(List<Posted> messages) {
        for (Posted message : messages) {
            long delivered = message.deliveries().stream()
                    .filter(delivery -> delivery.state() == Posted.State.DELIVERED)
                    .count();
            entries.add(Entry.of(
                    message.createdAt(),
                    new Told(
                            message.subject(),
                            message.state().code(),
                            delivered,
                            message.deliveries().size())));
        }
    }

    void said(List<DeviceMessage> messages) {
        messages.stream().map(Entry::of).forEach(entries::add);
    }

    /** @param language of the fields' names and choices */
    void changes(List<AuditEntry> changes, Locale language) {
        for (AuditEntry change : changes) {
            boolean some = change.action().endsWith(".change");
            entries.add(Entry.of(
                    change.at(),
                    new Changed(
                            change.actor(),
                            change.action(),
                            some
                                    ? change.changes().stream()
                                            .map(field -> inWords(change.action(), field, language))
                                            .toList()
                                    : List.of())));
        }
    }

    private static FieldChange inWords(String action, AuditTrail.Change change, Locale language) {
        return RecordedField.of(action, change.field())
                .map(field -> new FieldChange(
                        field.label(language),
                        inWords(field, change.old(), language),
                        inWords(field, change.now(), language)))
                .orElseGet(() -> new FieldChange(change.field(), shown(change.old()), shown(change.now())));
    }

    private static @Nullable String inWords(RecordedField field, @Nullable String value, Locale language) {
        return value == null ? null : shown(field.value(value, language));
    }

    private static @Nullable String shown(@Nullable String value) {
        return value == null ? null : PlainText.shown(value);
    }

    /** Since when it counts; said once, also when the audit trail says it too. */
    void added(Instant at) {
        boolean said = entries.stream()
                .anyMatch(entry ->
                        entry.changed() != null && entry.changed().action().equals("inventory.device.add"));
        if (!said) {
            entries.add(Entry.added(at));
        }
    }

    /** What lasts first, then the newest. */
    List<Entry> newest() {
        return entries.stream()
                .sorted(Comparator.comparing((Entry entry) ->
                                entry.outage() == null || entry.outage().to() != null)
                        .thenComparing(Entry::at, Comparator.reverseOrder()))
                .limit(SHOWN)
                .toList();
    }

    /** How many more there are than are shown. */
    int more() {
        return Math.max(0, entries.size() - SHOWN);
    }
}
