package io.langsong.report.proof;

import static io.langsong.outage.Condition.DOWN;
import static io.langsong.report.ReportCommune.OCTOBER;
import static io.langsong.uptime.TestCommune.WIFI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.langsong.access.Refused;
import io.langsong.outage.Outage;
import io.langsong.report.Report;
import io.langsong.report.ReportJson;
import io.langsong.report.ReportVersion;
import io.langsong.report.proof.Comparison.Part;
import io.langsong.report.proof.Proof.Found;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceFileTest {
    private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

    @TempDir
    private Path data;

    private TestProof proofs;

    @BeforeEach
    void start() {
        proofs = TestProof.withHistory(data);
    }

    private static ProofReading read(String text) throws IOException {
        return ProofReading.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void everyFigureComesOutAgainFromTheFileAlone() throws IOException {
        ReportVersion version = proofs.issue(OCTOBER);

        Proof proof = read(proofs.text(version)).proof();
        Comparison comparison = Recount.of(proof);

        assertThat(comparison.first()).isEmpty();
        assertThat(comparison.counts().values()).allMatch(count -> count.different() == 0);
        assertThat(comparison.counts().get(Part.OBJECTS).compared()).isGreaterThan(200);
        assertThat(comparison.counts().get(Part.PLACES).compared()).isGreaterThan(200);
        assertThat(comparison.counts().get(Part.INCIDENTS).compared()).isGreaterThan(20);
        assertThat(comparison.counts().get(Part.CAUSES).compared()).isGreaterThan(4);
        assertThat(comparison.counts().get(Part.HOURS).compared()).isEqualTo(1);
        // What is compared is not all nothing.
        Report facts = proof.facts();
        assertThat(facts.object(WIFI).orElseThrow().own().downSeconds()).isEqualTo(30 * 60 + 40);
        assertThat(facts.object(WIFI).orElseThrow().before()).isNotNull();
        assertThat(facts.object(WIFI).orElseThrow().loss()).isNotNull();
        assertThat(facts.commune().weighted()).isNotNull();
        assertThat(facts.incidents()).hasSize(2).anyMatch(line -> line.repeats() != null);
    }

    @Test
    void theOctetsAreTheOnlyOnesForTheirContent() throws IOException {
        ReportVersion version = proofs.issue(OCTOBER);
        String text = proofs.text(version);

        ProofReading reading = read(text);

        assertThat(new String(ReportJson.mapper().writeValueAsBytes(reading.proof()), StandardCharsets.UTF_8))
                .isEqualTo(text);
        assertThat(proofs.evidence.of(version).orElseThrow().sha256())
                .isEqualTo(reading.sha256())
                .isEqualTo(HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8))));
        assertThat(text).doesNotContain("\n", "\": ", ", \"");
    }

    @Test
    void namesWhoSaidWhatAndWhy() throws IOException {
        Proof proof = read(proofs.text(proofs.issue(OCTOBER))).proof();

        List<Found> corrected = proof.objects().stream()
                .flatMap(thing -> thing.records().stream())
                .filter(record -> !record.corrections().isEmpty())
                .toList();
        assertThat(corrected).hasSize(1).allSatisfy(record -> {
            assertThat(record.cause()).isEqualTo(Outage.Cause.PROVIDER);
            assertThat(record.guess()).isEqualTo(Outage.Cause.POWER);
            assertThat(record.corrections().get(0).by()).isEqualTo("ha");
            assertThat(record.corrections().get(0).reason()).isEqualTo("Nhà mạng xác nhận đứt cáp");
        });
        assertThat(proof.plans()).hasSize(1).allSatisfy(plan -> {
            assertThat(plan.reason()).isEqualTo("Báo muộn");
            assertThat(plan.intervals()).hasSize(1);
        });
        assertThat(proof.issued().by()).isEqualTo("chu-tich");
        assertThat(proof.texts().values())
                .extracting(text -> text.text())
                .containsExactly("Đề nghị nhà mạng sửa tuyến <Măng>");
        assertThat(proof.opening()).extracting(Proof.Opening::id).containsExactly("all-hours", "gio-hanh-chinh");
        assertThat(proof.opening().get(1).hours()).hasSizeGreaterThan(80);
    }

    /** One place of the file is changed. */
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            "blipSeconds":60=>"blipSeconds":30                                               | own.blips
            "target":99.5=>"target":99.99                                                    | own.belowTarget
            "people":320=>"people":3200                                                      | people
            {"condition":"DOWN","from":"2026-10-08T12:00:00Z"=>{"condition":"DOWN","from":"2026-10-08T11:59:00Z" | own.uptime
            "acknowledgedAt":"2026-10-08T12:04:00Z"=>"acknowledgedAt":null                   | acknowledgedSeconds
            "estimated":false=>"estimated":true                                              | estimated
            "cause":"PROVIDER","condition"=>"cause":"POWER","condition"                      | own.causes
            "number":"2026-0001"=>"number":"2026-0009"                                       | repeats
            "weekly":{"MONDAY":[{"from":"07:00:00"=>"weekly":{"MONDAY":[{"from":"06:00:00"   | hours
            """)
    void whateverIsChangedIsFound(String change, String named) throws IOException {
        String text = proofs.text(proofs.issue(OCTOBER));
        String[] parts = change.split("=>");
        assertThat(text).contains(parts[0]);

        Comparison comparison = Recount.of(
                read(text.replaceFirst(Pattern.quote(parts[0]), parts[1])).proof());

        assertThat(comparison.first()).isPresent();
        assertThat(comparison.first().get().figure()).contains(named);
    }

    @Test
    void whatDoesNotBearTheFactsIsNotIssued() {
        Report facts = proofs.reports.facts(OCTOBER);
        proofs.reports.commune.bad(WIFI, DOWN, "2026-10-25T08:00", "2026-10-25T09:00");

        assertThatThrownBy(() -> proofs.reports.issue(OCTOBER, facts, proofs.evidence))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("service:wifi-mang own.belowTarget = 0, but the record comes to 1 now")
                .hasMessageContaining("count the month again");

        assertThat(proofs.evidence.all()).isEmpty();
        assertThat(proofs.reports.versions(OCTOBER)).isEmpty();
    }

    @Test
    void eachNamesTheOneBefore() throws IOException {
        ReportVersion september = proofs.issue(SEPTEMBER);
        ReportVersion october = proofs.issue(OCTOBER);
        ReportVersion again = proofs.issue(OCTOBER);

        ProofReading first = read(proofs.text(september));
        ProofReading second = read(proofs.text(october));
        ProofReading third = read(proofs.text(again));
        assertThat(first.proof().previous()).isNull();
        assertThat(second.proof().previous()).isEqualTo(first.sha256());
        assertThat(third.proof().previous()).isEqualTo(second.sha256());
        assertThat(third.proof().serial()).isEqualTo(3);
        assertThat(third.proof().version()).isEqualTo(2);
        assertThat(proofs.evidence.all())
                .extracting(IssuedEvidence.Kept::serial)
                .containsExactly(1, 2, 3);
    }

    @Test
    void isFoundByTheCodeThatIsPrinted() {
        ReportVersion version = proofs.issue(OCTOBER);
        String code = proofs.evidence.of(version).orElseThrow().code();

        assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{10}");
        assertThat(proofs.evidence.byCode(
                        " " + code.substring(0, 5).toLowerCase(Locale.ROOT) + "-" + code.substring(5)))
                .isPresent();
        assertThat(proofs.evidence.byCode("")).isEmpty();
        assertThat(ShortCode.of("f".repeat(64))).isEqualTo("ZZZZZZZZZZ");
        assertThat(ShortCode.of("08".repeat(32))).isEqualTo("1040G20810");
    }
}
