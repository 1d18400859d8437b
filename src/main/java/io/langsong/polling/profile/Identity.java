package io.langsong.polling.profile;

import io.langsong.snmp.Oid;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where vendor, model, firmware and serial number of a family are found: the first source that gives a text counts. */
record Identity(List<Source> vendor, List<Source> model, List<Source> firmware, List<Source> serial) {
    static final Identity NONE = new Identity(List.of(), List.of(), List.of(), List.of());

    /**
     * @param constant the text itself; null when it is read
     * @param oid object to read
     * @param column whether {@code oid} is a column, of which the first row with a text counts
     * @param pattern what of the text is meant: its first group
     */
    record Source(
            @Nullable String constant,
            @Nullable Oid oid,
            boolean column,
            @Nullable Pattern pattern) {

        @Nullable
        String of(Answers answers) {
            if (constant != null || oid == null) {
                return constant;
            }
            String text = answers.firstText(oid);
            if (text == null || pattern == null) {
                return text;
            }
            Matcher found = pattern.matcher(text);
            return found.find() ? found.group(Math.min(1, found.groupCount())) : null;
        }
    }

    Identity before(Identity parent) {
        return new Identity(
                joined(vendor, parent.vendor),
                joined(model, parent.model),
                joined(firmware, parent.firmware),
                joined(serial, parent.serial));
    }

    private static List<Source> joined(List<Source> own, List<Source> inherited) {
        return Stream.concat(own.stream(), inherited.stream()).toList();
    }

    /** What is read besides sysDescr: scalars, or columns. */
    List<Oid> reads(boolean columns) {
        List<Oid> oids = new ArrayList<>();
        Stream.of(vendor, model, firmware, serial).flatMap(List::stream).forEach(source -> {
            if (source.oid != null && source.column == columns) {
                oids.add(source.oid);
            }
        });
        return oids;
    }

    static @Nullable String first(List<Source> sources, Answers answers) {
        for (Source source : sources) {
            String text = source.of(answers);
            if (text != null && !text.isBlank()) {
                return Values.name(text.strip(), 200);
            }
        }
        return null;
    }
}
