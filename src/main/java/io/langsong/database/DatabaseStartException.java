package io.langsong.database;

import org.jspecify.annotations.Nullable;

/** The server can not start because of its database or its data directory. Written for the person who starts it. */
public final class DatabaseStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String remedy;

    /**
     * @param problem what is wrong, with which directory, address or process; never a password
     * @param remedy what the person can do now
     */
    public DatabaseStartException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem + "; " + remedy, cause);
        this.problem = problem;
        this.remedy = remedy;
    }

    public DatabaseStartException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    public String problem() {
        return problem;
    }

    public String remedy() {
        return remedy;
    }
}
