package io.langsong.netjson;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What UCI can bear. Names are as strict as libuci reads them; a value has no control character, though libuci reads some of them
 * back, because whatever else reads such a file goes by lines.
 */
final class UciRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_-]*");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern NOT_OF_A_NAME = Pattern.compile("[^A-Za-z0-9_]");

    private UciRules() {}

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static boolean isPackage(String text) {
        return PACKAGE.matcher(text).matches();
    }

    static boolean isType(String text) {
        return TYPE.matcher(text).matches();
    }

    /** Whether a value can stand in one line of a file in UTF-8. */
    static boolean isValue(String text) {
        return text.codePoints()
                .noneMatch(point -> Character.isISOControl(point)
                        || point == 0x2028
                        || point == 0x2029
                        || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE));
    }

    /** A name of a section for a name of anything else: what UCI does not allow in one becomes an underscore. */
    static String name(String text) {
        return NOT_OF_A_NAME.matcher(text).replaceAll("_");
    }

    static List<Problem> problems(Map<String, List<UciSection>> packages) {
        List<Problem> problems = new ArrayList<>();
        packages.forEach((name, sections) -> {
            if (!isPackage(name)) {
                problems.add(Problem.whole(Fault.PACKAGE_NAME, name));
            }
            Set<String> names = new HashSet<>();
            for (UciSection section : sections) {
                section(section, problems);
                if (section.name() != null && !names.add(section.name())) {
                    problems.add(Problem.whole(Fault.SAME_SECTION, name, section.name()));
                }
            }
        });
        return problems;
    }

    private static void section(UciSection section, List<Problem> problems) {
        if (!isType(section.type())) {
            problems.add(Problem.whole(Fault.SECTION_TYPE, section.type()));
        }
        if (section.name() != null && !isName(section.name())) {
            problems.add(Problem.whole(Fault.SECTION_NAME, section.name()));
        }
        section.options().forEach((option, value) -> {
            if (!isName(option)) {
                problems.add(Problem.whole(Fault.OPTION_NAME, option));
            }
            value.items().stream()
                    .filter(item -> !isValue(item))
                    .forEach(item -> problems.add(Problem.whole(Fault.CONTROL_CHARACTER, option)));
        });
    }
}
