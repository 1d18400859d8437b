package io.langsong.report.proof;

import io.langsong.inventory.Contract;
import io.langsong.inventory.ContractId;
import io.langsong.inventory.Provider;
import io.langsong.inventory.ProviderId;
import io.langsong.outage.Outage.Cause;
import io.langsong.report.Measure;
import io.langsong.report.ReportPeriod;
import io.langsong.report.paper.Letterhead;
import io.langsong.report.paper.Paper;
import io.langsong.report.paper.SampleReport;
import io.langsong.report.paper.TestLetterheads;
import io.langsong.report.proof.ProviderFile.Blame;
import io.langsong.report.proof.ProviderFile.Fault;
import io.langsong.report.proof.ProviderFile.Ground;
import io.langsong.report.proof.ProviderFile.Line;
import io.langsong.testkit.TestClock;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;

/** Letters about a contract of three lines: one that served less than promised, one that kept it, one that was hardly measured. */
public final class SampleLetters {
    private static final Instant FROM = SampleReport.at("2026-10-01T00:00");
    private static final Instant UNTIL = SampleReport.at("2026-11-01T00:00");
    private static final long MONTH = 31 * 86_400L;

    private SampleLetters() {}

    public static Paper letter(Locale language) {
        return letter(file(), Letterhead.Issuer.COMMUNE, language);
    }

    static Paper letter(ProviderFile file, Letterhead.Issuer issuer, Locale language) {
        return new ProviderLetters(TestLetterheads.heads(), new TestClock(SampleReport.at("2026-11-02T08:00")))
                .of(file, issuer, language);
    }

    static ProviderFile file() {
        return file(
                new Line(
                        "tru-so",
                        "Đường truyền trụ sở UBND xã",
                        measure(MONTH, 0, 27_000),
                        List.of(
                                fault("2026-10-05T08:00:02", 16_200, Cause.LINK, Blame.PROVIDER, true),
                                fault("2026-10-12T10:00:00", 3_600, Cause.POWER, Blame.OURS, false),
                                fault("2026-10-20T19:15:40", 7_200, Cause.PROVIDER, Blame.PROVIDER, false))),
                new Line("man", "FTTH nhà văn hóa thôn Man", measure(MONTH, 0, 0), List.of()),
                new Line(
                        "nua",
                        "FTTH nhà văn hóa thôn Nủa",
                        measure(MONTH, MONTH / 2, 40_000),
                        List.of(fault("2026-10-25T01:00:00", 40_000, Cause.LINK, Blame.PROVIDER, true))));
    }

    /** Nothing was out. */
    static ProviderFile quiet() {
        return file(new Line("man", "FTTH nhà văn hóa thôn Man", measure(MONTH, 0, 0), List.of()));
    }

    static ProviderFile file(Line... lines) {
        return new ProviderFile(
                new Contract(
                        new ContractId("hd-12"),
                        "12/2026/HĐ-VT",
                        new ProviderId("vnpt"),
                        "TH-0042",
                        null,
                        null,
                        4,
                        null),
                new Provider(new ProviderId("vnpt"), "VNPT Thanh Hóa", null, null),
                new ReportPeriod(YearMonth.of(2026, 10), FROM, UNTIL),
                new BigDecimal("99.5"),
                new BigDecimal("95"),
                List.of(lines));
    }

    private static Fault fault(String from, long seconds, Cause cause, Blame blame, boolean late) {
        Instant began = SampleReport.at(from);
        return new Fault(
                List.of(1L),
                began,
                began.plusSeconds(seconds),
                seconds,
                seconds,
                cause,
                blame,
                late,
                blame == Blame.PROVIDER
                        ? List.of(
                                new Ground(Ground.Kind.PORT_DOWN, began, "wan router-ub"),
                                new Ground(Ground.Kind.NEAR_END_RAN, null, "Router trụ sở"),
                                new Ground(Ground.Kind.NEIGHBOURS_RAN, null, "4"))
                        : List.of());
    }

    private static Measure measure(long calendar, long unknown, long out) {
        return SampleReport.measure(1, calendar, unknown, out, out == 0 ? 0 : 1);
    }
}
