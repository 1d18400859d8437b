package io.langsong.netjson;

import java.util.ArrayList;
import java.util.List;

/** Ways to a field: names of keys, and indexes from 0. */
final class Paths {
    private Paths() {}

    static List<Object> step(List<Object> path, Object... steps) {
        List<Object> longer = new ArrayList<>(path);
        longer.addAll(List.of(steps));
        return List.copyOf(longer);
    }
}
