package io.langsong.backup;

/** Hears how far a backup or a restore is, on the thread that does it. */
public interface BackupProgress {
    /** Nobody listens. */
    BackupProgress NONE = (step, name, done, of) -> {};

    /** What is being done. */
    enum Step {
        WRITE,
        CHECK,
        SCHEMA,
        LOAD,
        COMPARE
    }

    /**
     * @param name of a table or a file
     * @param done of them before it
     * @param of all
     */
    void at(Step step, String name, int done, int of);
}
