package io.langsong.provisioning;

import java.util.ArrayList;
import java.util.List;

/** What changed between two texts, line by line, as {@code diff -u} shows it. */
public final class UnifiedDiff {
    /** Lines around a change that show where it is. */
    private static final int CONTEXT = 3;
    /** Beyond that many lines of both it is said only that all changed: the table grows with their product. */
    private static final int MOST_CELLS = 9_000_000;

    private UnifiedDiff() {}

    /** A line, with {@code '+'} when it was added, {@code '-'} when it was removed, a blank when it stays, {@code '@'} where some are left out. */
    public record Line(char sign, String text) {}

    /** Empty when nothing changed. */
    public static String of(String before, String now) {
        StringBuilder text = new StringBuilder();
        lines(before, now)
                .forEach(line -> text.append(line.sign()).append(line.text()).append('\n'));
        return text.toString();
    }

    /** What changed, with lines around it; empty when nothing did. */
    public static List<Line> lines(String before, String now) {
        List<Line> all = whole(split(before), split(now));
        List<Line> shown = new ArrayList<>();
        int last = -1;
        for (int i = 0; i < all.size(); i++) {
            if (isNearChange(all, i)) {
                if (last >= 0 && last < i - 1 || last < 0 && i > 0) {
                    shown.add(new Line('@', ""));
                }
                shown.add(all.get(i));
                last = i;
            }
        }
        return shown;
    }

    private static boolean isNearChange(List<Line> all, int at) {
        int until = Math.min(all.size() - 1, at + CONTEXT);
        for (int i = Math.max(0, at - CONTEXT); i <= until; i++) {
            if (all.get(i).sign() != ' ') {
                return true;
            }
        }
        return false;
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }

    private static List<Line> whole(List<String> before, List<String> now) {
        int same = 0;
        while (same < before.size() && same < now.size() && before.get(same).equals(now.get(same))) {
            same++;
        }
        int tail = 0;
        while (tail < before.size() - same
                && tail < now.size() - same
                && before.get(before.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<Line> lines = new ArrayList<>();
        before.subList(0, same).forEach(text -> lines.add(new Line(' ', text)));
        lines.addAll(middle(before.subList(same, before.size() - tail), now.subList(same, now.size() - tail)));
        before.subList(before.size() - tail, before.size()).forEach(text -> lines.add(new Line(' ', text)));
        return lines;
    }

    /** By the longest sequence of lines that both have. */
    private static List<Line> middle(List<String> before, List<String> now) {
        List<Line> lines = new ArrayList<>();
        if ((long) before.size() * now.size() > MOST_CELLS) {
            before.forEach(text -> lines.add(new Line('-', text)));
            now.forEach(text -> lines.add(new Line('+', text)));
            return lines;
        }
        int[][] common = new int[before.size() + 1][now.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < before.size() || j < now.size()) {
            if (i < before.size() && j < now.size() && before.get(i).equals(now.get(j))) {
                lines.add(new Line(' ', before.get(i++)));
                j++;
            } else if (j == now.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add(new Line('-', before.get(i++)));
            } else {
                lines.add(new Line('+', now.get(j++)));
            }
        }
        return lines;
    }
}
