package io.langsong.netjson;

/** One part of a configuration and the UCI sections that it becomes. */
interface SectionKind {
    /** Puts what {@code rendering} has of this kind into its packages; the configuration has been checked. */
    void render(Rendering rendering);

    /** Takes the sections of this kind out of {@code parsing} and puts what they say into its configuration. */
    void parse(Parsing parsing);
}
