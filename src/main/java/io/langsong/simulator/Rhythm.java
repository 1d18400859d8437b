package io.langsong.simulator;

/**
 * How busy a kind of place is through the days, as a curve that can be summed in one step for any stretch of time.
 * The day is Viet Nam's, UTC+7. A market is held every fifth day, as in many hill communes; week and market together
 * repeat after 35 days. The figures are invented. Immutable; any thread.
 */
final class Rhythm {
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;
    private static final int OFFSET_SECONDS = 7 * HOUR;
    private static final int MARKET_EVERY_DAYS = 5;
    private static final int CYCLE_DAYS = 7 * MARKET_EVERY_DAYS;
    private static final double LEAST = 0.02;
    private static final String NO_MARKET = "000000000000000000000000";
    private static final String MARKET = "000015789986420000000000";

    /** By kind of day (weekday, weekend, each without and with a market) and hour: 0 asleep to 1 busiest. */
    private final double[][] level = new double[4][25];
    /** The curve summed from midnight to the hour, in seconds of full activity. */
    private final double[][] sum = new double[4][25];

    private final double[] before = new double[CYCLE_DAYS + 1];
    private final int marketOffset;

    private Rhythm(String weekday, String weekend, String market, int marketOffset) {
        this.marketOffset = marketOffset;
        fill(0, weekday, NO_MARKET);
        fill(1, weekend, NO_MARKET);
        fill(2, weekday, market);
        fill(3, weekend, market);
        for (int day = 0; day < CYCLE_DAYS; day++) {
            before[day + 1] = before[day] + sum[kindOf(day)][24];
        }
    }

    /** @param marketOffset which day of five the market is on, 0 to 4 */
    static Rhythm of(Commune.SiteKind kind, int marketOffset) {
        switch (kind) {
            case SCHOOL -> {
                return new Rhythm("000000278888712777752111", "000000111111111111111000", NO_MARKET, marketOffset);
            }
            case CLINIC -> {
                return new Rhythm("111112468876546654333221", "111112344443333333332211", MARKET, marketOffset);
            }
            case CULTURE_HOUSE -> {
                return new Rhythm("100001222223432345689852", "210001234555544456789863", MARKET, marketOffset);
            }
            default -> {
                return new Rhythm("000000137998537888631100", "000000011111111111100000", NO_MARKET, marketOffset);
            }
        }
    }

    private void fill(int kind, String digits, String market) {
        for (int hour = 0; hour <= 24; hour++) {
            int digit = Math.max(digits.charAt(hour % 24), market.charAt(hour % 24)) - '0';
            level[kind][hour] = LEAST + (1 - LEAST) * digit / 9.0;
        }
        for (int hour = 0; hour < 24; hour++) {
            sum[kind][hour + 1] = sum[kind][hour] + HOUR * (level[kind][hour] + level[kind][hour + 1]) / 2;
        }
    }

    /** @param day since 1970-01-01, which was a Thursday */
    private int kindOf(long day) {
        int weekend = Math.floorMod(day + 3, 7) >= 5 ? 1 : 0;
        int market = Math.floorMod(day + marketOffset, MARKET_EVERY_DAYS) == 0 ? 2 : 0;
        return weekend + market;
    }

    /**
     * @param seconds since 1970-01-01T00:00Z
     * @return 0.02 to 1
     */
    double level(double seconds) {
        double local = seconds + OFFSET_SECONDS;
        long day = (long) Math.floor(local / DAY);
        double hours = (local - (double) day * DAY) / HOUR;
        int hour = Math.min(23, (int) hours);
        double[] levels = level[kindOf(day)];
        return levels[hour] + (levels[hour + 1] - levels[hour]) * (hours - hour);
    }

    /** The curve summed up to an instant, seconds of full activity; it never falls. */
    double sum(double seconds) {
        double local = seconds + OFFSET_SECONDS;
        long day = (long) Math.floor(local / DAY);
        double hours = (local - (double) day * DAY) / HOUR;
        int hour = Math.min(23, (int) hours);
        double part = hours - hour;
        int kind = kindOf(day);
        double[] levels = level[kind];
        double inHour = HOUR * (levels[hour] * part + (levels[hour + 1] - levels[hour]) * part * part / 2);
        double cycles = Math.floorDiv(day, (long) CYCLE_DAYS);
        return cycles * before[CYCLE_DAYS] + before[Math.floorMod(day, CYCLE_DAYS)] + sum[kind][hour] + inHour;
    }
}
