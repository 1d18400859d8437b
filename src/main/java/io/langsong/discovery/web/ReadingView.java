package io.langsong.discovery.web;

import io.langsong.polling.Prober;
import io.langsong.polling.profile.Profile;
import io.langsong.polling.profile.Questions.Question;
import io.langsong.polling.profile.Reason;
import io.langsong.web.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A look at a device as the page shows it; what the device sent is made fit to be shown. */
record ReadingView(
        String title,
        String profile,
        List<Reason> reasons,
        List<Fact> facts,
        List<String> notes,
        List<QuestionView> questions,
        List<QuestionView> others) {
    private static final int LONGEST_FACT = 200;

    /** @param name the last part of its word's key */
    record Fact(String name, String value) {}

    static ReadingView of(Prober.Read read, List<Question> questions) {
        Profile.Identified identified = read.identified();
        List<QuestionView> views = questions.stream().map(QuestionView::of).toList();
        List<Fact> facts = new ArrayList<>();
        add("sys-object-id", Objects.toString(read.recognised().sysObjectId(), null), facts);
        add("sys-descr", read.recognised().sysDescr(), facts);
        add("sys-name", read.sysName(), facts);
        add("vendor", identified.vendor(), facts);
        add("model", identified.model(), facts);
        add("firmware", identified.firmware(), facts);
        add("serial", identified.serial(), facts);
        return new ReadingView(
                read.recognised().profile().title(),
                read.recognised().profile().name(),
                read.recognised().reasons(),
                facts,
                read.notes().stream()
                        .map(note -> PlainText.shown(note, LONGEST_FACT))
                        .toList(),
                views.stream().filter(QuestionView::applies).toList(),
                views.stream().filter(one -> !one.applies()).toList());
    }

    private static void add(String name, @Nullable String value, List<Fact> facts) {
        if (value != null && !value.isBlank()) {
            facts.add(new Fact(name, PlainText.shown(value, LONGEST_FACT)));
        }
    }
}
