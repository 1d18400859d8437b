package io.langsong.dashboard;

import io.langsong.inventory.Position;
import io.langsong.inventory.Site;
import io.langsong.inventory.Village;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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

    /** A village. @param side on which its name stands, so that it hides no other; {@code none} where there is no room */
    record Mark(VillageTile tile, double x, double y, String side) {
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
                    .ifPresent(at -> marks.add(new Mark(tile, plane.x(at), plane.y(at), "")));
        }
        List<Dot> dots = sites.stream().map(site -> dot(look, site, plane)).toList();
        return new VillageMap(
                named(marks, dots, plane.shape.height),
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

    /**
     * Gives each name the first side on which it covers neither a shape nor another name, on a plane 1000 wide; the order is
     * the official one. Where there is none, the number of the village stands in for it.
     */
    private static List<Mark> named(List<Mark> marks, List<Dot> dots, double height) {
        List<Box> taken = new ArrayList<>();
        marks.forEach(mark -> taken.add(new Box(mark.x() * 1000 - 10, mark.y() * 1000 * height - 10, 20, 20)));
        dots.forEach(dot -> taken.add(new Box(dot.x() * 1000 - 5, dot.y() * 1000 * height - 5, 10, 10)));
        List<Mark> named = new ArrayList<>();
        for (Mark mark : marks) {
            String free = List.of("right", "left", "below", "above").stream()
                    .filter(side -> {
                        Box box = Box.ofName(mark, side, height);
                        return box.inside(height) && taken.stream().noneMatch(box::meets);
                    })
                    .findFirst()
                    .orElse("none");
            if (!free.equals("none")) {
                taken.add(Box.ofName(mark, free, height));
            }
            named.add(new Mark(mark.tile(), mark.x(), mark.y(), free));
        }
        return named;
    }

    private record Box(double x, double y, double width, double height) {
        /** Of 14 pixel letters on a plane of 850 pixels; rather too wide, since fonts differ. */
        static Box ofName(Mark mark, String side, double planeHeight) {
            double width = mark.tile().name().length() * 9.5;
            double x = mark.x() * 1000;
            double y = mark.y() * 1000 * planeHeight;
            return switch (side) {
                case "right" -> new Box(x + 12, y - 11, width, 22);
                case "left" -> new Box(x - 12 - width, y - 11, width, 22);
                case "below" -> new Box(x - width / 2, y + 11, width, 22);
                default -> new Box(x - width / 2, y - 33, width, 22);
            };
        }

        boolean meets(Box other) {
            return x < other.x + other.width
                    && other.x < x + width
                    && y < other.y + other.height
                    && other.y < y + height;
        }

        boolean inside(double planeHeight) {
            return x >= 0 && x + width <= 1000 && y >= 0 && y + height <= 1000 * planeHeight;
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
