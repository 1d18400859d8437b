package io.langsong.command;

import static io.langsong.report.ReportCommune.OCTOBER;
import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.report.ReportVersion;
import io.langsong.report.proof.TestProof;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code langsong availability} of evidence files, as a person runs it. */
class EvidenceCheckTest {
    @TempDir
    private static Path data;

    private static TestProof proofs;
    private static ReportVersion september;
    private static ReportVersion october;
    private static ReportVersion again;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void issue() {
        proofs = TestProof.withHistory(data);
        september = proofs.issue(YearMonth.of(2026, 9));
        october = proofs.issue(OCTOBER);
        again = proofs.issue(OCTOBER);
    }

    private int run(Object... words) {
        String[] all = Stream.concat(Stream.of("availability", "--language", "en"), Arrays.stream(words))
                .map(Object::toString)
                .toArray(String[]::new);
        return Commands.run(new PrintWriter(out), new PrintWriter(err), all);
    }

    private Path file(ReportVersion version) throws IOException {
        return Files.writeString(folder.resolve("evidence-" + version.id() + ".json"), proofs.text(version));
    }

    @Test
    void everyFigureIsCountedAgain() throws IOException {
        assertThat(run(file(october))).isZero();

        assertThat(out.toString())
                .contains("Report of 2026-10, version 1")
                .contains("Issued 20/11/2026 08:00:00 by chu-tich")
                .contains("SHA-256 " + proofs.evidence.of(october).orElseThrow().sha256())
                .containsPattern("Services, lines, devices +\\d{3,} +0\n")
                .contains("Every figure that was counted again is the same.");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aPackedFileIsTheSame() throws IOException {
        Path packed = Files.write(
                folder.resolve("evidence.json.gz"),
                proofs.evidence.packed(october).orElseThrow());

        assertThat(run(
                        packed,
                        "--sha256",
                        proofs.evidence.of(october).orElseThrow().sha256()))
                .isZero();

        assertThat(out.toString()).contains("Every figure", "indeed");
    }

    @Test
    void theFirstDifferenceIsNamed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("changed.json"),
                proofs.text(october).replaceFirst("\"downSeconds\":1840", "\"downSeconds\":1240"));

        assertThat(run(file)).isEqualTo(1);

        assertThat(out.toString())
                .containsPattern("Services, lines, devices +\\d{3,} +1\n")
                .contains(
                        "First difference: service:wifi-mang always.downSeconds: the file says 1240, counted again it is 1840");
    }

    @Test
    void anotherHashIsAnotherFile() throws IOException {
        assertThat(run(file(october), "--sha256", "ab".repeat(32))).isEqualTo(1);

        assertThat(out.toString()).contains("No file has SHA-256 abab");
    }

    @Test
    void severalAreAChain() throws IOException {
        assertThat(run(file(again), file(september), file(october))).isZero();

        assertThat(out.toString()).contains("The chain holds: 1 → 2 → 3");
    }

    @Test
    void whoLeavesOneOutIsFound() throws IOException {
        assertThat(run(file(september), file(again))).isEqualTo(1);

        assertThat(out.toString()).contains("a file is missing");
    }

    @Test
    void whoChangesAnOldOneBreaksTheChain() throws IOException {
        Path old = Files.writeString(
                folder.resolve("old.json"),
                proofs.text(september).replace("\"by\":\"chu-tich\"", "\"by\":\"pho-chu-tich\""));

        assertThat(run(old, file(october))).isEqualTo(1);

        assertThat(out.toString()).contains("Every figure").contains("The chain is broken");
    }

    @Test
    void aDamagedFileIsRefused() throws IOException {
        String text = proofs.text(october);
        Path half = Files.writeString(folder.resolve("half.json"), text.substring(0, text.lastIndexOf("texts")));

        assertThat(run(half)).isEqualTo(2);

        assertThat(err.toString()).contains("is damaged, or not a whole evidence file");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void whatIsNoEvidenceIsNotGivenWithAHash() throws IOException {
        Path other = Files.writeString(folder.resolve("case.json"), "{}");

        assertThat(run(other, "--sha256", "ab")).isEqualTo(2);

        assertThat(err.toString()).contains("Only evidence of issued reports");
    }
}
