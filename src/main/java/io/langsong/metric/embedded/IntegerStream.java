package io.langsong.metric.embedded;

import java.util.Arrays;

/**
 * Codes a row of 64-bit numbers by what is left of them after a guess: the numbers themselves, their differences or the
 * differences of those, each less the usual one, in a Rice code (R. F. Rice, JPL 79-22) of the parameter that suits the
 * row. Arithmetic wraps, so every row comes back exactly. Equal steps cost nothing, what strays far costs its own width
 * and {@value #LONGEST_RUN} + 7 bits.
 */
final class IntegerStream {
    private static final int LONGEST_RUN = 24;

    /** In place of a parameter: nothing is left at all. */
    private static final int NOTHING_LEFT = 63;

    private final int order;
    private final int parameter;
    private final long base;
    private final long[] numbers;
    private final long[] rest;
    private final long cost;

    /** @param room as long as {@code numbers}, for what is reckoned on the way: a commune's series are coded all the time */
    private IntegerStream(long[] numbers, int order, long[] room) {
        this.numbers = numbers;
        this.order = order;
        this.rest = differences(numbers, order);
        this.base = order == 2 ? 0 : usual(rest, room);
        boolean any = false;
        for (int i = 0; i < rest.length; i++) {
            long off = rest[i] - base;
            rest[i] = zigzag(off);
            any |= off != 0;
        }
        this.parameter = any ? bestParameter(rest, room) : NOTHING_LEFT;
        this.cost = any ? cost(rest, parameter) : 0;
    }

    /** @param numbers at least one */
    static void write(long[] numbers, BitWriter out) {
        long[] room = new long[numbers.length];
        IntegerStream best = new IntegerStream(numbers, 0, room);
        for (int order = 1; order <= 2 && order < numbers.length; order++) {
            IntegerStream other = new IntegerStream(numbers, order, room);
            if (other.cost < best.cost) {
                best = other;
            }
        }
        best.write(out);
    }

    private void write(BitWriter out) {
        out.write(order, 2);
        out.write(parameter, 6);
        if (order < 2) {
            out.writeSized(zigzag(base));
        }
        long previous = 0;
        for (int i = 0; i < order; i++) {
            out.writeSized(zigzag(numbers[i] - previous));
            previous = numbers[i];
        }
        if (parameter == NOTHING_LEFT) {
            return;
        }
        for (long left : rest) {
            long run = left >>> parameter;
            if (Long.compareUnsigned(run, LONGEST_RUN) >= 0) {
                out.write(-1, LONGEST_RUN);
                out.writeSized(left);
            } else {
                out.write(-2, (int) run + 1);
                out.write(left, parameter);
            }
        }
    }

    static long[] read(int n, BitReader in) {
        int order = (int) in.read(2);
        int parameter = (int) in.read(6);
        long base = order < 2 ? unzigzag(in.readSized()) : 0;
        long[] numbers = new long[n];
        for (int i = 0; i < order; i++) {
            numbers[i] = (i == 0 ? 0 : numbers[i - 1]) + unzigzag(in.readSized());
        }
        for (int i = order; i < n; i++) {
            long off = parameter == NOTHING_LEFT ? 0 : unzigzag(readRest(parameter, in));
            long step = base + off;
            numbers[i] = switch (order) {
                case 0 -> step;
                case 1 -> numbers[i - 1] + step;
                default -> 2 * numbers[i - 1] - numbers[i - 2] + step;
            };
        }
        return numbers;
    }

    private static long readRest(int parameter, BitReader in) {
        int run = in.readOnes(LONGEST_RUN);
        return run == LONGEST_RUN ? in.readSized() : (long) run << parameter | in.read(parameter);
    }

    private static long[] differences(long[] numbers, int order) {
        long[] steps = new long[numbers.length - order];
        for (int i = order; i < numbers.length; i++) {
            steps[i - order] = switch (order) {
                case 0 -> numbers[i];
                case 1 -> numbers[i] - numbers[i - 1];
                default -> numbers[i] - 2 * numbers[i - 1] + numbers[i - 2];
            };
        }
        return steps;
    }

    private static long usual(long[] steps, long[] room) {
        System.arraycopy(steps, 0, room, 0, steps.length);
        Arrays.sort(room, 0, steps.length);
        return room[steps.length / 2];
    }

    /** Near the width of the middle number: far off it another choice is never cheaper by much. */
    private static int bestParameter(long[] rest, long[] widths) {
        int n = rest.length;
        for (int i = 0; i < n; i++) {
            widths[i] = 64 - Long.numberOfLeadingZeros(rest[i]);
        }
        Arrays.sort(widths, 0, n);
        int best = 0;
        long bestCost = Long.MAX_VALUE;
        int from = (int) Math.max(0, widths[n / 2] - 3);
        int until = (int) Math.min(NOTHING_LEFT - 1, widths[n * 9 / 10]);
        for (int parameter = from; parameter <= Math.max(from, until); parameter++) {
            long cost = cost(rest, parameter);
            if (cost < bestCost) {
                best = parameter;
                bestCost = cost;
            }
        }
        return best;
    }

    private static long cost(long[] rest, int parameter) {
        long cost = 0;
        for (long left : rest) {
            long run = left >>> parameter;
            cost += Long.compareUnsigned(run, LONGEST_RUN) >= 0
                    ? LONGEST_RUN + 7 + 64 - Long.numberOfLeadingZeros(left)
                    : run + 1 + parameter;
        }
        return cost;
    }

    private static long zigzag(long number) {
        return number << 1 ^ number >> 63;
    }

    private static long unzigzag(long coded) {
        return coded >>> 1 ^ -(coded & 1);
    }
}
