package io.langsong.dashboard;

import io.langsong.inventory.Position;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * The villages and sites whose positions were entered, on a plane; nothing is guessed about the others. Places are shares of
 * the width and the height, so that words keep their size on every screen. North is up; one scale for both directions.
 *
 * @param shape of the plane: {@code wide} 16:9, {@code square} 1:1 or {@code tall} 3:4, whichever wastes least
 * @param scale null with fewer than two places apart
 */
record VillageMap(
        List<Mark> villages,
        List<Dot> sites,
        List<VillageTile> unplaced,
        String shape,
        @Nullable Scale scale) {
    private static final double METRES_PER_DEGREE = 111_320;
    /** Of each side, so that a name at the edge has room. */
    private static final double MARGIN = .08;

    /** Pixels of the narrowest plane, that of a screen 320 wide. */
    private static final double NARROW = 280;

    /** Of the narrowest on which {@code map.css} shows names. */
    private static final double WIDE = 850;

    /** Of a tall one, which is never wider. */
    private static final double WIDE_TALL = 710;

    /** A letter of 14 or 15 pixels; rather too wide, since fonts differ. */
    private static final double LETTER = 8.6;

    private static final double LINE = 21;

    /** Smallest piece of the Earth that is drawn: with a single place there is no other measure. */
    private static final double LEAST_METRES = 400;

    /** Height of the plane by its width. */
    private enum Shape {
        WIDE(9.0 / 16),
        SQUARE(1),
        TALL(4.0 / 3);

        private final double height;

        Shape(double height) {
            this.height = height;
        }
    }

    /**
     * A village with a label that hides no other; the list beside the map has all.
     *
     * @param narrow side on which its number stands on a narrow screen; empty where there is no room
     * @param wide side on which its number stands on a wide one, or with {@code name-} before it its name
     */
    record Mark(VillageTile tile, double x, double y, String narrow, String wide) {
        /** Where {@code map.css} puts its label on either screen. */
        public String classes() {
            return "map__mark--%s map__mark--wide-%s"
                    .formatted(narrow.isEmpty() ? "none" : narrow, wide.isEmpty() ? "none" : wide);
        }

        public String left() {
            return percent(x);
        }

        public String top() {
            return percent(y);
        }
    }

    record Dot(String village, String name, String state, double x, double y) {
        public String left() {
            return percent(x);
        }

        public String top() {
            return percent(y);
        }
    }

    /** @param share of the width of the plane */
    record Scale(int metres, double share) {
        public String width() {
            return percent(share);
        }

        public boolean kilometres() {
            return metres >= 1000;
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f%%", share * 100);
    }

    public boolean empty() {
        return villages.isEmpty() && sites.isEmpty();
    }

    static VillageMap of(Look look, List<VillageTile> tiles) {
        List<Village> placed = look.inventory().villages().stream()
                .filter(village -> village.location() != null)
                .toList();
        List<Site> sites = look.inventory().sites().stream()
                .filter(site -> site.location() != null)
                .toList();
        List<Position> all = new ArrayList<>();
        placed.forEach(village -> addIfKnown(all, village.location()));
        sites.forEach(site -> addIfKnown(all, site.location()));
        Plane plane = Plane.around(all);
        List<Mark> marks = new ArrayList<>();
        for (VillageTile tile : tiles) {
            placed.stream()
                    .filter(village -> village.id().value().equals(tile.id()))
                    .map(Village::location)
                    .findFirst()
                    .ifPresent(at -> marks.add(new Mark(tile, plane.x(at), plane.y(at), "", "")));
        }
        List<Dot> dots = sites.stream().map(site -> dot(look, site, plane)).toList();
        return new VillageMap(
                labelled(marks, dots, plane.shape),
                dots,
                tiles.stream()
                        .filter(tile -> marks.stream()
                                .noneMatch(mark -> mark.tile().id().equals(tile.id())))
                        .toList(),
                plane.shape.name().toLowerCase(Locale.ROOT),
                all.stream().distinct().count() < 2 ? null : plane.scale());
    }

    private static void addIfKnown(List<Position> all, @Nullable Position position) {
        if (position != null) {
            all.add(position);
        }
    }

    private static Dot dot(Look look, Site site, Plane plane) {
        Position at = site.location();
        return new Dot(
                site.village().value(),
                site.name(),
                VillageTile.stateOf(look, site),
                at == null ? 0 : plane.x(at),
                at == null ? 0 : plane.y(at));
    }

    private static List<Mark> labelled(List<Mark> marks, List<Dot> dots, Shape shape) {
        Sheet narrow = new Sheet(NARROW, NARROW * shape.height, marks, dots);
        double wideWidth = shape == Shape.TALL ? WIDE_TALL : WIDE;
        Sheet wide = new Sheet(wideWidth, wideWidth * shape.height, marks, dots);
        // Where there is not room for all, trouble has its label.
        List<Mark> inTurn = marks.stream()
                .sorted(Comparator.comparing((Mark mark) -> mark.tile().state().equals("up")))
                .toList();
        Map<Mark, String> numbers = new HashMap<>();
        Map<Mark, String> labels = new HashMap<>();
        for (Mark mark : inTurn) {
            numbers.put(mark, narrow.place(mark, numberWidth(mark)));
            String side = wide.place(mark, mark.tile().name().length() * LETTER);
            labels.put(mark, side.isEmpty() ? "" : "name-" + side);
        }
        // All names come before the first number that stands in for one.
        inTurn.forEach(mark -> labels.computeIfPresent(
                mark, (same, label) -> label.isEmpty() ? wide.place(mark, numberWidth(mark)) : label));
        return marks.stream()
                .map(mark -> new Mark(
                        mark.tile(), mark.x(), mark.y(), numbers.getOrDefault(mark, ""), labels.getOrDefault(mark, "")))
                .toList();
    }

    private static double numberWidth(Mark mark) {
        return String.valueOf(mark.tile().position()).length() * LETTER + 2;
    }

    /**
     * The plane with what is drawn on it, in pixels. On a larger one the same labels are further apart, so what has room on
     * this one has it there.
     */
    private static final class Sheet {
        private final double width;
        private final double height;
        private final List<Box> taken = new ArrayList<>();

        Sheet(double width, double height, List<Mark> marks, List<Dot> dots) {
            this.width = width;
            this.height = height;
            marks.forEach(mark -> taken.add(new Box(mark.x() * width - 10, mark.y() * height - 10, 20, 20)));
            dots.forEach(dot -> taken.add(new Box(dot.x() * width - 5, dot.y() * height - 5, 10, 10)));
        }

        /** The first side on which a label covers neither a shape nor another label; empty where there is none. */
        String place(Mark mark, double labelWidth) {
            for (String side : List.of("right", "left", "below", "above")) {
                Box box = box(mark, side, labelWidth);
                if (isInside(box) && taken.stream().noneMatch(box::meets)) {
                    taken.add(box);
                    return side;
                }
            }
            return "";
        }

        /** As {@code map.css} moves the words. */
        private Box box(Mark mark, String side, double labelWidth) {
            double x = mark.x() * width;
            double y = mark.y() * height;
            return switch (side) {
                case "right" -> new Box(x + 10, y - LINE / 2, labelWidth + 2, LINE);
                case "left" -> new Box(x - 12 - labelWidth, y - LINE / 2, labelWidth + 2, LINE);
                case "below" -> new Box(x - labelWidth / 2, y + 10, labelWidth, LINE);
                default -> new Box(x - labelWidth / 2, y - 10 - LINE, labelWidth, LINE);
            };
        }

        private boolean isInside(Box box) {
            return box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= height;
        }
    }

    private record Box(double x, double y, double width, double height) {
        boolean meets(Box other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }
    }

    /** Where on the plane a position lies: equirectangular, true enough over a commune. */
    private record Plane(Shape shape, double west, double north, double metres, double shrink) {
        static Plane around(List<Position> places) {
            double south = min(places.stream().mapToDouble(Position::latitude));
            double north = max(places.stream().mapToDouble(Position::latitude));
            double west = min(places.stream().mapToDouble(Position::longitude));
            double east = max(places.stream().mapToDouble(Position::longitude));
            double shrink = Math.max(.01, Math.cos(Math.toRadians((south + north) / 2)));
            double across = Math.max(LEAST_METRES, (east - west) * shrink * METRES_PER_DEGREE);
            double along = Math.max(LEAST_METRES, (north - south) * METRES_PER_DEGREE);
            Shape shape = List.of(Shape.values()).stream()
                    .min(Comparator.comparingDouble(
                            one -> width(one, across, along) * width(one, across, along) * one.height))
                    .orElse(Shape.SQUARE);
            double metres = width(shape, across, along);
            double middleX = (west + east) / 2;
            double middleY = (south + north) / 2;
            return new Plane(
                    shape,
                    middleX - metres / 2 / shrink / METRES_PER_DEGREE,
                    middleY + metres * shape.height / 2 / METRES_PER_DEGREE,
                    metres,
                    shrink);
        }

        /** Metres that the width of such a plane must show. */
        private static double width(Shape shape, double across, double along) {
            return Math.max(across, along / shape.height) / (1 - 2 * MARGIN);
        }

        double x(Position at) {
            return (at.longitude() - west) * shrink * METRES_PER_DEGREE / metres;
        }

        double y(Position at) {
            return (north - at.latitude()) * METRES_PER_DEGREE / (metres * shape.height);
        }

        /** The longest round length that is at most a quarter of the width. */
        Scale scale() {
            double most = metres / 4;
            double power = Math.pow(10, Math.floor(Math.log10(most)));
            double digit = most / power >= 5 ? 5 : most / power >= 2 ? 2 : 1;
            int length = (int) Math.max(1, Math.round(power * digit));
            return new Scale(length, length / metres);
        }

        private static double min(DoubleStream values) {
            return values.min().orElse(0);
        }

        private static double max(DoubleStream values) {
            return values.max().orElse(0);
        }
    }
}
