package io.langsong.maintenance;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** What a column, or a labelled line, of a notice holds. */
enum NoticeColumn {
    DATE,
    TIME,
    AREA,
    REASON,
    /** Known, and of no use here. */
    OTHER;

    /** Without marks and in lower case. */
    private static final Map<String, NoticeColumn> NAMES = Map.ofEntries(
            Map.entry("ngay", DATE),
            Map.entry("tu", TIME),
            Map.entry("den", TIME),
            Map.entry("gio", TIME),
            Map.entry("bat dau", TIME),
            Map.entry("ket thuc", TIME),
            Map.entry("thoi gian", TIME),
            Map.entry("khu vuc", AREA),
            Map.entry("dia diem", AREA),
            Map.entry("dia ban", AREA),
            Map.entry("pham vi", AREA),
            Map.entry("tram", AREA),
            Map.entry("ten tram", AREA),
            Map.entry("duong day", AREA),
            Map.entry("ly do", REASON),
            Map.entry("li do", REASON),
            Map.entry("nguyen nhan", REASON),
            Map.entry("noi dung", REASON),
            Map.entry("stt", OTHER),
            Map.entry("tt", OTHER),
            Map.entry("ma tram", OTHER),
            Map.entry("ma", OTHER),
            Map.entry("dien luc", OTHER),
            Map.entry("don vi", OTHER),
            Map.entry("trang thai", OTHER),
            Map.entry("ghi chu", OTHER));

    /** @param heading as it was written; it may say more behind a name that is known */
    static Optional<NoticeColumn> named(String heading) {
        String folded = PlaceName.folded(heading);
        // What has a number is what would stand below.
        if (folded.matches(".*\\d.*")) {
            return Optional.empty();
        }
        return NAMES.keySet().stream()
                .filter(name -> (folded + " ").startsWith(name + " "))
                .max(Comparator.comparingInt(String::length))
                .map(NAMES::get);
    }
}
