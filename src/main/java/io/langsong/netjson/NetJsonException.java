package io.langsong.netjson;

import java.util.List;
import java.util.Locale;

/** A configuration, a text or an archive is not taken; says all that is known to be wrong. */
public final class NetJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public NetJsonException(List<Problem> problems) {
        super(Problem.texts(problems, Locale.ENGLISH));
        this.problems = List.copyOf(problems);
    }

    NetJsonException(Problem problem) {
        this(List.of(problem));
    }

    public List<Problem> problems() {
        return problems;
    }

    /** One line each. */
    public String text(Locale language) {
        return Problem.texts(problems, language);
    }
}
