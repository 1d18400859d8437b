package io.langsong.report;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a figure meets the target. */
public enum Verdict {
    MET,
    MISSED,
    /** Too little of the time was measured for a verdict. */
    THIN,
    /** Nothing was measured. */
    NONE;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Verdict of(@Nullable BigDecimal uptime, @Nullable BigDecimal coverage, Rules rules) {
        if (uptime == null || coverage == null) {
            return NONE;
        }
        if (coverage.movePointRight(2).compareTo(rules.enoughCoverage()) < 0) {
            return THIN;
        }
        return uptime.movePointRight(2).compareTo(rules.target()) < 0 ? MISSED : MET;
    }
}
