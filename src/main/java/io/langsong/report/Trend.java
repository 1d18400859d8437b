package io.langsong.report;

import java.math.BigDecimal;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** The uptime of the commune's services in a month, as its report has it. @param uptime 0 to 1; null: nothing was measured */
public record Trend(YearMonth month, @Nullable BigDecimal uptime) {}
