package io.langsong.inventory;

/** A file is not what its name says, or can not be read as a table; nothing of it was. */
public final class SheetRefused extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient ImportProblem problem;

    SheetRefused(ImportProblem problem) {
        super(problem.sentence());
        this.problem = problem;
    }

    public ImportProblem problem() {
        return problem;
    }
}
