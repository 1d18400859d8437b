package io.langsong.report.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.langsong.testkit.Peers;
import io.langsong.testkit.WholeServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationWidget;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.util.FileSystemUtils;

/** A server that has a key: what it issues is signed where the decree wants the signature, and so that other programs find every change. */
@WholeServer
@AutoConfigureMockMvc
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedReportTest {
    private static final String REPORT = "/api/v1/reports/2025-10";
    private static final String PASSWORD = "mot hai ba";
    private static final Path FOLDER = folder();

    @Autowired
    private MockMvcTester mvc;

    private byte[] issued;

    private static Path folder() {
        try {
            return Files.createTempDirectory("langsong-signed");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @DynamicPropertySource
    static void key(DynamicPropertyRegistry settings) throws Exception {
        Path key = FOLDER.resolve("key.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-alias",
                "ky",
                "-dname",
                "CN=Nguyen Van A, O=UBND xa Ba Thuoc, C=VN",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-keystore",
                key.toString(),
                "-storepass",
                PASSWORD);
        settings.add("langsong.report.signing.keystore", key::toString);
        settings.add("langsong.report.signing.password", () -> PASSWORD);
    }

    @AfterAll
    static void clean() throws IOException {
        FileSystemUtils.deleteRecursively(FOLDER);
    }

    private static String run(String... words) throws Exception {
        Process process = new ProcessBuilder(words)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @BeforeAll
    void issue() {
        call("POST", REPORT + "/draft", null, 201);
        call("POST", REPORT + "/review", "{\"version\":1}", 200);
        call("POST", REPORT + "/issue", "{\"version\":1}", 200);
        issued = pdf("team");
    }

    private byte[] pdf(String issuer) {
        return call("GET", REPORT + "?issuer=" + issuer, null, 200);
    }

    private byte[] call(String method, String path, String json, int status) {
        var request = MockMvcRequestBuilders.request(HttpMethod.valueOf(method), URI.create(path))
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + WholeServer.TOKEN);
        if (method.equals("GET")) {
            request.accept(MediaType.APPLICATION_PDF);
        }
        MvcTestResult result = mvc.perform(
                json == null
                        ? request
                        : request.contentType(MediaType.APPLICATION_JSON).content(json));
        assertThat(result.getResponse().getStatus()).as(path).isEqualTo(status);
        return result.getResponse().getContentAsByteArray();
    }

    @Test
    void theFieldIsOnThePageOfTheSignerAndShowsNothing() throws Exception {
        for (String issuer : List.of("team", "commune")) {
            try (PDDocument document = Loader.loadPDF(pdf(issuer))) {
                int fields = 0;
                for (int i = 0; i < document.getNumberOfPages(); i++) {
                    PDPage page = document.getPage(i);
                    PDFTextStripper stripper = new PDFTextStripper();
                    stripper.setStartPage(i + 1);
                    stripper.setEndPage(i + 1);
                    boolean signers = stripper.getText(document).contains("Nơi nhận:");
                    for (PDAnnotation one : page.getAnnotations()) {
                        if (one instanceof PDAnnotationWidget) {
                            fields++;
                            PDRectangle place = one.getRectangle();
                            assertThat(signers).isTrue();
                            // In the right half of A4, as high as a signature is.
                            assertThat(place.getLowerLeftX())
                                    .isGreaterThan(page.getMediaBox().getWidth() / 2 - 30);
                            assertThat(place.getUpperRightX())
                                    .isLessThan(page.getMediaBox().getWidth() - 40);
                            assertThat(place.getHeight()).isGreaterThan(85);
                            assertThat(one.getNormalAppearanceStream()
                                            .getContentStream()
                                            .toByteArray())
                                    .isEmpty();
                        }
                    }
                }
                assertThat(fields).as(issuer).isEqualTo(1);
            }
        }
    }

    @Test
    void anotherProgramFindsAllOfItSignedAndEveryChange() throws Exception {
        String pdfsig = Peers.require("pdfsig", "poppler-utils").toString();
        Path file = FOLDER.resolve("issued.pdf");
        Files.write(file, issued);

        assertThat(run(pdfsig, "-nocert", file.toString()))
                .contains("Signature is Valid", "Total document signed", "Nguyen Van A");
        try (PDDocument document = Loader.loadPDF(issued)) {
            int[] range = document.getLastSignatureDictionary().getByteRange();
            int signed = range[1] + range[3];
            for (int step = 1; step < 12; step++) {
                // In the middle of what is signed, away from the words that say where that is.
                int at = signed / 13 * step;
                byte[] changed = issued.clone();
                changed[at < range[1] ? at : at + range[2] - range[1]] ^= 1;
                Files.write(file, changed);
                assertThat(run(pdfsig, "-nocert", file.toString()))
                        .as("octet %d of %d", at, signed)
                        .doesNotContain("Signature is Valid");
            }
        }
    }

    @Test
    void weKnowItAgainAndNotWithOneBitChanged() throws Exception {
        byte[] changed = issued.clone();
        changed[changed.length / 2] ^= 1;

        assertThat(verified(issued)).isTrue();
        assertThat(verified(changed)).isFalse();
    }

    private boolean verified(byte[] file) throws Exception {
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        MvcTestResult answer = mvc.get().uri("/api/v1/verify?sha256=" + hash).exchange();
        return answer.getResponse().getContentAsString().contains("\"2025-10\"");
    }
}
