package io.langsong.report.proof;

import static io.langsong.outage.Condition.DOWN;
import static io.langsong.report.ReportCommune.OCTOBER;
import static io.langsong.uptime.TestCommune.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.inventory.Contract;
import io.langsong.inventory.ContractId;
import io.langsong.inventory.DeviceId;
import io.langsong.inventory.Link;
import io.langsong.inventory.LinkId;
import io.langsong.inventory.Provider;
import io.langsong.inventory.ProviderId;
import io.langsong.outage.ObjectRef;
import io.langsong.outage.Outage.Cause;
import io.langsong.report.proof.ProviderFile.Blame;
import io.langsong.report.proof.ProviderFile.Fault;
import io.langsong.report.proof.ProviderFile.Ground;
import io.langsong.report.proof.ProviderFile.Line;
import io.langsong.uptime.TestCommune;
import io.langsong.uptime.UptimeProperties;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderFilesTest {
    private static final ObjectRef LINE = new ObjectRef(ObjectRef.Kind.LINK, "line");
    private static final ObjectRef ROUTER = new ObjectRef(ObjectRef.Kind.DEVICE, "router");
    private static final ContractId CONTRACT = new ContractId("hd-12");

    @TempDir
    private Path data;

    private TestProof proofs;
    private TestCommune commune;
    private ProviderFiles files;

    @BeforeEach
    void start() {
        proofs = new TestProof(data);
        commune = proofs.reports.commune;
        commune.inventory.apply(List.of(
                new Provider(new ProviderId("vnpt"), "VNPT Thanh Hóa", null, null),
                new Contract(CONTRACT, "12/2026/HĐ", new ProviderId("vnpt"), "TH-0042", null, null, 4, null),
                new Link(
                        new LinkId("line"),
                        "Đường truyền trụ sở",
                        new Link.End(new DeviceId("router"), "wan"),
                        null,
                        new ProviderId("vnpt"),
                        CONTRACT,
                        null,
                        null)));
        commune.added(TestCommune.SEPTEMBER.minusSeconds(86_400));
        commune.watched(LINE, "2026-09-01T00:00", null);
        commune.watched(ROUTER, "2026-09-01T00:00", null);
        files = new ProviderFiles(
                commune.uptimes,
                commune.ledger,
                proofs.corrections,
                commune.inventory,
                new UptimeProperties(new BigDecimal("99.5"), 0, Duration.ofMinutes(1), new BigDecimal(95)),
                new ContractProperties(new BigDecimal("99.5")));
    }

    private ProviderFile october() {
        return files.of(proofs.reports.reports.month(OCTOBER), CONTRACT).orElseThrow();
    }

    private long out(String from, String until, Cause cause) {
        long id = commune.bad(LINE, DOWN, from, until);
        commune.jdbc
                .sql("UPDATE outage_record SET cause = :cause, evidence = CAST(:evidence AS jsonb) WHERE id = :id")
                .param("cause", cause.name())
                .param(
                        "evidence",
                        "[{\"kind\": \"port-down\", \"at\": \"2026-10-05T01:00:00Z\", \"detail\": \"router wan\"}]")
                .param("id", id)
                .update();
        return id;
    }

    @Test
    void onlyWhatTheProviderCausedCountsAgainstThePromise() {
        out("2026-10-05T08:00", "2026-10-05T11:00", Cause.LINK);
        out("2026-10-12T08:00", "2026-10-12T14:00", Cause.POWER);
        out("2026-10-20T08:00", "2026-10-20T10:00", Cause.UNKNOWN);

        ProviderFile file = october();

        assertThat(files.contracts()).extracting(Contract::id).containsExactly(CONTRACT);
        Line line = file.lines().get(0);
        assertThat(line.faults()).extracting(Fault::blame).containsExactly(Blame.PROVIDER, Blame.OURS, Blame.UNKNOWN);
        // Of 744 hours eleven were out, three by the provider.
        assertThat(line.measure().downSeconds()).isEqualTo(11 * 3600);
        assertThat(line.providerSeconds()).isEqualTo(3 * 3600);
        assertThat(line.served()).isEqualByComparingTo("0.995967741935");
        assertThat(file.isBroken(line)).isFalse();
        assertThat(line.faults().get(1).grounds()).isEmpty();
    }

    @Test
    void anHourMoreIsLessThanPromised() {
        out("2026-10-05T08:00", "2026-10-05T12:30", Cause.LINK);

        ProviderFile file = october();

        assertThat(file.isBroken(file.lines().get(0))).isTrue();
        assertThat(file.broken()).isEqualTo(1);
        assertThat(file.tooLong()).isEqualTo(1);
        assertThat(file.seconds()).isEqualTo(4 * 3600 + 1800);
    }

    @Test
    void saysOnWhatItRests() {
        commune.watched(new ObjectRef(ObjectRef.Kind.DEVICE, "ap"), "2026-09-01T00:00", null);
        long id = out("2026-10-05T08:00", "2026-10-05T11:00", Cause.LINK);
        proofs.corrections.correct(id, Cause.PROVIDER, "Nhà mạng báo đứt cáp", "ha");

        assertThat(october().lines().get(0).faults().get(0).grounds())
                .extracting(Ground::kind, Ground::detail)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Ground.Kind.SAID, "ha: Nhà mạng báo đứt cáp"),
                        org.assertj.core.groups.Tuple.tuple(Ground.Kind.PORT_DOWN, "router wan"),
                        org.assertj.core.groups.Tuple.tuple(Ground.Kind.NEAR_END_RAN, "Thiết bị router"));
    }

    @Test
    void whatWasNotSeenIsNotClaimed() {
        out("2026-10-05T08:00", "2026-10-05T11:00", Cause.LINK);
        commune.bad(ROUTER, DOWN, "2026-10-05T09:00", "2026-10-05T09:10");

        assertThat(october().lines().get(0).faults().get(0).grounds())
                .extracting(Ground::kind)
                .containsExactly(Ground.Kind.PORT_DOWN, Ground.Kind.NOT_RESTARTED);
    }

    @Test
    void whatReachesOverTheMonthCountsInItAndIsJudgedWhole() {
        out("2026-09-30T21:00", "2026-10-01T02:00", Cause.LINK);

        Fault fault = october().lines().get(0).faults().get(0);

        assertThat(fault.from()).isEqualTo(at("2026-09-30T21:00"));
        assertThat(fault.seconds()).isEqualTo(2 * 3600);
        assertThat(fault.length()).isEqualTo(5 * 3600);
        assertThat(fault.tooLong()).isTrue();
    }

    @Test
    void plannedTimeIsNobodysFault() {
        commune.plan("2026-10-05T07:00", "2026-10-05T09:00", "Báo muộn", "link:line");
        out("2026-10-05T08:00", "2026-10-05T11:00", Cause.LINK);

        assertThat(october().lines().get(0).providerSeconds()).isEqualTo(2 * 3600);
    }

    @Test
    void withoutOutagesNothingIsClaimed() {
        ProviderFile file = october();

        assertThat(file.lines().get(0).served()).isEqualByComparingTo("1");
        assertThat(file.faults()).isZero();
        assertThat(files.of(proofs.reports.reports.month(OCTOBER), new ContractId("none")))
                .isEmpty();
    }

    @Test
    void refusesAPromiseThatIsNone() {
        assertThatThrownBy(() -> new ContractProperties(new BigDecimal("120")))
                .hasMessageContaining("langsong.report.contract-target")
                .hasMessageContaining("at most 100");
    }
}
