package io.langsong.maintenance;

import io.langsong.inventory.InventoryId;
import io.langsong.inventory.InventorySnapshot;
import io.langsong.maintenance.PlaceName.Fit;
import io.langsong.maintenance.PlaceName.Sort;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the villages and power areas that the words of a notice name. What is not clear is said, not decided. One thread. */
final class Places {
    private static final Pattern BETWEEN = Pattern.compile(
            "[,;:\\n()\\[\\]+&/|]|\\.(?=\\s|$)|(?<=\\s)[-–—](?=\\s)|(?<![\\p{L}\\p{M}])(?:và|va|cùng)(?![\\p{L}\\p{M}])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Says nothing of where. */
    private static final Pattern FILLER = Pattern.compile(
            "^[\\s\\p{Punct}–—…]*(?:(?:khu vực|khu vuc|địa bàn|dia ban|một phần|mot phan|toàn bộ|toan bo|các hộ|cac ho|các|cac"
                    + "|nhân dân|nhan dan|hộ dân|ho dan|phụ tải|phu tai|khách hàng|khach hang|thuộc|thuoc|tại|tai|ở)"
                    + "(?![\\p{L}\\p{M}])[\\s\\p{Punct}–—…]*)+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern EDGES = Pattern.compile("^[\\s\\p{Punct}–—…]+|[\\s\\p{Punct}–—…]+$");

    /** Behind a name they begin the name of where it lies. */
    private static final Set<String> LIES_IN = Set.of("thuoc", "xa", "huyen", "tinh");

    private static final int MOST_MENTIONS = 100;

    private final Map<List<String>, List<Named>> byWords = new HashMap<>();

    private record Named(InventoryId id, PlaceName name) {}

    Places(InventorySnapshot inventory) {
        inventory.villages().forEach(village -> learn(village.id(), village.name()));
        inventory.powerAreas().forEach(area -> learn(area.id(), area.name()));
    }

    private void learn(InventoryId id, String name) {
        PlaceName known = PlaceName.of(name);
        byWords.computeIfAbsent(known.words(), words -> new ArrayList<>()).add(new Named(id, known));
    }

    /** In the order of the text; each place that is clear once. */
    List<Mention> in(String area) {
        boolean writesMarks = PlaceName.hasMarks(area);
        List<Mention> mentions = new ArrayList<>();
        Sort among = Sort.NONE;
        for (String part : BETWEEN.split(area)) {
            String said = EDGES.matcher(part).replaceAll("");
            String place = EDGES.matcher(FILLER.matcher(said).replaceFirst("")).replaceAll("");
            PlaceName name = PlaceName.of(place);
            Sort alone = PlaceName.sortAlone(place);
            if (alone != Sort.NONE || name.sort() != Sort.NONE) {
                among = alone != Sort.NONE ? alone : name.sort();
            }
            if (alone != Sort.NONE || name.isEmpty() || mentions.size() == MOST_MENTIONS) {
                continue;
            }
            Mention mention = mention(said, name.among(among), writesMarks);
            if (!mention.clear() || mentions.stream().noneMatch(before -> same(before, mention))) {
                mentions.add(mention);
            }
        }
        return mentions;
    }

    private static boolean same(Mention one, Mention other) {
        return one.clear() && other.clear() && one.candidates().equals(other.candidates());
    }

    private Mention mention(String said, PlaceName name, boolean writesMarks) {
        if (byWords.containsKey(name.words())) {
            return best(said, name, writesMarks, false);
        }
        int tail = tail(name);
        if (tail > 0) {
            return best(said, name.until(tail), writesMarks, true);
        }
        for (int word = 1; word < name.words().size(); word++) {
            PlaceName inner = name.from(word);
            boolean plainBefore = name.words().subList(0, word).stream().noneMatch(before -> before.matches(".*\\d.*"));
            if (plainBefore && byWords.containsKey(inner.words())) {
                return best(said, inner, writesMarks, true);
            }
        }
        return new Mention(said, List.of(), false);
    }

    /** Where the name of a known place ends and that of where it lies begins; 0 when it is not so. */
    private int tail(PlaceName name) {
        for (int word = 1; word < name.words().size(); word++) {
            if (LIES_IN.contains(name.words().get(word))
                    && byWords.containsKey(name.until(word).words())) {
                return word;
            }
        }
        return 0;
    }

    /** @param more whether more was said than the name, which may make it another place */
    private Mention best(String said, PlaceName name, boolean writesMarks, boolean more) {
        List<Named> known = byWords.getOrDefault(name.words(), List.of());
        Fit best = known.stream()
                .map(one -> one.name().fit(name, writesMarks))
                .min(Comparator.naturalOrder())
                .orElse(Fit.DOUBTFUL);
        List<InventoryId> fitting = known.stream()
                .filter(one -> one.name().fit(name, writesMarks) == best)
                .map(Named::id)
                .toList();
        return new Mention(said, fitting, fitting.size() == 1 && best != Fit.DOUBTFUL && !more);
    }
}
