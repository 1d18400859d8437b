package io.langsong.report.paper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a letterhead says, in another language. Texts are those of the settings, so any text is possible; only whole words are put in place. */
final class HeadWords {
    private static final Wording SET = new Wording(Locale.forLanguageTag("vi"));

    private final Map<Pattern, String> words = new LinkedHashMap<>();

    HeadWords(Locale language) {
        Wording said = new Wording(language);
        for (int number = 1; SET.knows("head.word." + number); number++) {
            words.put(whole(SET.say("head.word." + number)), said.say("head.word." + number));
        }
    }

    private static Pattern whole(String word) {
        return Pattern.compile("(?<!\\p{L})" + Pattern.quote(word) + "(?!\\p{L})");
    }

    /** The longest that fits stands first in the message file. */
    String of(String text) {
        String said = text;
        for (Map.Entry<Pattern, String> word : words.entrySet()) {
            said = word.getKey().matcher(said).replaceAll(Matcher.quoteReplacement(word.getValue()));
        }
        return said;
    }

    List<String> of(List<String> lines) {
        return lines.stream().map(this::of).toList();
    }
}
